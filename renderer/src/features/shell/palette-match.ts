/** Owns which rows of the palette a query means, and in which order; pure. */

export interface PaletteRow {
  readonly id: string;
  readonly group: string;
  readonly label: string;
  /** Second line, dimmed: what it is of. */
  readonly detail?: string;
  /** Words that find it beside its label. */
  readonly keywords?: string;
  /** Shown before anything is typed. */
  readonly isAtFirst?: boolean;
}

/**
 * The rows that hold every word of `query`, best first within their group: label begins with it, a word of the label does, anywhere. A
 * row named twice (recent and its own group) is shown once. At most `limit`.
 */
export function matchingRows<T extends PaletteRow>(rows: readonly T[], query: string, limit: number): readonly T[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return rows.filter((row) => row.isAtFirst === true).slice(0, limit);
  const seen = new Set<string>();
  const ranked: { row: T; rank: number; at: number }[] = [];
  for (const [at, row] of rows.entries()) {
    const rank = rankOf(row, words);
    if (rank === undefined || seen.has(row.id)) continue;
    seen.add(row.id);
    ranked.push({ row, rank, at });
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || a.at - b.at)
    .slice(0, limit)
    .map(({ row }) => row);
}

function rankOf(row: PaletteRow, words: readonly string[]): number | undefined {
  const label = row.label.toLowerCase();
  const all = `${label} ${row.group.toLowerCase()} ${row.keywords?.toLowerCase() ?? ""} ${row.detail?.toLowerCase() ?? ""}`;
  if (!words.every((word) => all.includes(word))) return undefined;
  const [first = ""] = words;
  if (label.startsWith(first)) return 0;
  if (label.split(/[^a-z0-9]+/).some((word) => word.startsWith(first))) return 1;
  return label.includes(first) ? 2 : 3;
}

/** Neighbours of one group together, each group where its first row stands. */
export function grouped<T extends PaletteRow>(rows: readonly T[]): readonly { group: string; rows: readonly T[] }[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const known = groups.get(row.group);
    if (known) known.push(row);
    else groups.set(row.group, [row]);
  }
  return [...groups].map(([group, members]) => ({ group, rows: members }));
}

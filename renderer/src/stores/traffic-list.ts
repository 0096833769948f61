/** Owns the list that Traffic shows: rows newest first with honest gaps, as a value; pure. */
import type { TrafficRow } from "../../../broker/contract/traffic.ts";

/** What one line shows. `serial` grows upwards and never changes, so that stripes stay with their rows. */
export type TrafficEntry =
  | { readonly kind: "row"; readonly key: string; readonly serial: number; readonly row: TrafficRow }
  /** Rows that the view skipped. */
  | { readonly kind: "gap"; readonly key: string; readonly serial: number; readonly count: number };

/** Newest first. */
export type TrafficList = readonly TrafficEntry[];

/** Lines that a window keeps; below them the capture is asked by page. */
export const KEPT_ENTRIES = 1_500;

/** Newer rows (newest first) on top, with a gap below them where `skipped` rows are missing. */
export function withNewer(list: TrafficList, newer: readonly TrafficRow[], skipped: number): TrafficList {
  if (newer.length === 0 && skipped === 0) return list;
  const first = list[0];
  let serial = (first?.serial ?? 0) + 1;
  const added: TrafficEntry[] = [];
  if (skipped > 0)
    added.push({ kind: "gap", key: `gap-${newer.at(-1)?.id ?? serial}`, serial: serial++, count: skipped });
  for (const row of newer.toReversed()) added.push({ kind: "row", key: row.id, serial: serial++, row });
  return [...added.toReversed(), ...list];
}

/** Older rows (newest first) at the bottom. */
export function withOlder(list: TrafficList, older: readonly TrafficRow[]): TrafficList {
  if (older.length === 0) return list;
  let serial = list.at(-1)?.serial ?? 1;
  return [...list, ...older.map((row): TrafficEntry => ({ kind: "row", key: row.id, serial: --serial, row }))];
}

/** The rows whose counts have changed, in their places. */
export function withChanged(list: TrafficList, changed: readonly TrafficRow[]): TrafficList {
  if (changed.length === 0) return list;
  const byId = new Map(changed.map((row) => [row.id, row]));
  let isChanged = false;
  const next = list.map((entry) => {
    const row = entry.kind === "row" ? byId.get(entry.key) : undefined;
    if (row === undefined || entry.kind === "gap") return entry;
    isChanged = true;
    return { ...entry, row };
  });
  return isChanged ? next : list;
}

/** A gap's newest rows in its place; what is still missing stays a gap below them. */
export function withFilled(list: TrafficList, key: string, rows: readonly TrafficRow[], hasMore: boolean): TrafficList {
  const at = list.findIndex((entry) => entry.key === key);
  const gap = list[at];
  if (gap?.kind !== "gap") return list;
  const step = 1 / (rows.length + 2);
  const filled = rows.map((row, index): TrafficEntry => {
    return { kind: "row", key: row.id, serial: gap.serial + 1 - step * (index + 1), row };
  });
  const left = Math.max(1, gap.count - rows.length);
  const rest: TrafficEntry[] = hasMore ? [{ ...gap, count: left }] : [];
  return [...list.slice(0, at), ...filled, ...rest, ...list.slice(at + 1)];
}

/** The newest lines alone; whoever wants the others asks the capture. */
export function trimmed(list: TrafficList): TrafficList {
  return list.length <= KEPT_ENTRIES ? list : list.slice(0, KEPT_ENTRIES);
}

/** The place of the first gap below `after`, or else of the first at all; null without one. */
export function nextGap(list: TrafficList, after: number): number | null {
  const below = list.findIndex((entry, index) => index > after && entry.kind === "gap");
  const first = below >= 0 ? below : list.findIndex((entry) => entry.kind === "gap");
  return first >= 0 ? first : null;
}

/** Rows that the list skips. */
export function skippedIn(list: TrafficList): number {
  return list.reduce((sum, entry) => sum + (entry.kind === "gap" ? entry.count : 0), 0);
}

/** The nearest row from `at` on, in steps of `by`. */
export function rowFrom(list: TrafficList, at: number, by: 1 | -1): TrafficRow | undefined {
  for (let index = at; index >= 0 && index < list.length; index += by) {
    const entry = list[index];
    if (entry?.kind === "row") return entry.row;
  }
  return undefined;
}

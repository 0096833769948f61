/** Owns tables for people: columns as wide as their widest cell, numbers to the right. */

export type Cell = string | number | null;

/** The lines of a table; one sentence instead when there is no row. */
export function tableOf(head: readonly string[], rows: readonly (readonly Cell[])[], empty: string): readonly string[] {
  if (rows.length === 0) return [empty];
  const numeric = head.map((_, column) => rows.every((row) => typeof row[column] === "number"));
  const cells = [head, ...rows.map((row) => row.map((cell) => (cell === null ? "-" : printable(String(cell)))))];
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells.map((row) =>
    row
      .map((cell, column) => (numeric[column] ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd(),
  );
}

/** Names and user agents come from clients: a control character could rewrite the operator's terminal. */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
  text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "\ufffd");

/** Milliseconds as people compare them: one decimal. */
export const milliseconds = (ms: number | null): string => (ms === null ? "-" : `${ms.toFixed(1)} ms`);

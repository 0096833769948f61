/** Owns the order of the rows: by a column, and frozen while somebody points at them; pure. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";

export type SortKey =
  | "state"
  | "token"
  | "subject"
  | "dialect"
  | "address"
  | "filters"
  | "in"
  | "out"
  | "bytes"
  | "queue"
  | "ms"
  | "since"
  | "dropped"
  | "refused";

export interface Sort {
  readonly key: SortKey;
  readonly isDescending: boolean;
}

const VALUES: Readonly<Record<SortKey, (row: ConnectionView) => string | number>> = {
  state: (row) => row.state,
  token: (row) => row.tokenName ?? row.tokenId,
  subject: (row) => row.subject?.username ?? row.subject?.userId ?? row.clientId ?? "",
  dialect: (row) => row.dialect,
  address: (row) => row.address,
  filters: (row) => row.filters[0] ?? "",
  in: (row) => row.messagesIn,
  out: (row) => row.messagesOut,
  bytes: (row) => row.bytesIn + row.bytesOut,
  queue: (row) => row.queueFrames,
  ms: (row) => row.latencyMs ?? -1,
  since: (row) => Date.parse(row.connectedAt),
  dropped: (row) => row.dropped,
  refused: (row) => row.refused,
};

const byText = new Intl.Collator("en", { numeric: true });

/** Sorted rows; equal ones by id, so that they do not dance. */
export function sortRows(rows: readonly ConnectionView[], sort: Sort): readonly ConnectionView[] {
  const read = VALUES[sort.key];
  const sign = sort.isDescending ? -1 : 1;
  // Each value is read once, and equal ids never meet: a list of thousands is sorted at every key that is typed.
  return rows
    .map((row) => ({ row, value: read(row) }))
    .sort((a, b) => compared(a.value, b.value) * sign || (a.row.id < b.row.id ? -1 : 1))
    .map(({ row }) => row);
}

function compared(left: string | number, right: string | number): number {
  if (left === right) return 0;
  return typeof left === "number" && typeof right === "number"
    ? left - right
    : byText.compare(String(left), String(right));
}

/** The rows in the order of `frozen`, those that are not in it after them as they come. */
export function keepOrder(rows: readonly ConnectionView[], frozen: readonly string[]): readonly ConnectionView[] {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const kept = frozen.flatMap((id) => byId.get(id) ?? []);
  const known = new Set(frozen);
  return [...kept, ...rows.filter((row) => !known.has(row.id))];
}

/** A click on a head: numbers begin with the largest, words with the first. */
export function nextSort(before: Sort, key: SortKey): Sort {
  if (before.key === key) return { key, isDescending: !before.isDescending };
  const isNumber = ["in", "out", "bytes", "queue", "ms", "dropped", "refused"].includes(key);
  return { key, isDescending: isNumber };
}

/** Owns how long a closed row stays: it holds, then folds, then is gone; hover and selection hold it for good; pure. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";

/** As tokens.css has them: --t-closed-hold and --t-closed-out. */
export const HOLD_MS = 6_000;
export const FOLD_MS = 400;

export type HeldPhase = "hold" | "fold" | "gone";

export interface HeldRow {
  readonly row: ConnectionView;
  readonly phase: HeldPhase;
  /** When this window first saw it closed; the broker's clock may differ from ours. */
  readonly closedMs: number;
  readonly foldMs: number | null;
}

export type HeldRows = ReadonlyMap<string, HeldRow>;

/**
 * The closed rows after `now` (ms). A row that the mirror has dropped stays as long as it is held; one that is gone is
 * remembered until the mirror drops it too, so that it does not come back.
 */
export function nextHeld(
  before: HeldRows,
  connections: ReadonlyMap<string, ConnectionView>,
  now: number,
  isHeld: (id: string) => boolean,
): HeldRows {
  const next = new Map<string, HeldRow>();
  for (const row of connections.values()) {
    if (row.closed === null) continue;
    const known = before.get(row.id);
    next.set(row.id, aged(known ? { ...known, row } : freshly(row, now), now, isHeld(row.id)));
  }
  for (const [id, known] of before) {
    if (connections.has(id)) continue;
    const held = aged(known, now, isHeld(id));
    if (held.phase !== "gone") next.set(id, held);
  }
  return isSame(before, next) ? before : next;
}

function freshly(row: ConnectionView, now: number): HeldRow {
  return { row, phase: "hold", closedMs: now, foldMs: null };
}

function aged(held: HeldRow, now: number, isHeld: boolean): HeldRow {
  if (held.phase === "gone") return held;
  if (isHeld || now - held.closedMs < HOLD_MS) return { ...held, phase: "hold", foldMs: null };
  const foldMs = held.foldMs ?? now;
  return { ...held, foldMs, phase: now - foldMs < FOLD_MS ? "fold" : "gone" };
}

function isSame(a: HeldRows, b: HeldRows): boolean {
  if (a.size !== b.size) return false;
  for (const [id, left] of a) {
    const right = b.get(id);
    if (right?.row !== left.row || right.phase !== left.phase || right.foldMs !== left.foldMs) return false;
  }
  return true;
}

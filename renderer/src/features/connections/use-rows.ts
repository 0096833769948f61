/** Owns the rows that the grid shows now: live ones that pass the filter, closed ones that still stand, in order. */
import { useEffect, useMemo, useRef, useState } from "react";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { useLive } from "../../stores/stores.tsx";
import type { ConnectionTest } from "./connection-filter.ts";
import { type HeldPhase, type HeldRows, nextHeld } from "./held-rows.ts";
import { keepOrder, type Sort, sortRows } from "./row-order.ts";

/** How often closed rows are looked at; they fold in 400 ms. */
const TICK_MS = 100;
const FLASH_MS = 600;

export interface RowsInput {
  readonly test: ConnectionTest;
  readonly sort: Sort;
  /** The pointer is over the table: order is frozen and closed rows hold. */
  readonly isPointed: boolean;
  readonly keepsClosed: boolean;
  readonly isHeld: (id: string) => boolean;
}

export interface Rows {
  readonly rows: readonly ConnectionView[];
  readonly live: number;
  readonly justClosed: number;
  phaseOf(id: string): HeldPhase | null;
  /** Opened just now: the row flashes. */
  isNew(id: string): boolean;
}

export function useRows({ test, sort, isPointed, keepsClosed, isHeld }: RowsInput): Rows {
  const connections = useLive((data) => data.connections);
  const held = useHeld(connections, (id) => isPointed || isHeld(id));
  const firstSeen = useFirstSeen(connections);
  const order = useRef<readonly string[]>([]);
  const sortedBy = useRef(sort);

  const rows = useMemo(() => {
    const open = [...connections.values()].filter((row) => row.closed === null && test(row));
    const closed = keepsClosed
      ? [...held.values()].filter(({ row, phase }) => phase !== "gone" && test(row)).map(({ row }) => row)
      : [];
    const all = [...open, ...closed];
    // A click on a head points at the table too: another order is asked for, and taken at once.
    return isPointed && sortedBy.current === sort ? keepOrder(all, order.current) : sortRows(all, sort);
  }, [connections, held, test, sort, isPointed, keepsClosed]);
  order.current = rows.map((row) => row.id);
  sortedBy.current = sort;

  const { live, justClosed } = useMemo(() => {
    const standing = [...held.values()].filter(({ phase }) => phase !== "gone").length;
    const open = [...connections.values()].filter((row) => row.closed === null).length;
    return { live: open, justClosed: standing };
  }, [connections, held]);

  return {
    rows,
    live,
    justClosed,
    phaseOf: (id) => held.get(id)?.phase ?? null,
    isNew: (id) => Date.now() - (firstSeen.get(id) ?? 0) < FLASH_MS,
  };
}

function useHeld(connections: ReadonlyMap<string, ConnectionView>, isHeld: (id: string) => boolean): HeldRows {
  const [held, setHeld] = useState<HeldRows>(() => new Map());
  const asked = useRef(isHeld);
  asked.current = isHeld;
  const next = nextHeld(held, connections, Date.now(), asked.current);
  // Taken over while drawing: a row that has just closed must not be missing for one frame.
  if (next !== held) setHeld(next);
  const isWaiting = [...next.values()].some(({ phase }) => phase !== "gone");
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(
      () => setHeld((before) => nextHeld(before, connections, Date.now(), asked.current)),
      TICK_MS,
    );
    return () => clearInterval(timer);
  }, [isWaiting, connections]);
  return next;
}

/** When each connection was first seen; those that were there at the start were never new. */
function useFirstSeen(connections: ReadonlyMap<string, ConnectionView>): ReadonlyMap<string, number> {
  const seen = useRef<Map<string, number>>(undefined);
  if (!seen.current) seen.current = new Map([...connections.keys()].map((id) => [id, 0]));
  const known = seen.current;
  for (const id of connections.keys()) if (!known.has(id)) known.set(id, Date.now());
  for (const id of known.keys()) if (!connections.has(id)) known.delete(id);
  return known;
}

/** Owns the one tab stop of the matrix and what its keys do. */
import { type KeyboardEvent, type RefObject, useCallback, useState } from "react";
import { type CellAccess, nextAccess, shownAccess } from "../../stores/pending-edits.ts";
import { rightsOf } from "../../stores/saved-rights.ts";
import { useStores } from "../../stores/stores.tsx";
import type { MatrixView } from "./matrix-view.ts";

const DIGITS: ReadonlyMap<string, CellAccess> = new Map([
  ["0", "none"],
  ["1", "read"],
  ["2", "readwrite"],
]);
const STEPS: ReadonlyMap<string, readonly [number, number]> = new Map(
  Object.entries<readonly [number, number]>({
    ArrowUp: [-1, 0],
    ArrowDown: [1, 0],
    ArrowLeft: [0, -1],
    ArrowRight: [0, 1],
  }),
);

export function useMatrixFocus(
  view: MatrixView,
  scrollToRow: (index: number) => void,
  scroller: RefObject<HTMLElement | null>,
) {
  const { live, pending } = useStores();
  const [at, setAt] = useState({ row: 0, column: 0 });
  const row = Math.min(at.row, view.tokens.length - 1);
  const column = Math.min(at.column, view.tags.length - 1);
  const moveTo = useCallback((nextRow: number, nextColumn: number) => setAt({ row: nextRow, column: nextColumn }), []);

  const focus = (nextRow: number, nextColumn: number) => {
    moveTo(nextRow, nextColumn);
    scrollToRow(nextRow);
    // The row may have to be drawn first.
    requestAnimationFrame(() => {
      const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${nextRow}:${nextColumn}"]`);
      cell?.focus();
      cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const isCell = event.target instanceof HTMLElement && event.target.dataset.cell !== undefined;
    if (!isCell || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = targetOf(event.key);
    if (target) {
      event.preventDefault();
      return focus(...target);
    }
    const token = view.tokens[row];
    const tag = view.tags[column];
    const known = live.getState();
    if (!token || !tag || (known.phase !== "live" && known.phase !== "stale")) return;
    const { pending: edits, setCell } = pending.getState();
    const shown = shownAccess(edits, rightsOf(known.data.permissions), token.id, tag.id);
    const access = event.key === " " ? nextAccess(shown) : DIGITS.get(event.key);
    if (access === undefined) return;
    event.preventDefault();
    setCell(token.id, tag.id, access);
  };

  const targetOf = (key: string): [number, number] | undefined => {
    const lastRow = view.tokens.length - 1;
    const lastColumn = view.tags.length - 1;
    if (key === "Home") return [row, 0];
    if (key === "End") return [row, lastColumn];
    const step = STEPS.get(key);
    if (!step) return undefined;
    return [clamp(row + step[0], lastRow), clamp(column + step[1], lastColumn)];
  };

  return { row, column, moveTo, onKeyDown };
}

function clamp(value: number, last: number): number {
  return Math.max(0, Math.min(last, value));
}

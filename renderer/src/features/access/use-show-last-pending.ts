/** Owns bringing a cell into view that became pending from elsewhere: the tester, the door log. */
import { type RefObject, useEffect } from "react";
import { cellOf, type PendingEdits } from "../../stores/pending-edits.ts";
import type { MatrixView } from "./matrix-view.ts";

export function useShowLastPending(
  view: MatrixView,
  pending: PendingEdits,
  scrollToRow: (index: number) => void,
  scroller: RefObject<HTMLElement | null>,
): void {
  const last = [...pending.cells.keys()].at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another pending cell is a reason to move what the person sees
  useEffect(() => {
    if (last === undefined) return;
    const { tokenId, tagId } = cellOf(last);
    const row = view.tokens.findIndex(({ id }) => id === tokenId);
    const column = view.tags.findIndex(({ id }) => id === tagId);
    if (row < 0 || column < 0) return;
    scrollToRow(row);
    // The row may have to be drawn first.
    const frame = requestAnimationFrame(() => {
      const cell = scroller.current?.querySelector(`[data-cell="${row}:${column}"]`);
      cell?.scrollIntoView({ block: "nearest", inline: "nearest" });
    });
    return () => cancelAnimationFrame(frame);
  }, [last]);
}

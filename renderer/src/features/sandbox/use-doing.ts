/** Owns what a card or row can do, as the same functions from draw to draw: what did not move is not drawn again. */
import { useMemo, useRef } from "react";
import type { Doing } from "./client-menu.tsx";
import type { Acts } from "./use-acts.ts";

export function useDoing(acts: Acts, open: Pick<Doing, "show" | "edit">): Doing {
  const latest = useRef(open);
  latest.current = open;
  return useMemo(
    () => ({
      ...acts,
      show: (dialog) => latest.current.show(dialog),
      edit: (tokenId) => latest.current.edit(tokenId),
    }),
    [acts],
  );
}

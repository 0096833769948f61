/** Owns the keys of the list: move, open. */
import { type KeyboardEvent, useCallback, useState } from "react";
import type { CommandId } from "../../../../broker/contract/commands.ts";
import { rowFrom, type TrafficList } from "../../stores/traffic-list.ts";
import { useCommandOf } from "../../stores/use-commands.ts";
import { rowStep } from "../../ui/row-steps.ts";

export type GridKeysInput = {
  list: TrafficList;
  openId: string | null;
  onOpen: (id: string | null) => void;
  scrollTo: (index: number) => void;
};

/** Rows that PageUp and PageDown move by. */
const PAGE = 20;

export function useGridKeys({ list, openId, onOpen, scrollTo }: GridKeysInput) {
  const [activeId, setActive] = useState<string | null>(null);
  const commandOf = useCommandOf("traffic");

  const move = (step: number) => {
    const at = list.findIndex((entry) => entry.key === activeId);
    const wanted = at < 0 ? 0 : Math.max(0, Math.min(list.length - 1, at + step));
    const row = rowFrom(list, wanted, step < 0 ? -1 : 1) ?? rowFrom(list, wanted, step < 0 ? 1 : -1);
    if (row === undefined) return;
    setActive(row.id);
    scrollTo(list.findIndex((entry) => entry.key === row.id));
    // An open panel follows the row.
    if (openId !== null) onOpen(row.id);
  };

  const act = (command: CommandId | undefined): boolean => {
    switch (command) {
      case "traffic.next":
        move(1);
        return true;
      case "traffic.previous":
        move(-1);
        return true;
      case "traffic.open":
        if (activeId !== null) onOpen(activeId);
        return true;
      default:
        return false;
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = rowStep(event, PAGE);
    if (step !== undefined) move(step);
    if (step !== undefined || act(commandOf(event))) event.preventDefault();
  };

  const open = useCallback(
    (id: string) => {
      setActive(id);
      onOpen(id);
    },
    [onOpen],
  );
  return { activeId, open, onKeyDown };
}

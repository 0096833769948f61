/** Owns the keys of the connections' list: move, open, select, kick. */
import { type KeyboardEvent, useState } from "react";
import type { CommandId } from "../../../../broker/contract/commands.ts";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { useCommandOf } from "../../stores/use-commands.ts";
import { rowStep } from "../../ui/row-steps.ts";
import type { Selection } from "./use-selection.ts";

export type GridKeysInput = {
  rows: readonly ConnectionView[];
  openId: string | null;
  selection: Selection;
  onOpen: (id: string | null) => void;
  onKick: () => void;
  scrollTo: (index: number) => void;
};

/** Rows that PageUp and PageDown move by. */
const PAGE = 15;

export function useGridKeys({ rows, openId, selection, onOpen, onKick, scrollTo }: GridKeysInput) {
  const [activeId, setActive] = useState<string | null>(null);
  const [anchor, setAnchor] = useState<string | null>(null);
  const commandOf = useCommandOf("connections");
  const at = rows.findIndex((row) => row.id === activeId);

  const move = (step: number) => {
    const next = Math.max(0, Math.min(rows.length - 1, at < 0 && step > 0 ? 0 : at + step));
    const row = rows[next];
    if (!row) return;
    setActive(row.id);
    scrollTo(next);
    // An open panel follows the row.
    if (openId !== null) onOpen(row.id);
  };

  const select = (isRange: boolean) => {
    if (activeId === null) return;
    const from = rows.findIndex((row) => row.id === anchor);
    if (!isRange || from < 0) {
      setAnchor(activeId);
      return selection.toggle(activeId);
    }
    const [first, last] = [Math.min(from, at), Math.max(from, at)];
    selection.add(rows.slice(first, last + 1).map((row) => row.id));
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const step = rowStep(event, PAGE);
    if (step !== undefined) move(step);
    if (step !== undefined || act(commandOf(event))) event.preventDefault();
  };

  const act = (command: CommandId | undefined): boolean => {
    switch (command) {
      case "connections.next":
        move(1);
        return true;
      case "connections.previous":
        move(-1);
        return true;
      case "connections.open":
        if (activeId !== null) onOpen(activeId);
        return true;
      case "connections.select":
      case "connections.select-range":
        select(command === "connections.select-range");
        return true;
      case "connections.kick":
        if (selection.size === 0 && activeId !== null) selection.setAll([activeId]);
        onKick();
        return true;
      default:
        return false;
    }
  };

  return { activeId, setActive, onKeyDown };
}

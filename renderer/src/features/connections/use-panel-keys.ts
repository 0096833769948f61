/** Owns the keys between list and panel: to the list, to the panel, Esc closes it. */
import { useEffect } from "react";
import { useCommands } from "../../stores/use-commands.ts";

export function usePanelKeys(isOpen: boolean, close: () => void): void {
  useCommands({
    "connections.list": () => document.querySelector<HTMLElement>("[data-list]")?.focus(),
    "connections.panel": () => document.querySelector<HTMLElement>("[data-panel]")?.focus(),
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const isCovered = document.querySelector('[role="dialog"]') !== null;
      if (event.key === "Escape" && isOpen && !event.defaultPrevented && !isCovered) close();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isOpen, close]);
}

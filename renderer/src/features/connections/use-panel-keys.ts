/** Owns the keys between list and panel: [ goes to the list, ] to the panel, Esc closes it. */
import { useEffect } from "react";

export function usePanelKeys(isOpen: boolean, close: () => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { target } = event;
      const isTyping = target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
      const isCovered = document.querySelector('[role="dialog"]') !== null;
      if (event.defaultPrevented || isCovered) return;
      if (event.key === "Escape" && isOpen) return close();
      if (isTyping && target.getAttribute("type") !== "checkbox") return;
      if (event.key === "[") document.querySelector<HTMLElement>("[data-list]")?.focus();
      if (event.key === "]") document.querySelector<HTMLElement>("[data-panel]")?.focus();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isOpen, close]);
}

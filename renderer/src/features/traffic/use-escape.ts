/** Owns Esc on a screen: what it does now, unless a dialog or the field that has the focus takes it first. */
import { useEffect } from "react";

export function useEscape(run: (() => void) | null): void {
  useEffect(() => {
    if (run === null) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isCovered = document.querySelector('[role="dialog"]') !== null;
      if (event.key === "Escape" && !event.defaultPrevented && !isCovered) run();
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [run]);
}

/** Owns "type anywhere": a letter that nobody else takes goes into the filter. */
import { type RefObject, useEffect } from "react";

export function useTypeToFilter(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const { key, ctrlKey, metaKey, altKey, target } = event;
      if (event.defaultPrevented || ctrlKey || metaKey || altKey || key.length !== 1 || key === " ") return;
      if (target instanceof Element && target.closest("input, textarea, select, [contenteditable], [role=dialog]"))
        return;
      if (document.querySelector('[role="dialog"]') !== null || field.current === null) return;
      if (key === "?") return;
      // A slash only goes there; any other character is typed into it by the same stroke, and means no command of the window.
      if (key === "/") event.preventDefault();
      event.stopPropagation();
      field.current.focus();
    };
    document.addEventListener("keydown", onKeyDown, { capture: true });
    return () => document.removeEventListener("keydown", onKeyDown, { capture: true });
  }, [field]);
}

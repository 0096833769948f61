/** Owns leaving Present: Escape, or going somewhere else. */
import { useEffect } from "react";
import { useShell } from "../../stores/stores.tsx";

export function usePresentKeys(): void {
  const isPresenting = useShell((state) => state.isPresenting);
  const present = useShell((state) => state.present);
  useEffect(() => {
    if (!isPresenting) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") present(false);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isPresenting, present]);
  useEffect(() => () => present(false), [present]);
}

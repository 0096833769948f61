/** Keys and screen of Present: the window fills the screen, and Escape, or going somewhere else, leaves both. */
import { useEffect } from "react";
import { useShell } from "../../stores/stores.tsx";

export function usePresentKeys(): void {
  const isPresenting = useShell((state) => state.isPresenting);
  const present = useShell((state) => state.present);
  useEffect(() => {
    if (!isPresenting) return;
    const leave = () => present(false);
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape") leave();
    };
    // The browser keeps the Escape that ends its full screen to itself.
    let isFull = false;
    const onFullScreen = () => {
      // One that ended before this began is not ours.
      if (document.fullscreenElement === null && isFull) leave();
      isFull = document.fullscreenElement !== null;
    };
    document.addEventListener("keydown", onKeyDown);
    document.addEventListener("fullscreenchange", onFullScreen);
    // A host that does not let us presents in its window.
    document.documentElement.requestFullscreen().catch(() => undefined);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      document.removeEventListener("fullscreenchange", onFullScreen);
      if (document.fullscreenElement !== null) document.exitFullscreen().catch(() => undefined);
    };
  }, [isPresenting, present]);
  useEffect(() => () => present(false), [present]);
}

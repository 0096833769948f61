/** Owns the keys that work on every screen, and the commands of a native menu. */
import { getHotkeyHandler } from "@mantine/hooks";
import { useEffect } from "react";
import { useHost } from "../../host/host-context.tsx";
import { SCREENS } from "../../stores/shell.ts";
import { useStores } from "../../stores/stores.tsx";
import { openPalette } from "./palette-door.ts";

export function useShellKeys(): void {
  const { shell } = useStores();
  const host = useHost();
  useEffect(() => {
    const state = () => shell.getState();
    const combined = getHotkeyHandler([
      ...SCREENS.map((screen, index): [string, () => void] => [`mod+${index + 1}`, () => state().go(screen)]),
      ["mod+K", openPalette],
      ["mod+F", () => document.querySelector<HTMLInputElement>("[data-screen-filter]")?.focus()],
    ]);
    const onKeyDown = (event: KeyboardEvent) => {
      combined(event);
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") state().open("shortcuts");
      if (event.key === "n" && !isDialogOpen()) {
        event.preventDefault();
        state().openDialog({ kind: "new-token" });
      }
    };
    const forget = host.onCommand((command) => {
      const screen = command.name === "screen" ? SCREENS.find((known) => known === command.screen) : undefined;
      if (screen) state().go(screen);
      if (command.name === "palette") openPalette();
      if (command.name === "shortcuts") state().open("shortcuts");
    });
    document.addEventListener("keydown", onKeyDown);
    return () => {
      document.removeEventListener("keydown", onKeyDown);
      forget();
    };
  }, [shell, host]);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}

/** Owns the way from a key to its command: the table says which, whoever offers it answers. */
import { useEffect } from "react";
import { chordOf, commandAt, worksWhileTyping } from "../../../../broker/contract/chords.ts";
import { COMMANDS, commandNamed } from "../../../../broker/contract/commands.ts";
import { useHost } from "../../host/host-context.tsx";
import { useStores } from "../../stores/stores.tsx";

export function useShellKeys(): void {
  const { shell, commands, preferences } = useStores();
  const { isMac } = useHost();
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // Whoever has the focus comes first, and says so by preventing the default.
      if (event.defaultPrevented) return;
      const chord = chordOf(event, isMac);
      if (chord === undefined) return;
      if (!worksWhileTyping(chord) && (isTyping(event.target) || isDialogOpen())) return;
      const row = commandAt(COMMANDS, chord, shell.getState().screen, preferences.getState().keys);
      const id = row?.kind === undefined ? commandNamed(row?.id ?? "") : undefined;
      if (id === undefined || !commands.getState().isOffered(id)) return;
      event.preventDefault();
      commands.getState().run(id);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [shell, commands, preferences, isMac]);
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !/^(checkbox|radio|button|submit|range)$/.test(target.type);
  return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName);
}

function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"]') !== null;
}

/** Owns how a component takes part in commands: it offers what it can do, and asks which command a key is. */
import { type KeyboardEvent, useCallback, useEffect, useLayoutEffect, useRef } from "react";
import { capsOf, chordOf, commandAt, keysOf } from "../../../broker/contract/chords.ts";
import { COMMANDS, type CommandId, commandNamed, commandRow } from "../../../broker/contract/commands.ts";
import type { Screen } from "../../../broker/contract/screens.ts";
import { useHost } from "../host/host-context.tsx";
import type { CommandHandlers } from "./commands.ts";
import { usePreferences, useStores } from "./stores.tsx";

/** Offers `handlers` while the component is there. Their ids must not change from draw to draw. */
export function useCommands(handlers: CommandHandlers): void {
  const { commands } = useStores();
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  const ids = Object.keys(handlers).join(" ");
  useEffect(() => {
    const known = ids.split(" ").flatMap((name) => commandNamed(name) ?? []);
    return commands.getState().offer(Object.fromEntries(known.map((id) => [id, () => latest.current[id]?.()])));
  }, [commands, ids]);
}

/** For keys that mean something where the focus is: the command of `screen` that the event is, by the person's own keys. */
export function useCommandOf(screen: Screen): (event: KeyboardEvent) => CommandId | undefined {
  const changed = usePreferences((state) => state.keys);
  const { isMac } = useHost();
  return useCallback(
    ({ nativeEvent }) => {
      const chord = chordOf(nativeEvent, isMac);
      const row = chord === undefined ? undefined : commandAt(COMMANDS, chord, screen, changed);
      return row?.when === screen ? commandNamed(row.id) : undefined;
    },
    [screen, changed, isMac],
  );
}

/** The caps of the first chord that holds for a command, for the hint beside its button; empty when it has none. */
export function useCapsOf(id: CommandId): readonly string[] {
  const { isMac } = useHost();
  const chord = usePreferences((state) => keysOf(commandRow(id), state.keys)[0]);
  return chord === undefined ? [] : capsOf(chord, isMac);
}

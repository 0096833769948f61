/** Owns who answers a command: the parts of the window offer what they can do, keys, palette and menu ask for it by id. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { type CommandId, type CommandRow, commandNamed, commandRow } from "../../../broker/contract/commands.ts";
import type { PreferencesState } from "./preferences.ts";
import type { ShellState } from "./shell.ts";

export type CommandHandlers = Readonly<Partial<Record<CommandId, () => void>>>;

export interface CommandsState {
  /** What is offered now; the newest offer of an id answers. */
  readonly offers: readonly CommandHandlers[];
  /** Waits for its screen to offer it. */
  readonly asked: CommandId | null;
  /** Answers how to take the offer back. */
  offer(handlers: CommandHandlers): () => void;
  isOffered(id: CommandId): boolean;
  /** Runs it, on its screen if it has one; nothing happens where nobody offers it. */
  run(id: CommandId): void;
}

export function createCommandsStore(
  shell: StoreApi<ShellState>,
  preferences: StoreApi<PreferencesState>,
): StoreApi<CommandsState> {
  return createStore<CommandsState>((set, get) => {
    const answer = (id: CommandId) => get().offers.find((handlers) => handlers[id] !== undefined)?.[id];
    return {
      offers: [],
      asked: null,
      offer: (handlers) => {
        set(({ offers }) => ({ offers: [handlers, ...offers] }));
        const { asked } = get();
        const awaited = asked === null ? undefined : handlers[asked];
        if (awaited) {
          set({ asked: null });
          // The part that offers it is still being drawn.
          queueMicrotask(awaited);
        }
        return () => set(({ offers }) => ({ offers: offers.filter((known) => known !== handlers) }));
      },
      isOffered: (id) => answer(id) !== undefined,
      run: (id) => {
        const { when } = commandRow(id);
        const handler = answer(id);
        if (handler) {
          preferences.getState().remember(id);
          return handler();
        }
        if (when === "everywhere" || shell.getState().screen === when) return;
        preferences.getState().remember(id);
        set({ asked: id });
        shell.getState().go(when);
      },
    };
  });
}

/** False for what this host cannot do: a command of the whole window that nobody offers. */
export function isReachable(row: CommandRow, isOffered: (id: CommandId) => boolean): boolean {
  const id = commandNamed(row.id);
  return id !== undefined && (row.kind !== undefined || row.when !== "everywhere" || isOffered(id));
}

/** The commands of the palette's memory that the table still has. */
export function recentCommands(recent: readonly string[]): readonly CommandId[] {
  return recent.map(commandNamed).filter((id) => id !== undefined);
}

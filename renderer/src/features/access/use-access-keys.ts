/** Owns what Access answers wherever the focus is: undo and save. */
import { useStores } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";

export function useAccessKeys(): void {
  const { pending } = useStores();
  useCommands({
    "access.undo": () => pending.getState().undo(),
    "access.save": () => {
      const { isPreviewing, save } = pending.getState();
      if (!isPreviewing) void save();
    },
  });
}

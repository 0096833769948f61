/** Owns the keys of Access that work wherever the focus is: undo and save. */
import { useHotkeys } from "@mantine/hooks";
import { useStores } from "../../stores/stores.tsx";

export function useAccessKeys(): void {
  const { pending } = useStores();
  useHotkeys([["mod+Z", () => pending.getState().undo()]]);
  // Save works from inside a field too: the browser's own "save page" never helps here.
  useHotkeys([["mod+S", () => void saveWhenReady()]], []);

  const saveWhenReady = async () => {
    const { isPreviewing, save } = pending.getState();
    if (!isPreviewing) await save();
  };
}

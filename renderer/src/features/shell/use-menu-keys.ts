/** Owns telling the native menu, where there is one, the keys that this person changed: at the start and whenever they change. */
import { useEffect } from "react";
import { useHost } from "../../host/host-context.tsx";
import { usePreferences } from "../../stores/stores.tsx";
import { tellTrouble } from "./trouble.ts";

export function useMenuKeys(): void {
  const keys = usePreferences((state) => state.keys);
  const { desktop } = useHost();
  useEffect(() => {
    desktop?.setKeys(keys).catch((error: unknown) => tellTrouble(String(error), "The menu kept its keys"));
  }, [desktop, keys]);
}

/** Owns how a person's wishes for appearance reach the page: density and motion as attributes, zoom through the host. */
import { useEffect } from "react";
import { useHost } from "../../host/host-context.tsx";
import { usePreferences } from "../../stores/stores.tsx";
import { tellTrouble } from "./trouble.ts";

export function useAppearance(): void {
  const density = usePreferences((state) => state.density);
  const motion = usePreferences((state) => state.motion);
  const times = usePreferences((state) => state.times);
  const zoom = usePreferences((state) => state.zoom);
  const { desktop } = useHost();
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.density = density;
    dataset.motion = motion;
    dataset.times = times;
  }, [density, motion, times]);
  useEffect(() => {
    // At 100 % there is nothing to ask for: the native menu's own zoom is left alone.
    if (zoom === 100) return;
    desktop?.setZoom(zoom).catch((error: unknown) => tellTrouble(String(error), "The zoom was not set"));
  }, [desktop, zoom]);
}

/** Owns how the console looks to this person on this machine. */
import { type MantineColorScheme, useMantineColorScheme } from "@mantine/core";
import { useState } from "react";
import { useHost } from "../../host/host-context.tsx";
import { ZOOM } from "../../stores/preferences.ts";
import { usePreferences } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import text from "../../ui/text.module.css";
import styles from "./setting-row.module.css";
import { SettingRow } from "./setting-row.tsx";

const SCHEMES: readonly { value: MantineColorScheme; label: string }[] = [
  { value: "light", label: "Light" },
  { value: "dark", label: "Dark" },
  { value: "auto", label: "System" },
];

export function Scheme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SettingRow label="Colours" help="System follows the machine, also when it changes in the evening.">
      <Segmented label="Colours" value={colorScheme} options={SCHEMES} onChange={setColorScheme} />
    </SettingRow>
  );
}

export function Density() {
  const value = usePreferences((state) => state.density);
  const change = usePreferences((state) => state.change);
  const options = [
    { value: "comfortable", label: "Comfortable" },
    { value: "compact", label: "Compact" },
  ] as const;
  return (
    <SettingRow label="Density" help="Compact draws lower rows and controls, so that more fits on a screen.">
      <Segmented label="Density" value={value} options={options} onChange={(density) => change({ density })} />
    </SettingRow>
  );
}

export function Times() {
  const value = usePreferences((state) => state.times);
  const change = usePreferences((state) => state.change);
  const options = [
    { value: "relative", label: "Clock" },
    { value: "iso", label: "ISO 8601" },
  ] as const;
  return (
    <SettingRow label="Times" help="How journals tell the time: by this machine's clock, or in full and in UTC.">
      <Segmented label="Times" value={value} options={options} onChange={(times) => change({ times })} />
    </SettingRow>
  );
}

export function Motion() {
  const value = usePreferences((state) => state.motion);
  const change = usePreferences((state) => state.change);
  const options = [
    { value: "system", label: "System" },
    { value: "reduced", label: "Reduced" },
  ] as const;
  return (
    <SettingRow label="Motion" help="Reduced shows changes without flashes, folds and slides.">
      <Segmented label="Motion" value={value} options={options} onChange={(motion) => change({ motion })} />
    </SettingRow>
  );
}

export function Zoom() {
  const { desktop, isMac } = useHost();
  const zoom = usePreferences((state) => state.zoom);
  const change = usePreferences((state) => state.change);
  const [problem, setProblem] = useState<string | null>(null);
  if (!desktop) {
    return (
      <SettingRow label="Zoom" help="How large everything is drawn." effect={null}>
        <p className={text.second}>By this browser: {isMac ? "⌘" : "Ctrl"} and + or −.</p>
      </SettingRow>
    );
  }
  const set = async (percent: number) => {
    const next = Math.min(ZOOM.most, Math.max(ZOOM.least, percent));
    try {
      await desktop.setZoom(next);
      change({ zoom: next });
      setProblem(null);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "The desktop did not answer.");
    }
  };
  return (
    <SettingRow label="Zoom" help="How large everything is drawn." problem={problem}>
      <div className={styles.line}>
        <Button isSquare aria-label="Smaller" disabled={zoom <= ZOOM.least} onClick={() => set(zoom - ZOOM.step)}>
          −
        </Button>
        <output className={text.mono} aria-label="Zoom">
          {zoom} %
        </output>
        <Button isSquare aria-label="Larger" disabled={zoom >= ZOOM.most} onClick={() => set(zoom + ZOOM.step)}>
          +
        </Button>
        <Button look="ghost" disabled={zoom === 100} onClick={() => set(100)}>
          Reset
        </Button>
      </div>
    </SettingRow>
  );
}

/** Owns the rail at the left: one entry a screen. */
import { Tooltip, UnstyledButton } from "@mantine/core";
import { screenCommand } from "../../../../broker/contract/commands.ts";
import { SCREEN_LABELS, SCREENS, type Screen } from "../../../../broker/contract/screens.ts";
import { useShell } from "../../stores/stores.tsx";
import { useCapsOf } from "../../stores/use-commands.ts";
import { BrandMark } from "../../ui/brand-mark.tsx";
import { ICON } from "../../ui/icons.ts";
import styles from "./rail.module.css";
import { SCREEN_ICONS } from "./screen-icons.ts";

/** Whoever passes by on the way to the screen wants no hint. */
const HINT_DELAY_MS = 400;

export function Rail() {
  return (
    <nav className={styles.rail} aria-label="Screens">
      <span className={styles.brand}>
        <BrandMark />
      </span>
      {SCREENS.map((screen) => (
        <Entry key={screen} screen={screen} />
      ))}
    </nav>
  );
}

function Entry({ screen }: { screen: Screen }) {
  const isCurrent = useShell((state) => state.screen === screen);
  const go = useShell((state) => state.go);
  const caps = useCapsOf(screenCommand(screen));
  const label = SCREEN_LABELS[screen];
  const Icon = SCREEN_ICONS[screen];
  return (
    <Tooltip
      label={[label, ...(caps.length > 0 ? [`(${caps.join(" ")})`] : [])].join(" ")}
      position="right"
      openDelay={HINT_DELAY_MS}
      // Over the head of the screen that was just opened it would hide the title.
      disabled={isCurrent}
    >
      <UnstyledButton
        className={`${styles.entry} ${isCurrent ? styles.on : ""} ${screen === "settings" ? styles.last : ""}`}
        aria-current={isCurrent ? "page" : undefined}
        aria-label={label}
        data-tour={`rail-${screen}`}
        onClick={() => go(screen)}
      >
        <Icon {...ICON.large} />
        <span>{label}</span>
      </UnstyledButton>
    </Tooltip>
  );
}

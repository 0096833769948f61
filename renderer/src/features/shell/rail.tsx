/** Owns the rail at the left: one entry a screen. */
import { UnstyledButton } from "@mantine/core";
import { useHost } from "../../host/host-context.tsx";
import { useShell } from "../../stores/stores.tsx";
import { BrandMark } from "../../ui/brand-mark.tsx";
import { ICON } from "../../ui/icons.ts";
import { SCREEN_ENTRIES } from "./entries.ts";
import styles from "./rail.module.css";

export function Rail() {
  const current = useShell((state) => state.screen);
  const go = useShell((state) => state.go);
  const { modifier } = useHost();
  return (
    <nav className={styles.rail} aria-label="Screens">
      <span className={styles.brand}>
        <BrandMark />
      </span>
      {SCREEN_ENTRIES.map(({ screen, label, icon: Icon }, index) => (
        <UnstyledButton
          key={screen}
          className={`${styles.entry} ${screen === current ? styles.on : ""} ${screen === "settings" ? styles.last : ""}`}
          aria-current={screen === current ? "page" : undefined}
          aria-label={label}
          title={`${label} (${modifier}+${index + 1})`}
          onClick={() => go(screen)}
        >
          <Icon {...ICON.large} />
          <span>{label}</span>
        </UnstyledButton>
      ))}
    </nav>
  );
}

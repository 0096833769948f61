/** Owns the sheet of keys: the table of commands as it holds for this person. */
import { Modal } from "@mantine/core";
import { capsOf, keysOf } from "../../../../broker/contract/chords.ts";
import { COMMANDS, type CommandRow } from "../../../../broker/contract/commands.ts";
import { SCREEN_LABELS, SCREENS } from "../../../../broker/contract/screens.ts";
import { useHost } from "../../host/host-context.tsx";
import { isReachable } from "../../stores/commands.ts";
import { usePreferences, useShell, useStores } from "../../stores/stores.tsx";
import { KeyCaps } from "../../ui/key-cap.tsx";
import styles from "./shortcuts.module.css";

const SECTIONS: readonly { title: string; rows: readonly CommandRow[] }[] = (["everywhere", ...SCREENS] as const).map(
  (when) => ({
    title: when === "everywhere" ? "Everywhere" : SCREEN_LABELS[when],
    rows: COMMANDS.filter((row) => row.when === when),
  }),
);

export function Shortcuts() {
  const isOpen = useShell((state) => state.overlay === "shortcuts");
  const close = useShell((state) => state.closeOverlay);
  return (
    <Modal opened={isOpen} onClose={close} title="Keyboard shortcuts" size={760}>
      <Sheet />
    </Modal>
  );
}

function Sheet() {
  const changed = usePreferences((state) => state.keys);
  const { isMac } = useHost();
  const { commands } = useStores();
  const { isOffered } = commands.getState();
  return (
    <div className={styles.sheet}>
      {SECTIONS.map(({ title, rows }) => {
        const bound = rows.filter((row) => keysOf(row, changed).length > 0 && isReachable(row, isOffered));
        if (bound.length === 0) return null;
        return (
          <section key={title}>
            <h3>{title}</h3>
            <dl>
              {bound.map((row) => (
                <div key={row.id}>
                  <dt>
                    {keysOf(row, changed).map((chord) => (
                      <span key={chord}>
                        <KeyCaps caps={capsOf(chord, isMac)} />
                      </span>
                    ))}
                  </dt>
                  <dd>{row.label}</dd>
                </div>
              ))}
            </dl>
          </section>
        );
      })}
    </div>
  );
}

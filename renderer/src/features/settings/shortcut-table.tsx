/** Owns the table in which a person changes keys: every command, its keys, and with whom they collide. */
import { useState } from "react";
import { capsOf, conflictsOf, keysOf } from "../../../../broker/contract/chords.ts";
import { COMMANDS, type CommandRow } from "../../../../broker/contract/commands.ts";
import { SCREEN_LABELS } from "../../../../broker/contract/screens.ts";
import { useHost } from "../../host/host-context.tsx";
import { isReachable } from "../../stores/commands.ts";
import { usePreferences, useStores } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { KeyCaps } from "../../ui/key-cap.tsx";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { SettingRow } from "./setting-row.tsx";
import styles from "./shortcut-table.module.css";
import { useChordCatcher } from "./use-chord-catcher.ts";

const ROWS: readonly CommandRow[] = COMMANDS;

export function ShortcutTable() {
  const changed = usePreferences((state) => state.keys);
  const change = usePreferences((state) => state.change);
  const { commands } = useStores();
  const { isOffered } = commands.getState();
  const isChanged = Object.keys(changed).length > 0;
  return (
    <SettingRow
      label="Keys of every command"
      help="Press Change, then the new keys. Esc leaves them as they are, Backspace takes them away. Kept for you on this machine."
      isWide
    >
      <table className={`${table.table} ${styles.table}`}>
        <thead>
          <tr>
            <th>Command</th>
            <th>Where</th>
            <th>Keys</th>
            <th>
              <span className={text.hidden}>Change</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {ROWS.filter((row) => isReachable(row, isOffered)).map((row) => (
            <Row key={row.id} row={row} />
          ))}
        </tbody>
      </table>
      <div className={styles.reset}>
        <Button size="small" disabled={!isChanged} onClick={() => change({ keys: {} })}>
          Reset all shortcuts
        </Button>
      </div>
    </SettingRow>
  );
}

function Row({ row }: { row: CommandRow }) {
  const { isMac } = useHost();
  const changed = usePreferences((state) => state.keys);
  const setKeys = usePreferences((state) => state.setKeys);
  const [isCatching, setCatching] = useState(false);
  const keys = keysOf(row, changed);
  const conflicts = row.kind === "pattern" ? [] : keys.flatMap((chord) => conflictsOf(ROWS, row, chord, changed));
  useChordCatcher({
    isCatching,
    isMac,
    onChord: (chord) => {
      setKeys(row.id, chord === undefined ? [] : [chord]);
      setCatching(false);
    },
    onLeave: () => setCatching(false),
  });
  return (
    <tr>
      <td>{row.label}</td>
      <td className={text.second}>{row.when === "everywhere" ? "Everywhere" : SCREEN_LABELS[row.when]}</td>
      <td>
        <span className={styles.keys}>
          {keys.map((chord) => (
            <span key={chord}>
              <KeyCaps caps={capsOf(chord, isMac)} />
            </span>
          ))}
          {keys.length === 0 && <span className={text.third}>none</span>}
          {conflicts.length > 0 && (
            <Status tone="warn" size="micro">
              also {conflicts.map(({ label }) => label).join(", ")}
            </Status>
          )}
        </span>
      </td>
      <td className={table.right}>
        {row.kind === "pattern" ? (
          <span className={`${text.small} ${text.third} ${styles.fixed}`}>fixed</span>
        ) : isCatching ? (
          <span className={text.strong} role="status">
            Press keys
          </span>
        ) : (
          <>
            {changed[row.id] !== undefined && (
              <Button
                size="small"
                look="ghost"
                onClick={() => setKeys(row.id, undefined)}
                aria-label={`Reset ${row.label}`}
              >
                Reset
              </Button>
            )}
            <Button size="small" look="ghost" onClick={() => setCatching(true)} aria-label={`Change ${row.label}`}>
              Change
            </Button>
          </>
        )}
      </td>
    </tr>
  );
}

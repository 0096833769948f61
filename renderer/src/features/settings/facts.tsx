/** Owns what is told and cannot be set: layer, updates, version. */
import { useLive } from "../../stores/stores.tsx";
import { formatMoment } from "../../ui/format.ts";
import text from "../../ui/text.module.css";
import styles from "./setting-row.module.css";
import { SettingRow } from "./setting-row.tsx";

const LAYERS = {
  memory: "In memory: this broker stands alone. Messages, presence and connection limits are its own.",
  redis: "Redis: this broker shares messages, presence and connection limits with the other nodes.",
} as const;

export function Layer() {
  const layer = useLive((data) => data.server.layer);
  return (
    <SettingRow label="Between nodes" help="What carries messages and counts between nodes." effect={null}>
      <p>{LAYERS[layer]}</p>
    </SettingRow>
  );
}

export function Updates() {
  return (
    <SettingRow
      label="Looking for updates"
      help="Signalbox works without a network: nothing is fetched, at the start or later, and nothing is reported."
      effect={null}
    >
      <p className={text.strong}>Off</p>
      <p className={`${text.small} ${text.second}`}>
        A new version is installed by hand, over this one; the data folder stays.
      </p>
    </SettingRow>
  );
}

export function Version() {
  const { version, runtime, startedAt } = useLive((data) => data.server);
  return (
    <SettingRow label="This Signalbox" help="A realtime broker and its control desk. MIT licence." effect={null}>
      <dl className={styles.fact}>
        <dt>Version</dt>
        <dd className={text.mono}>{version}</dd>
        <dt>Runs as</dt>
        <dd>{runtime === "desktop" ? "Desktop app" : "Server, console in a browser"}</dd>
        <dt>Started</dt>
        <dd className={text.mono}>{formatMoment(startedAt)}</dd>
      </dl>
    </SettingRow>
  );
}

/** Owns the status bar: connections, rates, denials, drops, the revision and how it is enforced. */
import { UnstyledButton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowBarToDown,
  IconArrowDownLeft,
  IconArrowUpRight,
  IconCircleX,
} from "@tabler/icons-react";
import { useLive, useShell } from "../../stores/stores.tsx";
import { formatCount, formatPlural, formatRate } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import text from "../../ui/text.module.css";
import styles from "./status-bar.module.css";

export function StatusBar() {
  const stats = useLive((data) => data.stats);
  const revision = useLive((data) => data.revision);
  const enforcement = useLive((data) => data.settings.enforcement);
  const go = useShell((state) => state.go);
  return (
    <footer className={styles.bar}>
      <span>
        <b>{formatCount(stats.connections)}</b> {stats.connections === 1 ? "connection" : "connections"}
      </span>
      <span title="Messages a second that come in">
        <IconArrowDownLeft {...ICON.micro} />
        <b>{formatRate(stats.inPerSec)}</b> <i>msg/s</i> in
      </span>
      <span title="Messages a second that go out">
        <IconArrowUpRight {...ICON.micro} />
        <b>{formatRate(stats.outPerSec)}</b> <i>msg/s</i> out
      </span>
      <span title="Denied in the last minute">
        <IconCircleX {...ICON.micro} />
        <b>{formatCount(stats.deniedLastMin)}</b> denied <i>/ min</i>
      </span>
      <span title="Dropped in the last minute">
        <IconArrowBarToDown {...ICON.micro} />
        <b>{formatCount(stats.droppedLastMin)}</b> dropped <i>/ min</i>
      </span>
      {stats.faults.count > 0 && (
        <UnstyledButton
          className={`${styles.setting} ${styles.bad}`}
          onClick={() => go("overview")}
          title="Exceptions that the broker caught since it started. Open Overview for the last one"
        >
          <IconAlertTriangle {...ICON.micro} />
          {formatPlural(stats.faults.count, "internal error")}
        </UnstyledButton>
      )}
      <span className={text.grow} />
      <span title="Policy revision">
        <i>Policy</i> revision <b>{revision}</b>
      </span>
      <UnstyledButton className={styles.setting} onClick={() => go("traffic")} title="Open Traffic">
        {stats.capture.isOn ? (
          <>
            Capture <b>{formatMegabytes(stats.capture.bytes)}</b>
            <i>
              {" of "}
              <b>{formatMegabytes(stats.capture.maxBytes)}</b>
            </i>
            <b> MB</b>
          </>
        ) : (
          "Capture off"
        )}
      </UnstyledButton>
      <UnstyledButton className={styles.setting} onClick={() => go("settings")} title="Change how edits are enforced">
        {enforcement === "strict" ? "Strict" : "Minimal"} <i>enforcement</i>
      </UnstyledButton>
    </footer>
  );
}

/** As the quota is set: 1 MB = 1,048,576 bytes; a digit after the point below 100. */
function formatMegabytes(bytes: number): string {
  const megabytes = bytes / 1024 / 1024;
  return megabytes >= 100 || Number.isInteger(megabytes) ? formatCount(megabytes) : megabytes.toFixed(1);
}

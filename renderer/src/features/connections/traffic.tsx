/** Owns the counters of one connection, and the frames of it that were refused. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { useLive } from "../../stores/stores.tsx";
import { Clock } from "../../ui/clock.tsx";
import { formatBytes, formatCount, formatMs, formatPlural } from "../../ui/format.ts";
import panel from "../../ui/side-panel.module.css";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./history.module.css";

export function Traffic({ connection }: { connection: ConnectionView }) {
  const journal = useLive((data) => data.refusals);
  const refusals = journal.filter((row) => row.connectionId === connection.id);
  const pairs: readonly (readonly [string, string])[] = [
    ["Messages in", formatCount(connection.messagesIn)],
    ["Messages out", formatCount(connection.messagesOut)],
    ["Bytes in", formatBytes(connection.bytesIn)],
    ["Bytes out", formatBytes(connection.bytesOut)],
    ["Queue", `${formatPlural(connection.queueFrames, "frame")}, ${formatBytes(connection.queueBytes)}`],
    ["Dropped", formatCount(connection.dropped)],
    ["Refused", formatCount(connection.refused)],
    ["Round trip", connection.latencyMs === null ? "not measured yet" : `${formatMs(connection.latencyMs)} ms`],
  ];
  return (
    <>
      <div className={panel.section}>
        <h3>Traffic</h3>
        <dl className={panel.pairs}>
          {pairs.map(([name, value]) => (
            <div key={name} className={styles.pair}>
              <dt>{name}</dt>
              <dd className={text.num}>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      {refusals.length > 0 && (
        <div className={panel.section}>
          <h3>Refused messages</h3>
          <ul className={styles.list}>
            {refusals.map((row) => (
              <li key={row.id} title={row.reason}>
                <Clock className={`${text.mono} ${text.third}`} at={row.at} />
                <Status tone="bad">{row.topic ?? row.code}</Status>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

/** Owns the counters of one connection, and what it sent. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { formatBytes, formatCount, formatMs, formatPlural } from "../../ui/format.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import styles from "./history.module.css";
import { Messages } from "./messages.tsx";

export function Traffic({ connection }: { connection: ConnectionView }) {
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
      <Messages connection={connection} />
    </>
  );
}

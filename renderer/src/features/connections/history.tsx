/** Owns what happened to a connection, newest first: its retries at the door, its end, its beginning. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { useLive } from "../../stores/stores.tsx";
import { Clock } from "../../ui/clock.tsx";
import panel from "../../ui/side-panel.module.css";
import { Status, type Tone } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./history.module.css";
import { hostOf } from "./use-endings.ts";

const RETRIES = 20;

export function History({ connection }: { connection: ConnectionView }) {
  const doorlog = useLive((data) => data.doorlog);
  const { closed, connectedAt, tokenId } = connection;
  const host = hostOf(connection.address);
  const retries = doorlog.filter(
    (row) => closed !== null && row.tokenId === tokenId && hostOf(row.address) === host && row.at >= closed.at,
  );
  const events: { at: string; tone: Tone; words: string }[] = [
    ...retries
      .slice(0, RETRIES)
      .map((row) => ({ at: row.at, tone: "bad" as const, words: `Retry refused ${row.code}` })),
    ...(closed
      ? [
          {
            at: closed.at,
            tone: closed.by === "client" ? ("off" as const) : ("bad" as const),
            words: `Closed ${closed.code}`,
          },
        ]
      : []),
    { at: connectedAt, tone: "ok", words: "Connected" },
  ];
  return (
    <div className={panel.section}>
      <h3>History</h3>
      <ul className={styles.list}>
        {events.map(({ at, tone, words }) => (
          <li key={`${at} ${words}`}>
            <Clock className={`${text.mono} ${text.third}`} at={at} digits="milliseconds" />
            <Status tone={tone}>{words}</Status>
          </li>
        ))}
      </ul>
    </div>
  );
}

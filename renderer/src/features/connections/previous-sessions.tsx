/** Owns the list of earlier sessions of the same token or the same host, each with how it ended. */
import { useState } from "react";
import type { EndedSession } from "../../../../broker/contract/endings.ts";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { Clock } from "../../ui/clock.tsx";
import { formatCount, formatMs, formatSpan } from "../../ui/format.ts";
import { Segmented } from "../../ui/segmented.tsx";
import panel from "../../ui/side-panel.module.css";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./history.module.css";
import { type EndingsBy, useEndings } from "./use-endings.ts";

const BY = [
  { value: "token", label: "Token" },
  { value: "address", label: "Address" },
] as const;

export function PreviousSessions({ connection }: { connection: ConnectionView }) {
  const [by, setBy] = useState<EndingsBy>("token");
  const endings = useEndings(connection, by);
  return (
    <div className={panel.section}>
      <h3 className={styles.heading}>
        Previous sessions
        <span className={text.grow} />
        <Segmented label="Previous sessions of the same" size="small" value={by} options={BY} onChange={setBy} />
      </h3>
      {endings.kind === "asking" && <p className={text.third}>Asking the broker…</p>}
      {endings.kind === "failed" && <Status tone="bad">{endings.message}</Status>}
      {endings.kind === "answered" && endings.sessions.length === 0 && (
        <p className={text.third}>None has ended since the broker started.</p>
      )}
      {endings.kind === "answered" && (
        <ul className={styles.sessions}>
          {endings.sessions.map((session) => (
            <Session key={session.id} session={session} />
          ))}
        </ul>
      )}
      {endings.kind === "answered" && endings.isMore && <p className={text.third}>Older ones are in the journal.</p>}
    </div>
  );
}

function Session({ session }: { session: EndedSession }) {
  const { closed, connectedAt } = session;
  const ms = closed.commitToGoneMs ?? closed.commitToCloseMs;
  const isTheirs = closed.by === "client";
  return (
    <li>
      <div>
        <Clock className={`${text.mono} ${text.third}`} at={closed.at} />
        <Status tone={isTheirs ? "off" : "bad"}>
          {isTheirs ? "Left" : "Closed"} {closed.code}
        </Status>
        <span className={text.grow} />
        {ms !== null && <span className={`${text.mono} ${styles.ms}`}>{formatMs(ms)} ms</span>}
      </div>
      <p className={text.third}>
        {closed.reason !== "" && <span className={text.mono}>{closed.reason}, </span>}
        open {formatSpan(Date.parse(closed.at) - Date.parse(connectedAt))}, {formatCount(session.messagesIn)} in,{" "}
        {formatCount(session.messagesOut)} out, <span className={text.mono}>{session.address}</span>
      </p>
    </li>
  );
}

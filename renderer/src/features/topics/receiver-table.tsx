/** Owns the connections that would receive the topic's next message, each with the filter that matches. */
import type { Receiver } from "../../../../broker/contract/topic-views.ts";
import { useShell } from "../../stores/stores.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./lists.module.css";

const STATES = {
  online: <Status tone="ok">Online</Status>,
  slow: <Status tone="warn">Slow</Status>,
  away: <Status tone="off">Away</Status>,
} as const satisfies Record<Receiver["state"], unknown>;

export function ReceiverTable({ receivers, total }: { receivers: readonly Receiver[]; total: number }) {
  const showConnections = useShell((state) => state.showConnections);
  if (total === 0) return <p className={styles.none}>Nobody who is connected has a filter that matches this topic.</p>;
  return (
    <table className={table.table} aria-label="Would receive">
      <colgroup>
        <col />
        <col />
        <col />
        <col style={{ width: 88 }} />
      </colgroup>
      <thead>
        <tr>
          <th>Connection</th>
          <th>Token</th>
          <th>Filter</th>
          <th>State</th>
        </tr>
      </thead>
      <tbody>
        {receivers.map((receiver) => (
          <tr key={receiver.connectionId}>
            <td>
              {receiver.state === "away" ? (
                <span title="Its client is not connected. Messages wait for it.">
                  {connectionLabel(receiver, receiver.connectionId)}
                </span>
              ) : (
                <button
                  type="button"
                  className={`${styles.link} ${text.cut}`}
                  title={`Show ${receiver.address} in Connections`}
                  onClick={() => showConnections("", receiver.connectionId)}
                >
                  {connectionLabel(receiver, receiver.connectionId)}
                </button>
              )}
            </td>
            <td className={text.second}>{visibleName(receiver.tokenName ?? receiver.tokenId)}</td>
            <td className={text.mono} title={receiver.filter}>
              {receiver.filter}
            </td>
            <td>{STATES[receiver.state]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

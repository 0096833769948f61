/** Owns the journal of kicks: whom an operator closed, and until when its token stays out. */
import type { Kick } from "../../../../broker/contract/endings.ts";
import type { Token } from "../../../../broker/contract/nouns.ts";
import { useLive } from "../../stores/stores.tsx";
import { actorName } from "../../ui/audit-words.ts";
import { Clock } from "../../ui/clock.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { formatMoment } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { useNow } from "../../ui/use-now.ts";
import { visibleName } from "../../ui/visible.ts";
import { Barred } from "./barred.tsx";
import styles from "./dock.module.css";

export function Kicks() {
  const kicks = useLive((data) => data.kicks);
  const tokens = useLive((data) => data.tokens);
  const now = useNow();
  if (kicks.length === 0) return <p className={styles.none}>Nobody was kicked.</p>;
  return (
    <table className={table.table}>
      <colgroup>
        <col style={{ width: "var(--time)" }} />
        <col style={{ width: 148 }} />
        <col style={{ width: 148 }} />
        <col style={{ width: 132 }} />
        <col style={{ width: 80 }} />
        <col />
        <col style={{ width: 148 }} />
      </colgroup>
      <thead>
        <tr>
          <th>Time</th>
          <th>Connection</th>
          <th>Token</th>
          <th>Result</th>
          <th>By</th>
          <th>Reason</th>
          <th>Token barred</th>
        </tr>
      </thead>
      <tbody>
        {kicks.map((row) => (
          <tr key={row.id}>
            <td className={`${text.mono} ${text.second}`}>
              <Clock at={row.at} digits="milliseconds" />
            </td>
            <td className={text.strong}>{connectionLabel(row, row.connectionId)}</td>
            <td className={text.second}>{visibleName(row.tokenName ?? row.tokenId)}</td>
            <td>
              <Status tone="bad">Kicked {row.code}</Status>
            </td>
            <td className={text.second}>{actorName(row.actor)}</td>
            <td className={text.mono}>{row.reason}</td>
            <td>
              <Bar row={row} token={tokens.get(row.tokenId)} now={now} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A later kick of the same token may have set another bar: only the one in force can be lifted. */
function Bar({ row, token, now }: { row: Kick; token: Token | undefined; now: number }) {
  if (row.barredUntil === null) return <span className={text.third}>no</span>;
  const left = Date.parse(row.barredUntil) - now;
  if (left <= 0 || token?.barredUntil !== row.barredUntil) {
    return (
      <span className={text.third} title={formatMoment(row.barredUntil)}>
        {left <= 0 ? "is over" : token?.barredUntil ? "by a later kick" : "lifted"}
      </span>
    );
  }
  return <Barred token={token} until={row.barredUntil} now={now} words="for" />;
}

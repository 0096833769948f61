/** Owns the list of kicks that this window has seen. */
import { useKicks } from "../../stores/stores.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { formatClock, formatMoment } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import styles from "./dock.module.css";

export function Kicks() {
  const kicks = useKicks();
  if (kicks.length === 0) return <p className={styles.none}>Nobody was kicked.</p>;
  return (
    <table className={table.table}>
      <colgroup>
        <col style={{ width: 124 }} />
        <col style={{ width: 148 }} />
        <col style={{ width: 148 }} />
        <col style={{ width: 132 }} />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th>Time</th>
          <th>Connection</th>
          <th>Token</th>
          <th>Result</th>
          <th>Reason</th>
        </tr>
      </thead>
      <tbody>
        {kicks.map((row) => (
          <tr key={row.id}>
            <td className={`${text.mono} ${text.second}`} title={row.closed ? formatMoment(row.closed.at) : ""}>
              {row.closed && formatClock(row.closed.at, "milliseconds")}
            </td>
            <td className={text.strong}>{connectionLabel(row, row.id)}</td>
            <td className={text.second}>{row.tokenName ?? row.tokenId}</td>
            <td>
              <Status tone="bad">Kicked {row.closed?.code}</Status>
            </td>
            <td className={text.mono}>{row.closed?.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Owns the journal of revocations: what was changed, whom it closed, and how fast. */
import { useLive } from "../../stores/stores.tsx";
import { Change } from "../../ui/change.tsx";
import { Clock } from "../../ui/clock.tsx";
import { formatCount, formatMs } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import styles from "./dock.module.css";

export function Revocations() {
  const revocations = useLive((data) => data.revocations);
  if (revocations.length === 0) return <p className={styles.none}>No edit has reached a connection yet.</p>;
  return (
    <table className={table.table}>
      <colgroup>
        <col style={{ width: "var(--time)" }} />
        <col style={{ width: 72 }} />
        <col style={{ width: 144 }} />
        <col />
        <col style={{ width: 160 }} />
        <col style={{ width: 64 }} />
        <col style={{ width: 64 }} />
        <col style={{ width: 72 }} />
        <col style={{ width: 72 }} />
      </colgroup>
      <thead>
        <tr>
          <th>Time</th>
          <th>Revision</th>
          <th>Result</th>
          <th>Edit</th>
          <th>Change</th>
          <th className={table.right}>Kept</th>
          <th className={table.right}>Leaked</th>
          <th className={table.right}>Frame, ms</th>
          <th className={table.right}>Gone, ms</th>
        </tr>
      </thead>
      <tbody>
        {revocations.map((row) => {
          const [first] = row.summary;
          return (
            <tr key={row.id}>
              <td className={`${text.mono} ${text.second}`}>
                <Clock at={row.at} digits="milliseconds" />
              </td>
              <td className={text.mono}>{row.revision}</td>
              <td>
                <Status tone={row.closed > 0 ? "bad" : "ok"}>
                  {row.closed === 0
                    ? "Closed nobody"
                    : `Closed ${formatCount(row.closed)}, ${row.codes.map(({ code }) => code).join(", ")}`}
                </Status>
              </td>
              <td>
                <span className={text.strong}>{first?.subject}</span> <span className={text.mono}>{first?.object}</span>
                {row.summary.length > 1 && <span className={text.third}> +{row.summary.length - 1}</span>}
              </td>
              <td>{first && <Change before={first.before} after={first.after} />}</td>
              <td className={text.num}>{formatCount(row.kept)}</td>
              <td className={text.num}>{formatCount(row.leaked)}</td>
              <td className={text.num}>{row.closeMs ? formatMs(row.closeMs.max) : "–"}</td>
              <td className={text.num}>{row.goneMs ? formatMs(row.goneMs.max) : "–"}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Owns the journal of refused messages. */
import { REFUSALS } from "../../../../broker/contract/codes.ts";
import { useLive, useShell, useStores } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { formatBytes } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./dock.module.css";

const TEXTS: ReadonlyMap<string, string> = new Map(Object.entries(REFUSALS));

export function Refusals() {
  const refusals = useLive((data) => data.refusals);
  const go = useShell((state) => state.go);
  const { tester } = useStores();
  if (refusals.length === 0) return <p className={styles.none}>No message was refused.</p>;
  return (
    <table className={table.table}>
      <colgroup>
        <col style={{ width: "var(--time)" }} />
        <col style={{ width: 148 }} />
        <col style={{ width: 180 }} />
        <col style={{ width: 72 }} />
        <col />
        <col style={{ width: 132 }} />
      </colgroup>
      <thead>
        <tr>
          <th>Time</th>
          <th>Token</th>
          <th>Topic</th>
          <th className={table.right}>Size</th>
          <th>Why</th>
          <th>Next</th>
        </tr>
      </thead>
      <tbody>
        {refusals.map((row) => (
          <tr key={row.id}>
            <td className={`${text.mono} ${text.second}`}>
              <Clock at={row.at} digits="milliseconds" />
            </td>
            <td className={text.second}>{visibleName(row.tokenName ?? row.tokenId)}</td>
            <td className={text.mono}>{row.topic ?? "–"}</td>
            <td className={text.num}>{formatBytes(row.size)}</td>
            <td title={row.reason}>
              <Status tone="bad">{TEXTS.get(row.code) ?? row.reason}</Status>
            </td>
            <td>
              {row.topic !== null && (
                <Button
                  look="link"
                  onClick={() => {
                    tester.getState().ask({ tokenId: row.tokenId, action: "publish", topic: row.topic ?? "" });
                    go("access");
                  }}
                >
                  Test it
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

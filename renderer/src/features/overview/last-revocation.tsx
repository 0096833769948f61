/** Owns the last revocation: how many it closed, how fast, and the spread over all of them. */
import type { Spread } from "../../../../broker/contract/live.ts";
import { useLive, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Change } from "../../ui/change.tsx";
import { Clock } from "../../ui/clock.tsx";
import { formatCount, formatMs } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./last-revocation.module.css";
import overview from "./overview.module.css";

export function LastRevocation() {
  const last = useLive((data) => data.revocations.find((row) => row.closed > 0));
  const all = useLive((data) => data.stats.revocations);
  const showDock = useShell((state) => state.showDock);
  const slowest = last?.goneMs ?? last?.closeMs;
  const first = last?.summary[0];
  return (
    <section aria-label="Last revocation">
      <div className={overview.title}>
        <h2>Last revocation</h2>
        <span className={text.grow} />
        <Button look="link" onClick={() => showDock("revocations")}>
          Revocations
        </Button>
      </div>
      {!last && (
        <p className={overview.nothing}>
          No edit has closed a connection yet. When one does, its milliseconds stand here.
        </p>
      )}
      {last && (
        <>
          <div className={styles.verdict}>
            {slowest && (
              <div className={styles.figure}>
                <b>{formatMs(slowest.max)}</b>
                <span>ms</span>
              </div>
            )}
            <div>
              <p>
                <Status tone="bad">
                  {formatCount(last.closed)} closed, {last.codes.map(({ code }) => code).join(", ")}
                </Status>
              </p>
              <p className={last.leaked > 0 ? styles.leaked : text.second}>
                {formatCount(last.kept)} of {formatCount(last.kept + last.closed)} kept receiving,{" "}
                {formatCount(last.leaked)} leaked
              </p>
            </div>
          </div>
          {first && (
            <p className={styles.edit}>
              <span className={`${text.strong} ${text.cut}`}>{first.subject}</span>
              <span className={`${text.mono} ${text.cut}`}>{first.object}</span>
              <Change before={first.before} after={first.after} />
              {last.summary.length > 1 && <span className={text.third}>+{last.summary.length - 1}</span>}
              <span className={text.grow} />
              <Clock className={text.second} at={last.at} />
            </p>
          )}
          <table className={styles.spread}>
            <thead>
              <tr>
                <th>{all.count === 1 ? "One revocation, ms" : `All ${formatCount(all.count)} revocations, ms`}</th>
                <th>p50</th>
                <th>p95</th>
                <th>max</th>
              </tr>
            </thead>
            <tbody>
              <SpreadRow label="Close frame written" spread={all.closeMs} />
              <SpreadRow label="Socket gone" spread={all.goneMs} />
            </tbody>
          </table>
        </>
      )}
    </section>
  );
}

function SpreadRow({ label, spread }: { label: string; spread: Spread }) {
  const cells = spread ? [spread.p50, spread.p95, spread.max].map(formatMs) : ["–", "–", "–"];
  const names = ["p50", "p95", "max"];
  return (
    <tr>
      <td>{label}</td>
      {cells.map((cell, index) => (
        <td key={names[index]} className={text.num}>
          {cell}
        </td>
      ))}
    </tr>
  );
}

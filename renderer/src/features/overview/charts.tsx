/** Owns the two charts of the last minutes, with a marker where a revocation closed somebody. */
import { useMemo } from "react";
import { useIsStale, useLive } from "../../stores/stores.tsx";
import { formatClock, formatCount, formatRate } from "../../ui/format.ts";
import text from "../../ui/text.module.css";
import { TimeChart } from "../../ui/time-chart.tsx";
import styles from "./charts.module.css";

export function Charts() {
  const series = useLive((data) => data.series);
  const stats = useLive((data) => data.stats);
  const revocations = useLive((data) => data.revocations);
  const messages = useMemo(
    () => [
      { label: "in", color: "series-1", values: series.in },
      { label: "out", color: "series-2", values: series.out, isFilled: true },
    ],
    [series],
  );
  const connections = useMemo(
    () => [{ label: "connections", color: "series-1", values: series.connections, isStepped: true, isFilled: true }],
    [series],
  );
  const markers = useMemo(() => {
    const first = series.at[0] ?? 0;
    return revocations
      .filter((row) => row.closed > 0 && Date.parse(row.at) / 1000 >= first)
      .slice(0, 6)
      .map((row) => ({ at: Date.parse(row.at) / 1000, text: `Revision ${row.revision} closed ${row.closed}` }));
  }, [revocations, series]);
  // While the link is lost the newest second is not this one.
  const isStale = useIsStale();
  const end = isStale ? formatClock((series.at.at(-1) ?? 0) * 1000).slice(0, 5) : "now";
  return (
    <div className={styles.two}>
      <section aria-label="Messages per second">
        <div className={styles.title}>
          <h2>Messages per second</h2>
          <span className={text.grow} />
          <span className={styles.legend}>
            <i style={{ background: "var(--series-1)" }} />
            in <b>{formatRate(stats.inPerSec)}</b>
          </span>
          <span className={styles.legend}>
            <i style={{ background: "var(--series-2)" }} />
            out <b>{formatRate(stats.outPerSec)}</b>
          </span>
        </div>
        <TimeChart label="Messages per second" at={series.at} lines={messages} end={end} />
      </section>
      <section aria-label="Connections over time">
        <div className={styles.title}>
          <h2>Connections</h2>
          <span className={text.grow} />
          <span className={styles.legend}>
            now <b>{formatCount(stats.connections)}</b>
          </span>
          <span className={styles.legend}>
            peak <b>{formatCount(stats.connectionsPeak)}</b>
          </span>
        </div>
        <TimeChart label="Connections" at={series.at} lines={connections} markers={markers} end={end} />
      </section>
    </div>
  );
}

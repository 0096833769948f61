/** Owns the bars of the last five minutes: how many rows match, and the share that was denied. */
import type { TrafficHistogram } from "../../../../broker/contract/traffic.ts";
import { useTraffic } from "../../stores/stores.tsx";
import { formatClock, formatCount } from "../../ui/format.ts";
import styles from "./histogram.module.css";

const HEIGHT = 34;
/** Of a bucket; the rest parts it from the next. */
const BAR = 0.72;
/** A bar that is there is seen, and so is a denial in it. */
const LEAST = 1.5;
const MINUTE = 60_000;

export function LiveHistogram() {
  const histogram = useTraffic((state) => state.histogram);
  const all = histogram?.all ?? [];
  const denied = histogram?.denied ?? [];
  const most = all.reduce((max, count) => Math.max(max, count), 1);
  const height = (count: number) => (count === 0 ? 0 : Math.max(LEAST, (count / most) * HEIGHT));
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const label = `Matching rows of the last five minutes: ${formatCount(sum(all))}, of them ${formatCount(sum(denied))} denied`;
  return (
    <div className={styles.histogram}>
      <svg
        role="img"
        aria-label={label}
        viewBox={`0 0 ${Math.max(1, all.length)} ${HEIGHT}`}
        preserveAspectRatio="none"
      >
        <title>{label}</title>
        <path className={styles.all} d={bars(all, height)} />
        <path className={styles.denied} d={bars(denied, height)} />
      </svg>
      <div className={styles.axis} aria-hidden>
        {histogram &&
          minutes(histogram).map(({ at, left }) => (
            <span key={at} style={{ left: `${left}%` }}>
              {formatClock(at).slice(0, 5)}
            </span>
          ))}
        <span className={styles.now}>now</span>
      </div>
    </div>
  );
}

/** One path for all bars: a hundred rectangles would be a hundred nodes to compare ten times a second. */
function bars(counts: readonly number[], height: (count: number) => number): string {
  return counts
    .map((count, index) => (count === 0 ? "" : `M${index} ${HEIGHT}v${-height(count)}h${BAR}v${height(count)}z`))
    .join("");
}

/** Full minutes that have room for their label beside "now". */
function minutes({ from, bucketMs, all }: TrafficHistogram): { readonly at: number; readonly left: number }[] {
  const span = bucketMs * all.length;
  const found = [];
  for (let at = Math.ceil(from / MINUTE) * MINUTE; at < from + span * 0.94; at += MINUTE) {
    found.push({ at, left: ((at - from) / span) * 100 });
  }
  return found;
}

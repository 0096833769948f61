/** Owns the small line of a rate over the last minute. */
import { LIMITS } from "../../../../broker/contract/limits.ts";
import styles from "./face.module.css";

const WIDTH = 160;
const HEIGHT = 48;
const LAST = LIMITS.sandboxSeriesSeconds - 1;
const LEAST = 2;

export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return <svg className={styles.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden />;
  const top = Math.max(LEAST, ...values) * 1.15;
  const first = LAST - values.length + 1;
  const points = values.map((value, index) => {
    const x = ((first + index) / LAST) * WIDTH;
    return `${x.toFixed(1)} ${(HEIGHT - 2 - (value / top) * (HEIGHT - 4)).toFixed(1)}`;
  });
  const line = `M${points.join("L")}`;
  const start = ((first / LAST) * WIDTH).toFixed(1);
  return (
    <svg className={styles.spark} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      <path d={`${line}L${WIDTH} ${HEIGHT}L${start} ${HEIGHT}Z`} className={styles.area} />
      <path d={line} className={styles.line} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

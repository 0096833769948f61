/** Owns the small line of a number's last values. */
import styles from "./fields.module.css";

const WIDTH = 112;
const HEIGHT = 20;
const EDGE = 2;

export function Trend({ values }: { values: readonly number[] }) {
  const low = Math.min(...values);
  const span = Math.max(...values) - low;
  const step = WIDTH / Math.max(1, values.length - 1);
  const y = (value: number) => (span === 0 ? HEIGHT / 2 : HEIGHT - EDGE - ((value - low) / span) * (HEIGHT - 2 * EDGE));
  const points = values.length === 1 ? [values[0] ?? 0, values[0] ?? 0] : values;
  const path = points.map((value, at) => `${at === 0 ? "M" : "L"}${(at * step).toFixed(1)} ${y(value).toFixed(1)}`);
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path className={styles.trend} d={path.join("")} />
    </svg>
  );
}

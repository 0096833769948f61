/** Owns the bar of a token's connections against its limit. */

import { usageOf } from "./usage.ts";
import styles from "./usage-bar.module.css";

export function UsageBar({ connections, maxConnections }: { connections: number; maxConnections: number }) {
  const usage = usageOf(connections, maxConnections);
  const share = usage === "unlimited" ? 0 : Math.min(1, connections / maxConnections);
  return (
    <span className={`${styles.bar} ${styles[usage]}`} aria-hidden="true">
      <i style={{ width: `${share * 100}%` }} />
    </span>
  );
}

/** Owns the small word on a tinted ground: "Full", "Near limit", "read". */
import type { ReactNode } from "react";
import styles from "./badge.module.css";
import type { Tone } from "./status.tsx";

export function Badge({ tone = "off", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={`${styles.badge} ${styles[tone]}`}>{children}</span>;
}

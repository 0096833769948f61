/** Owns the status word: never a colour alone, always its icon with it. */
import {
  IconAlertTriangle,
  IconBolt,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconInfoCircle,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { ICON } from "./icons.ts";
import styles from "./status.module.css";

export type Tone = "ok" | "warn" | "bad" | "off" | "info" | "fault";

const ICONS = {
  ok: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconCircleX,
  off: IconCircleMinus,
  info: IconInfoCircle,
  fault: IconBolt,
} as const satisfies Record<Tone, unknown>;

export type StatusProps = { tone: Tone; size?: "micro" | "small" | "large"; children: ReactNode };

export function Status({ tone, size = "small", children }: StatusProps) {
  const Icon = ICONS[tone];
  return (
    <span className={`${styles.status} ${styles[tone]}`}>
      <Icon {...ICON[size]} />
      <span>{children}</span>
    </span>
  );
}

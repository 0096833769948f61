/** Owns the word of a result with its icon: never a colour alone. */
import { IconArrowBarToDown, IconCircleCheck, IconCircleMinus, IconCircleX, IconEyeOff } from "@tabler/icons-react";
import type { TrafficResult } from "../../../../broker/contract/traffic.ts";
import { ICON } from "../../ui/icons.ts";
import styles from "./result.module.css";
import { type ResultTone, resultWords } from "./result-words.ts";

const GLYPH = {
  ok: IconCircleCheck,
  off: IconCircleMinus,
  warn: IconArrowBarToDown,
  withheld: IconEyeOff,
  bad: IconCircleX,
} as const satisfies Record<ResultTone, unknown>;

export function Result({ result }: { result: TrafficResult }) {
  const { tone, words, sentence } = resultWords(result);
  const Glyph = GLYPH[tone];
  return (
    <span className={`${styles.result} ${styles[tone]}`} title={sentence}>
      <Glyph {...ICON.small} />
      <span>{words}</span>
    </span>
  );
}

/** Owns the word of a result with its icon: never a colour alone. */
import { IconArrowBarToDown, IconCircleCheck, IconCircleMinus, IconCircleX, IconEyeOff } from "@tabler/icons-react";
import type { ReactNode } from "react";
import type { TrafficRow } from "../../../../broker/contract/traffic.ts";
import { ICON } from "../../ui/icons.ts";
import styles from "./result.module.css";
import { type ResultTone, resultWords } from "./result-words.ts";

/** Elements, so that React looks no further where the tone stays. */
const GLYPH = {
  ok: <IconCircleCheck {...ICON.small} />,
  off: <IconCircleMinus {...ICON.small} />,
  warn: <IconArrowBarToDown {...ICON.small} />,
  withheld: <IconEyeOff {...ICON.small} />,
  bad: <IconCircleX {...ICON.small} />,
} as const satisfies Record<ResultTone, ReactNode>;

export type ResultProps = { row: Pick<TrafficRow, "result" | "direct">; isPointed: boolean };

/** The sentence is for the pointer alone: an attribute of every row would be written anew with each. */
export function Result({ row, isPointed }: ResultProps) {
  const { tone, words, sentence } = resultWords(row);
  return (
    <span className={`${styles.result} ${styles[tone]}`} title={isPointed ? sentence : undefined}>
      {GLYPH[tone]}
      <span>{words}</span>
    </span>
  );
}

/** Owns how a change is written: before, arrow, after. */
import { IconArrowRight } from "@tabler/icons-react";
import styles from "./change.module.css";
import { formatMoment } from "./format.ts";
import { ICON } from "./icons.ts";

export function Change({ before, after }: { before: string; after: string }) {
  // What is masked reads the same on both sides.
  if (before === after) return <b>changed</b>;
  return (
    <span className={styles.change}>
      <span className={styles.value} title={before}>
        {worded(before)}
      </span>
      <IconArrowRight {...ICON.micro} />
      <b className={styles.value} title={after}>
        {worded(after)}
      </b>
    </span>
  );
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/;

function worded(value: string): string {
  if (value === "") return "none";
  return ISO.test(value) ? formatMoment(value).slice(0, 16) : value;
}

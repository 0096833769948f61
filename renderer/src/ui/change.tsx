/** Owns how a change is written: before, arrow, after. */
import { IconArrowRight } from "@tabler/icons-react";
import styles from "./change.module.css";
import { ICON } from "./icons.ts";

export function Change({ before, after }: { before: string; after: string }) {
  return (
    <span className={styles.change}>
      {before !== "" && <span>{before}</span>}
      <IconArrowRight {...ICON.micro} />
      <b>{after}</b>
    </span>
  );
}

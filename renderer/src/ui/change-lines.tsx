/** Owns what one edit changed, a line each; the first of them when they are many. */
import type { AuditView } from "../../../broker/contract/live.ts";
import { Change } from "./change.tsx";
import styles from "./change-lines.module.css";
import { formatCount } from "./format.ts";
import text from "./text.module.css";

/** Lines shown of one edit that changed many things. */
const LINES = 6;

export type ChangeLinesProps = {
  summary: AuditView["summary"];
  /** As its undo will change them. */
  isUndone?: boolean;
};

export function ChangeLines({ summary, isUndone = false }: ChangeLinesProps) {
  return (
    <div>
      {summary.slice(0, LINES).map(({ subject, object, before, after }) => (
        <div key={`${subject} ${object}`} className={styles.line}>
          <span className={`${text.strong} ${text.cut}`} title={subject}>
            {subject}
          </span>
          <span className={`${text.mono} ${text.cut}`} title={object}>
            {object}
          </span>
          <Change before={isUndone ? after : before} after={isUndone ? before : after} />
        </div>
      ))}
      {summary.length > LINES && (
        <p className={`${text.small} ${text.third}`}>and {formatCount(summary.length - LINES)} more</p>
      )}
    </div>
  );
}

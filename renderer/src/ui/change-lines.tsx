/** Owns what one edit changed, a line each; the first of them when they are many. */
import { NOT_UNDONE } from "../../../broker/contract/codes.ts";
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
  // What the edit left as it was, its undo has nothing to do with.
  const lines = isUndone ? summary.filter(({ object }) => object !== NOT_UNDONE) : summary;
  return (
    <div>
      {lines.slice(0, LINES).map(({ subject, object, before, after }) => (
        <div key={`${subject} ${object}`} className={styles.line}>
          <span className={`${text.strong} ${text.cut}`} title={subject}>
            {subject}
          </span>
          <span className={`${text.mono} ${text.cut}`} title={object}>
            {object}
          </span>
          {object === NOT_UNDONE ? (
            <span>because {after}</span>
          ) : (
            <Change before={isUndone ? after : before} after={isUndone ? before : after} />
          )}
        </div>
      ))}
      {lines.length > LINES && (
        <p className={`${text.small} ${text.third}`}>and {formatCount(lines.length - LINES)} more</p>
      )}
    </div>
  );
}

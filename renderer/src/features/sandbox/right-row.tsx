/** Owns one right of the panel: none, read or readwrite, what is pending, and what the last edit took. */
import type { Tag, Token } from "../../../../broker/contract/nouns.ts";
import type { CellAccess } from "../../stores/pending-edits.ts";
import { cellKey, savedAccess } from "../../stores/pending-edits.ts";
import { rightsOf } from "../../stores/saved-rights.ts";
import { useLive, usePending } from "../../stores/stores.tsx";
import { Clock } from "../../ui/clock.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./editor.module.css";

const LEVELS = ["none", "read", "readwrite"] as const satisfies readonly CellAccess[];

export function RightRow({ token, tag }: { token: Token; tag: Tag }) {
  const saved = useLive((data) => savedAccess(rightsOf(data.permissions), token.id, tag.id));
  const pending = usePending((state) => state.pending.cells.get(cellKey(token.id, tag.id)));
  const setCell = usePending((state) => state.setCell);
  const lost = useLost(token, tag, saved);
  const shown = pending ?? saved;
  const before = pending !== undefined ? saved : lost?.before;
  const look = pending !== undefined ? styles.pending : lost !== null ? styles.hot : "";
  return (
    <li className={look}>
      <span className={`${text.mono} ${text.cut} ${styles.pattern}`} title={tag.pattern}>
        {tag.pattern}
      </span>
      <fieldset
        className={styles.level}
        aria-label={`${token.name ?? token.id}, ${tag.pattern}`}
        style={{ margin: 0, padding: 0 }}
      >
        {LEVELS.map((level) => (
          <label key={level} data-on={shown === level || undefined} data-was={before === level || undefined}>
            <input
              type="radio"
              name={cellKey(token.id, tag.id)}
              checked={shown === level}
              onChange={() => setCell(token.id, tag.id, level)}
            />
            {level}
          </label>
        ))}
      </fieldset>
      {pending === undefined && lost !== null && (
        <p>
          <Status tone="bad">{saved === "none" ? `Removed, was ${lost.before}` : `Lowered, was ${lost.before}`}</Status>
          <Clock className={`${text.mono} ${text.third}`} at={lost.at} digits="milliseconds" />
        </p>
      )}
      {pending !== undefined && (
        <p>
          <Status tone="info">Pending, is {saved}</Status>
        </p>
      )}
    </li>
  );
}

const RANK: Readonly<Record<CellAccess, number>> = { none: 0, read: 1, readwrite: 2 };

/** What the newest edit took of this right, while it is still so. */
function useLost(token: Token, tag: Tag, saved: CellAccess): { before: CellAccess; at: string } | null {
  const newest = useLive((data) => data.audit[0]);
  if (newest === undefined || newest.revertedBy !== null) return null;
  const subject = token.name ?? token.id;
  const row = newest.summary.find((each) => each.subject === subject && each.object === tag.pattern);
  const before = LEVELS.find((level) => level === row?.before);
  if (before === undefined || RANK[before] <= RANK[saved]) return null;
  return { before, at: newest.at };
}

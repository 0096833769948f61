/** Owns the list of connections that an edit would close. */
import type { EditPreview } from "../../../broker/contract/edits.ts";
import styles from "./closed-list.module.css";
import { formatCount } from "./format.ts";
import { Status } from "./status.tsx";
import text from "./text.module.css";

const ROWS = 100;

export type ClosedListProps = {
  preview: Pick<EditPreview, "closed">;
  /** How a connection is called. */
  labelOf: (connectionId: string) => string;
};

export function ClosedList({ preview, labelOf }: ClosedListProps) {
  const { closed } = preview;
  if (closed.length === 0) return <Status tone="ok">Closes nobody</Status>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
    <ul className={styles.closed} aria-label="Connections it closes" tabIndex={0}>
      {closed.slice(0, ROWS).map(({ connectionId, code, filter }) => (
        <li key={connectionId}>
          <Status tone="bad">Closed {code}</Status>
          <span className={text.strong}>{labelOf(connectionId)}</span>
          <span className={`${text.mono} ${text.second} ${text.cut}`}>{filter ?? ""}</span>
        </li>
      ))}
      {closed.length > ROWS && <li>and {formatCount(closed.length - ROWS)} more</li>}
    </ul>
  );
}

/** Owns the list of connections that an edit would close. */
import type { EditPreview } from "../../../broker/contract/edits.ts";
import styles from "./closed-list.module.css";
import { formatCount } from "./format.ts";
import { Status } from "./status.tsx";
import text from "./text.module.css";
import { visibleName } from "./visible.ts";

const ROWS = 100;

export type ClosedListProps = {
  preview: Pick<EditPreview, "closed" | "ended">;
  /** How a connection is called. */
  labelOf: (connectionId: string) => string;
};

export function ClosedList({ preview, labelOf }: ClosedListProps) {
  const { closed, ended = [] } = preview;
  if (closed.length + ended.length === 0) return <Status tone="ok">Closes nobody</Status>;
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
      {ended.slice(0, ROWS).map(({ sessionId, clientId, code, filter }) => (
        <li key={sessionId}>
          <Status tone="bad">Ended {code}</Status>
          <span className={text.strong}>{visibleName(clientId ?? sessionId)}, away</span>
          <span className={`${text.mono} ${text.second} ${text.cut}`}>{filter ?? ""}</span>
        </li>
      ))}
      {ended.length > ROWS && <li>and {formatCount(ended.length - ROWS)} more that are away</li>}
    </ul>
  );
}

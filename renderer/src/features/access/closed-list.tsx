/** Owns the list of connections that a dialog's edit would close. */
import type { EditPreview } from "../../../../broker/contract/edits.ts";
import { useLive } from "../../stores/stores.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { formatCount } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./dialog.module.css";

const ROWS = 100;

export function ClosedList({ preview }: { preview: EditPreview }) {
  const connections = useLive((data) => data.connections);
  const { closed } = preview;
  if (closed.length === 0) return <Status tone="ok">Closes nobody</Status>;
  return (
    <ul className={styles.closed} aria-label="Connections it closes">
      {closed.slice(0, ROWS).map(({ connectionId, code, filter }) => (
        <li key={connectionId}>
          <Status tone="bad">Closed {code}</Status>
          <span className={text.strong}>{connectionLabel(connections.get(connectionId), connectionId)}</span>
          <span className={`${text.mono} ${text.second} ${text.cut}`}>{filter ?? ""}</span>
        </li>
      ))}
      {closed.length > ROWS && <li>and {formatCount(closed.length - ROWS)} more</li>}
    </ul>
  );
}

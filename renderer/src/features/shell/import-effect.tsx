/** Owns the list of whom an import closes, the first of them by name. */
import type { EditPreview } from "../../../../broker/contract/edits.ts";
import { useLive } from "../../stores/stores.tsx";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { ImportRooms } from "./import-rooms.tsx";
import styles from "./workspace-import.module.css";

/** More rows than anybody reads; the count says the rest. */
const SHOWN = 100;

export function ImportEffect({ preview }: { preview: EditPreview }) {
  const { closed, narrowed, kept, rooms } = preview;
  const tokens = useLive((data) => data.tokens);
  if (closed.length === 0) {
    return (
      <>
        <Status tone="ok">
          Closes nobody: {formatPlural(kept, "connection")} stay{kept === 1 ? "s" : ""}
        </Status>
        <ImportRooms rooms={rooms} />
      </>
    );
  }
  return (
    <>
      <Status tone="bad">
        Closes {formatPlural(closed.length, "connection")}, {formatCount(kept)} stay
        {narrowed.length > 0 ? `, ${formatCount(narrowed.length)} of them lose publishing` : ""}
      </Status>
      <ImportRooms rooms={rooms} />
      <div className={styles.effect}>
        <table className={table.table}>
          <thead>
            <tr>
              <th>Token</th>
              <th>Closed with</th>
              <th>Because</th>
            </tr>
          </thead>
          <tbody>
            {closed.slice(0, SHOWN).map(({ connectionId, tokenId, code, reason }) => (
              <tr key={connectionId}>
                <td className={text.strong}>{tokens.get(tokenId)?.name ?? tokenId}</td>
                <td className={text.mono}>{code}</td>
                <td title={reason}>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {closed.length > SHOWN && <p className={text.third}>and {formatCount(closed.length - SHOWN)} more</p>}
    </>
  );
}

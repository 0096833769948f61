/** Owns the list of whom an import closes, by token. */
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
  const groups = groupsOf(closed);
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
        Closes {formatPlural(closed.length, "connection")}, {formatCount(kept)} stay{kept === 1 ? "s" : ""}
        {narrowed.length > 0 ? `, ${formatCount(narrowed.length)} of them with fewer rights` : ""}
      </Status>
      <ImportRooms rooms={rooms} />
      <div className={styles.effect}>
        <table className={table.table}>
          <colgroup>
            <col style={{ width: "26%" }} />
            <col style={{ width: 92 }} />
            <col style={{ width: 92 }} />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th>Token</th>
              <th className={table.right}>Connections</th>
              <th>Closed with</th>
              <th>Because</th>
            </tr>
          </thead>
          <tbody>
            {groups.slice(0, SHOWN).map(({ key, count, tokenId, code, reason }) => (
              <tr key={key}>
                <td className={text.strong}>{tokens.get(tokenId)?.name ?? tokenId}</td>
                <td className={`${text.mono} ${table.right}`}>{formatCount(count)}</td>
                <td className={text.mono}>{code}</td>
                <td title={reason}>{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {groups.length > SHOWN && <p className={text.third}>and {formatCount(groups.length - SHOWN)} more</p>}
    </>
  );
}

/** Those of one token that go for the same reason are one row. */
function groupsOf(closed: EditPreview["closed"]) {
  const groups = Map.groupBy(closed, ({ tokenId, code, reason }) => `${tokenId} ${code} ${reason}`);
  return [...groups].flatMap(([key, rows]) => {
    const [first] = rows;
    return first === undefined ? [] : [{ ...first, key, count: rows.length }];
  });
}

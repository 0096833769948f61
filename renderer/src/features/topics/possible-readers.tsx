/** Owns the tokens that may read the topic though none of their connections would receive it now, each with why not. */
import type { PossibleReader } from "../../../../broker/contract/topic-views.ts";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./lists.module.css";

export function PossibleReaders({ readers }: { readers: readonly PossibleReader[] }) {
  if (readers.length === 0)
    return <p className={styles.none}>Every token that may read this topic would receive it.</p>;
  return (
    <table className={table.table} aria-label="Could read">
      <colgroup>
        <col />
        <col />
        <col style={{ width: 80 }} />
        <col style={{ width: 136 }} />
      </colgroup>
      <thead>
        <tr>
          <th>Token</th>
          <th>Allowed by</th>
          <th>Right</th>
          <th>Why not now</th>
        </tr>
      </thead>
      <tbody>
        {readers.map((reader) => (
          <tr key={reader.tokenId}>
            <td className={styles.link}>{visibleName(reader.tokenName ?? reader.tokenId)}</td>
            <td className={text.mono} title={reader.pattern}>
              {reader.pattern}
            </td>
            <td className={text.second}>{reader.access}</td>
            <td>
              <WhyNot reader={reader} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function WhyNot({ reader: { state, connections } }: { reader: PossibleReader }) {
  if (state === "disabled") return <Status tone="off">Disabled</Status>;
  if (state === "expired") return <Status tone="off">Expired</Status>;
  return connections === 0 ? <Status tone="off">Not connected</Status> : <Status tone="off">No filter</Status>;
}

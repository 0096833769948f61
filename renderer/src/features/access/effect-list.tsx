/** Owns the list of what saving does, worst first: closed, loses publish, then a count of the unaffected. */
import type { EditPreview } from "../../../../broker/contract/edits.ts";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { cellKey } from "../../stores/pending-edits.ts";
import { useLive, usePending } from "../../stores/stores.tsx";
import { Change } from "../../ui/change.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./effect-list.module.css";
import { becauseOf, joinNames, type Loses, losesRows, unaffectedCount } from "./save-words.ts";

/** Names by subject; where sessions share one, the address tells them apart. */
function labeller(connections: ReadonlyMap<string, ConnectionView>, closed: EditPreview["closed"]) {
  const name = (id: string) => connectionLabel(connections.get(id), id);
  const times = new Map<string, number>();
  for (const { connectionId } of closed) times.set(name(connectionId), (times.get(name(connectionId)) ?? 0) + 1);
  return (id: string) => ((times.get(name(id)) ?? 0) > 1 ? (connections.get(id)?.address ?? id) : name(id));
}

/** Beyond this the list says how many more there are: nobody reads on, and the page stays quick. */
const ROWS = 200;

export function EffectList({ preview }: { preview: EditPreview }) {
  const connections = useLive((data) => data.connections);
  const tokens = useLive((data) => data.tokens);
  const { closed, narrowed, ended = [] } = preview;
  const label = labeller(connections, closed);
  const tokenName = (id: string) => tokens.get(id)?.name ?? id;
  const pending = usePending((state) => state.pending);
  const tags = useLive((data) => data.tags);
  /** What its own pending cell leaves; another edit that takes publishing leaves reading. */
  const afterOf = ({ tokenId, topicPattern }: Loses) => {
    const tag = [...tags.values()].find(({ pattern }) => pattern === topicPattern);
    return (tag && pending.cells.get(cellKey(tokenId, tag.id))) ?? "read";
  };
  const losing = losesRows(narrowed, preview.wouldRefuse);
  const lostCount = (lost: Loses["lost"]) => narrowed.filter((row) => row.lost === lost).length;
  return (
    <div className={styles.list}>
      <div className={styles.head}>
        <h2>What saving does</h2>
        <span className={`${text.third} ${text.cut}`}>
          judged at revision {preview.revision}, kept current while you edit
        </span>
        <span className={text.grow} />
        {closed.length > 0 && <Status tone="bad">{formatCount(closed.length)} closed</Status>}
        {ended.length > 0 && <Status tone="bad">{formatCount(ended.length)} ended while away</Status>}
        {lostCount("publish") > 0 && <Status tone="warn">{formatCount(lostCount("publish"))} lose publish</Status>}
        {lostCount("subscribe") > 0 && <Status tone="warn">{formatCount(lostCount("subscribe"))} lose a filter</Status>}
        <span className={styles.rest}>{formatCount(unaffectedCount(preview))} unaffected</span>
      </div>
      {closed.length + ended.length + losing.length > 0 && (
        <div className={styles.rows}>
          <table className={`${table.table} ${styles.table}`}>
            <colgroup>
              <col style={{ width: 140 }} />
              <col style={{ width: 132 }} />
              <col style={{ width: 128 }} />
              <col style={{ width: 132 }} />
              <col style={{ width: 156 }} />
              <col />
            </colgroup>
            <thead>
              <tr>
                <th>Effect</th>
                <th>Connection</th>
                <th>Token</th>
                <th>Filter or topic</th>
                <th>Today, after</th>
                <th>Because</th>
              </tr>
            </thead>
            <tbody>
              {closed.slice(0, ROWS).map((row) => (
                <tr key={row.connectionId}>
                  <td>
                    <Status tone="bad">Closed {row.code}</Status>
                  </td>
                  <td className={text.strong}>{label(row.connectionId)}</td>
                  <td className={text.second}>{tokenName(row.tokenId)}</td>
                  <td className={text.mono}>{row.filter ?? "all of them"}</td>
                  <td className={text.mono}>
                    {row.filter !== null && <Change before={row.today} after={row.after} />}
                  </td>
                  <td className={styles.because}>{becauseOf(row)}</td>
                </tr>
              ))}
              {ended.slice(0, ROWS).map((row) => (
                <tr key={row.sessionId}>
                  <td>
                    <Status tone="bad">Ended {row.code}</Status>
                  </td>
                  <td className={text.strong}>{visibleName(row.clientId ?? row.sessionId)}, away</td>
                  <td className={text.second}>{tokenName(row.tokenId)}</td>
                  <td className={text.mono}>{row.filter ?? "all of them"}</td>
                  <td className={text.mono}>
                    {row.filter !== null && <Change before={row.today} after={row.after} />}
                  </td>
                  <td className={styles.because}>
                    {becauseOf(row)}
                    {row.messagesLost > 0 && `; loses ${formatPlural(row.messagesLost, "waiting message")}`}
                  </td>
                </tr>
              ))}
              {losing.map((row) => (
                <tr key={`${row.lost} ${row.tokenId} ${row.topicPattern}`}>
                  <td>
                    <Status tone="warn">{row.lost === "publish" ? "Loses publish" : "Loses the filter"}</Status>
                  </td>
                  <td className={text.strong} title={row.connectionIds.map(label).join(", ")}>
                    {joinNames(row.connectionIds.map(label))}
                  </td>
                  <td className={text.second}>{tokenName(row.tokenId)}</td>
                  <td className={text.mono}>{row.topicPattern}</td>
                  <td className={text.mono}>
                    {row.lost === "publish" && <Change before="readwrite" after={afterOf(row)} />}
                  </td>
                  <td className={styles.because}>
                    stay open
                    {row.refused > 0 &&
                      `; ${formatPlural(row.refused, "publish", "publishes")} in the last 5 min would fail`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {closed.length > ROWS && <p className={styles.more}>and {formatCount(closed.length - ROWS)} more closed</p>}
          {ended.length > ROWS && <p className={styles.more}>and {formatCount(ended.length - ROWS)} more ended</p>}
        </div>
      )}
    </div>
  );
}

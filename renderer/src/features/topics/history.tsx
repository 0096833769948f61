/** Owns the history of a topic, page by page, newest first; the first page moves, the others stay where they are. */
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useState } from "react";
import type { MessageView } from "../../../../broker/contract/nouns.ts";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { formatCount, formatMoment } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { payloadPreview } from "../../ui/published-bytes.ts";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import type { Picked } from "./detail.tsx";
import styles from "./lists.module.css";
import { PublisherName } from "./publisher-name.tsx";
import { useAsked } from "./use-asked.ts";

const PAGE = 100;
/** Characters of a message that a row could ever show. */
const PREVIEW = 200;

export type HistoryProps = {
  name: string;
  messages: number;
  /** Id of the message that is shown above. */
  picked: string | null;
  onPick: (picked: Picked) => void;
};

export function History({ name, messages, picked, onPick }: HistoryProps) {
  const [page, setPage] = useState(0);
  /** Of the moment the first page was left. */
  const [upTo, setUpTo] = useState<string | null>(null);
  // One more than is shown: the row before the oldest, to compare with and to count from.
  const asked = useAsked(`${name} ${page} ${upTo}`, page === 0 ? messages : 0, (client) =>
    client.topics.messages({ name, limit: PAGE + 1, offset: page * PAGE, ...(upTo === null ? {} : { upTo }) }),
  );
  const { answer, refusal } = asked;
  const total = answer?.total ?? 0;
  const pages = Math.max(1, Math.ceil(total / PAGE));
  const items = answer?.items ?? [];
  const turn = (to: number) => {
    if (to === 0) setUpTo(null);
    else if (upTo === null && answer) setUpTo(answer.upTo);
    setPage(to);
  };
  return (
    <section className={styles.list} aria-label="History">
      <div className={styles.tabs}>
        <h3>
          History<b>{formatCount(total)}</b>
        </h3>
        <span className={text.grow} />
        <span className={styles.note}>
          page {page + 1} of {formatCount(pages)}
        </span>
        <Button
          look="ghost"
          size="small"
          isSquare
          aria-label="Newer messages"
          disabled={page === 0}
          onClick={() => turn(page - 1)}
        >
          <IconChevronLeft {...ICON.small} />
        </Button>
        <Button
          look="ghost"
          size="small"
          isSquare
          aria-label="Older messages"
          disabled={page + 1 >= pages}
          onClick={() => turn(page + 1)}
        >
          <IconChevronRight {...ICON.small} />
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <div className={styles.rows} tabIndex={0}>
        {refusal && <Status tone="bad">{refusal.message}</Status>}
        {answer && total === 0 && <p className={styles.none}>No message is kept of this topic.</p>}
        {items.length > 0 && (
          <table className={`${table.table} ${styles.history}`} aria-label="Kept messages">
            <colgroup>
              <col style={{ width: "var(--time)" }} />
              <col style={{ width: 124 }} />
              <col />
              <col style={{ width: 68 }} />
              <col style={{ width: 64 }} />
            </colgroup>
            <thead>
              <tr>
                <th>Time</th>
                <th>From</th>
                <th>Message</th>
                <th className={table.right}>After ms</th>
                <th className={table.right}>Bytes</th>
              </tr>
            </thead>
            <tbody>
              {items.slice(0, PAGE).map((message, index) => (
                <Row
                  key={message.id}
                  message={message}
                  before={items[index + 1] ?? null}
                  isPicked={message.id === picked}
                  onPick={onPick}
                />
              ))}
            </tbody>
          </table>
        )}
      </div>
    </section>
  );
}

type RowProps = {
  message: MessageView;
  before: MessageView | null;
  isPicked: boolean;
  onPick: (picked: Picked) => void;
};

function Row({ message, before, isPicked, onPick }: RowProps) {
  const after = before === null ? null : Date.parse(message.at) - Date.parse(before.at);
  const pick = () => onPick({ message, before });
  return (
    <tr className={isPicked ? styles.on : styles.row} onClick={pick}>
      <td className={`${text.mono} ${text.second}`}>
        <button type="button" aria-pressed={isPicked} aria-label={`Show the message of ${formatMoment(message.at)}`}>
          <Clock at={message.at} digits="milliseconds" />
        </button>
      </td>
      <td>
        <PublisherName message={message} />
      </td>
      <td className={text.mono}>{payloadPreview(message.json, message.form).slice(0, PREVIEW)}</td>
      <td className={`${text.num} ${text.second}`}>{after === null ? "–" : formatCount(after)}</td>
      <td className={`${text.num} ${text.second}`}>{formatCount(message.size)}</td>
    </tr>
  );
}

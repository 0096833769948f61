/** Owns the columns of Connections: their heads, widths, and what stands in a cell. */
import type { ReactNode } from "react";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { formatBytes, formatCount, formatMs } from "../../ui/format.ts";
import { Since } from "../../ui/since.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./grid.module.css";
import type { SortKey } from "./row-order.ts";

export interface Column {
  readonly key: SortKey;
  readonly label: string;
  /** A track of CSS grid. */
  readonly width: string;
  readonly isNumber?: boolean;
  readonly isOptional?: boolean;
  /** Shown unless the person chose otherwise. */
  readonly isDefault: boolean;
  cell(row: ConnectionView, now: number): ReactNode;
}

const warned = (row: ConnectionView, words: string) =>
  row.state === "slow" ? <span className={styles.slow}>{words}</span> : words;

export const COLUMNS: readonly Column[] = [
  {
    key: "state",
    label: "State",
    width: "70px",
    isDefault: true,
    cell: (row) =>
      row.state === "slow" ? (
        <span className={text.small}>
          <Status tone="warn">Slow</Status>
        </span>
      ) : (
        <span className={styles.online}>
          <i />
          Online
        </span>
      ),
  },
  {
    key: "token",
    label: "Token",
    width: "minmax(108px, 1fr)",
    isDefault: true,
    cell: (row) => <span className={styles.token}>{row.tokenName ?? row.tokenId}</span>,
  },
  {
    key: "subject",
    label: "Subject",
    width: "minmax(144px, 1fr)",
    isDefault: true,
    cell: (row) =>
      row.subject ? <span className={text.strong}>{row.subject.userId}</span> : <span className={text.third}>–</span>,
  },
  {
    key: "dialect",
    label: "Dialect",
    width: "52px",
    isDefault: true,
    isOptional: true,
    cell: (row) => <span className={styles.token}>{row.dialect}</span>,
  },
  {
    key: "address",
    label: "Address",
    width: "148px",
    isDefault: true,
    isOptional: true,
    cell: (row) => <span className={`${text.mono} ${text.second}`}>{row.address}</span>,
  },
  {
    key: "filters",
    label: "Filters",
    width: "minmax(140px, 2fr)",
    isDefault: true,
    isOptional: true,
    cell: (row) => (
      <span className={text.mono} title={row.filters.join(", ")}>
        {row.filters[0]} {row.filters.length > 1 && <span className={text.third}>+{row.filters.length - 1}</span>}
      </span>
    ),
  },
  number("in", "In", "60px", true, (row) => formatCount(row.messagesIn)),
  number("out", "Out", "64px", true, (row) => formatCount(row.messagesOut)),
  number("bytes", "Bytes", "64px", true, (row) => formatBytes(row.bytesIn + row.bytesOut)),
  number("queue", "Queue", "50px", true, (row) => warned(row, formatCount(row.queueFrames))),
  number("dropped", "Dropped", "60px", false, (row) => formatCount(row.dropped)),
  number("refused", "Refused", "60px", false, (row) => formatCount(row.refused)),
  number("ms", "ms", "44px", true, (row) => (row.latencyMs === null ? "–" : warned(row, formatMs(row.latencyMs)))),
  {
    key: "since",
    label: "Since",
    width: "52px",
    isDefault: true,
    isNumber: true,
    isOptional: true,
    cell: (row, now) => (
      <span className={text.second}>
        <Since at={row.connectedAt} now={now} />
      </span>
    ),
  },
];

function number(
  key: SortKey,
  label: string,
  width: string,
  isDefault: boolean,
  cell: (row: ConnectionView) => ReactNode,
): Column {
  return { key, label, width, isDefault, cell, isNumber: true, isOptional: true };
}

/** The columns that stay in a closed row; code, reason and milliseconds take the place of the rest. */
export const KEPT_WHEN_CLOSED: readonly SortKey[] = ["state", "token", "subject"];

/** Owns the columns of Connections: their heads, widths, and what stands in a cell. */
import type { ReactNode } from "react";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { formatBytes, formatCount, formatMs } from "../../ui/format.ts";
import { Since } from "../../ui/since.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./grid.module.css";
import type { SortKey } from "./row-order.ts";
import { SubjectCell } from "./subject-cell.tsx";

export interface Column {
  readonly key: SortKey;
  readonly label: string;
  /** Least width in pixels; the rest of the table's width is shared by `grow`. */
  readonly least: number;
  readonly grow?: number;
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
    least: 70,
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
    least: 108,
    grow: 1,
    isDefault: true,
    cell: (row) => <span className={styles.token}>{visibleName(row.tokenName ?? row.tokenId)}</span>,
  },
  {
    key: "subject",
    label: "Subject",
    least: 144,
    grow: 1,
    isDefault: true,
    cell: (row) => <SubjectCell row={row} heads={null} />,
  },
  {
    key: "dialect",
    label: "Dialect",
    least: 66,
    isDefault: true,
    isOptional: true,
    cell: (row) => <span className={styles.token}>{row.dialect}</span>,
  },
  {
    key: "address",
    label: "Address",
    least: 148,
    isDefault: true,
    isOptional: true,
    cell: (row) => <span className={`${text.mono} ${text.second}`}>{row.address}</span>,
  },
  {
    key: "filters",
    label: "Filters",
    least: 126,
    grow: 2,
    isDefault: true,
    isOptional: true,
    cell: (row) => (
      <span className={text.mono} title={row.filters.join(", ")}>
        {row.filters[0]} {row.filters.length > 1 && <span className={text.third}>+{row.filters.length - 1}</span>}
      </span>
    ),
  },
  number("in", "In", 60, true, (row) => formatCount(row.messagesIn)),
  number("out", "Out", 64, true, (row) => formatCount(row.messagesOut)),
  number("bytes", "Bytes", 64, true, (row) => formatBytes(row.bytesIn + row.bytesOut)),
  number("queue", "Queue", 50, true, (row) => warned(row, formatCount(row.queueFrames))),
  number("dropped", "Dropped", 60, false, (row) => formatCount(row.dropped)),
  number("refused", "Refused", 60, false, (row) => formatCount(row.refused)),
  number("ms", "ms", 44, true, (row) => (row.latencyMs === null ? "–" : warned(row, formatMs(row.latencyMs)))),
  {
    key: "since",
    label: "Since",
    least: 42,
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
  least: number,
  isDefault: boolean,
  cell: (row: ConnectionView) => ReactNode,
): Column {
  return { key, label, least, isDefault, cell, isNumber: true, isOptional: true };
}

const CHECK_PX = 44;
const END_PX = 10;

/** The grid's tracks, and the width under which it scrolls sideways. */
export function tracksOf(columns: readonly Column[]): { readonly template: string; readonly least: number } {
  const tracks = columns.map(({ least, grow }) => (grow ? `minmax(${least}px, ${grow}fr)` : `${least}px`));
  const least = columns.reduce((sum, column) => sum + column.least, CHECK_PX + END_PX);
  return { template: [`${CHECK_PX}px`, ...tracks, `${END_PX}px`].join(" "), least };
}

/** The columns that stay in a closed row; code, reason and milliseconds take the place of the rest. */
export const KEPT_WHEN_CLOSED: readonly SortKey[] = ["state", "token", "subject"];

/** The columns as they are, but for subjects: a group of rows names its subject once. */
export function groupedColumns(columns: readonly Column[], heads: ReadonlyMap<string, number>): readonly Column[] {
  return columns.map((column) =>
    column.key === "subject" ? { ...column, cell: (row) => <SubjectCell row={row} heads={heads} /> } : column,
  );
}

/** Owns one row of Connections, alive or closed. */
// biome-ignore-all lint/a11y/useSemanticElements: the grid pattern over virtual rows cannot be made of table elements
import { memo } from "react";
import type { ClosedInfo, ConnectionView } from "../../../../broker/contract/nouns.ts";
import { formatMs } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { type Column, KEPT_WHEN_CLOSED } from "./columns.tsx";
import styles from "./grid.module.css";

export type GridRowProps = {
  row: ConnectionView;
  index: number;
  top: number;
  columns: readonly Column[];
  now: number;
  isOpen: boolean;
  isActive: boolean;
  isChecked: boolean;
  isNew: boolean;
  isFolding: boolean;
  onOpen: (id: string) => void;
  onCheck: (id: string) => void;
};

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { row, index, top, columns, now, isOpen, isActive, isChecked, isNew, isFolding, onOpen, onCheck } = props;
  const { closed } = row;
  const names = [
    styles.row,
    styles.body,
    closed && styles.dead,
    closed?.by === "client" && styles.left,
    isFolding && styles.fold,
    isChecked && !closed && styles.checked,
    isActive && !closed && styles.active,
    isOpen && styles.open,
    isNew && !closed && styles.isNew,
  ];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid's own key handler serves all rows
    <div
      role="row"
      id={`row-${row.id}`}
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={isChecked}
      className={names.filter(Boolean).join(" ")}
      style={{ transform: `translateY(${top}px)` }}
      onClick={() => onOpen(row.id)}
    >
      <span role="gridcell" tabIndex={-1}>
        {/* The platform's own: a list of thousands makes and drops its rows at every key that is typed. */}
        <input
          type="checkbox"
          className={styles.check}
          tabIndex={-1}
          aria-label={`Select ${row.subject?.username ?? row.subject?.userId ?? row.clientId ?? row.address}`}
          checked={isChecked}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onCheck(row.id)}
        />
      </span>
      {closed ? (
        <ClosedCells row={row} closed={closed} columns={columns} />
      ) : (
        columns.map((column) => (
          <span key={column.key} role="gridcell" tabIndex={-1} className={column.isNumber ? styles.number : ""}>
            {column.cell(row, now)}
          </span>
        ))
      )}
    </div>
  );
});

type ClosedCellsProps = { row: ConnectionView; closed: ClosedInfo; columns: readonly Column[] };

function ClosedCells({ row, closed, columns }: ClosedCellsProps) {
  const ms = closed.commitToGoneMs ?? closed.commitToCloseMs;
  const kept = columns.filter(({ key }) => KEPT_WHEN_CLOSED.includes(key));
  return (
    <>
      {kept.map(({ key }) => (
        <span key={key} role="gridcell" tabIndex={-1} className={key === "subject" ? text.strong : text.small}>
          {key === "state" && (
            <Status tone={closed.by === "client" ? "off" : "bad"}>{closed.by === "client" ? "Left" : "Closed"}</Status>
          )}
          {key === "token" && (row.tokenName ?? row.tokenId)}
          {key === "subject" && (
            <span className={styles.struck}>
              {row.subject?.username ?? row.subject?.userId ?? row.clientId ?? row.address}
            </span>
          )}
        </span>
      ))}
      <span role="gridcell" tabIndex={-1} className={styles.verdict} style={{ gridColumnStart: kept.length + 2 }}>
        <b>{closed.code}</b>
        <span className={`${text.mono} ${text.cut}`}>{closed.reason}</span>
        {ms !== null && <em>{formatMs(ms)} ms</em>}
      </span>
    </>
  );
}

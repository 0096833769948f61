/** Owns one cell of the matrix: its saved right, or the pending one over it. */
// biome-ignore-all lint/a11y/useSemanticElements: the grid pattern over virtual rows cannot be made of table elements
import { IconPlugConnectedX } from "@tabler/icons-react";
import { memo } from "react";
import type { Token } from "../../../../broker/contract/nouns.ts";
import { type CellAccess, nextAccess } from "../../stores/pending-edits.ts";
import { useStores } from "../../stores/stores.tsx";
import { Disc } from "../../ui/disc.tsx";
import { formatCompact } from "../../ui/format.ts";
import styles from "./matrix-cell.module.css";
import type { Column } from "./matrix-view.ts";

export type MatrixCellProps = {
  token: Token;
  tag: Column;
  row: number;
  column: number;
  saved: CellAccess;
  pending: CellAccess | undefined;
  closes: number;
  isRefused: boolean;
  isTabStop: boolean;
  onFocusCell: (row: number, column: number) => void;
};

export const MatrixCell = memo(function MatrixCell(props: MatrixCellProps) {
  const { token, tag, row, column, saved, pending, closes, isRefused, isTabStop, onFocusCell } = props;
  const stores = useStores();
  const shown = pending ?? saved;
  const isPending = pending !== undefined;
  const said = [token.name ?? token.id, tag.pattern, shown];
  if (isPending) said.push(`was ${saved}`);
  if (closes > 0) said.push(`closes ${closes}`);
  const names = [styles.cell, styles[shown], isPending && styles.pending, isPending && isRefused && styles.refused];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the grid's own key handler serves all cells
    <div
      role="gridcell"
      aria-colindex={column + 4}
      aria-label={said.join(", ")}
      data-cell={`${row}:${column}`}
      tabIndex={isTabStop ? 0 : -1}
      className={names.filter(Boolean).join(" ")}
      onFocus={() => onFocusCell(row, column)}
      onClick={() => stores.pending.getState().setCell(token.id, tag.id, nextAccess(shown))}
    >
      {isPending ? (
        <span className={styles.box}>
          <b>
            <Disc access={pending} />
            {pending}
          </b>
          <s>{saved}</s>
          {closes > 0 && (
            <u title={`closes ${closes}`} className={pending === "readwrite" ? styles.beneath : ""}>
              <IconPlugConnectedX size={10} stroke={1.75} aria-hidden />
              {formatCompact(closes)}
            </u>
          )}
        </span>
      ) : (
        <span className={styles.box}>
          {shown === "none" ? (
            "–"
          ) : (
            <>
              <Disc access={shown} />
              {shown}
            </>
          )}
        </span>
      )}
    </div>
  );
});

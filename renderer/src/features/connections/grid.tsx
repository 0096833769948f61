/** Owns the live table of connections: own grid over virtual rows, one tab stop, order frozen under the pointer. */
// biome-ignore-all lint/a11y/useSemanticElements: the grid pattern over virtual rows cannot be made of table elements
import { Checkbox } from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconEye } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, useCallback, useEffect, useRef } from "react";
import { useRowHeights } from "../../stores/use-row-heights.ts";
import { Button } from "../../ui/button.tsx";
import { formatCount } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Message } from "../../ui/message.tsx";
import { useNow } from "../../ui/use-now.ts";
import { type Column, tracksOf } from "./columns.tsx";
import styles from "./grid.module.css";
import { GridRow } from "./grid-row.tsx";
import type { Sort, SortKey } from "./row-order.ts";
import { useGridKeys } from "./use-grid-keys.ts";
import type { Rows } from "./use-rows.ts";
import type { Selection } from "./use-selection.ts";

export type GridProps = {
  rows: Rows;
  columns: readonly Column[];
  sort: Sort;
  selection: Selection;
  openId: string | null;
  isPointed: boolean;
  onSort: (key: SortKey) => void;
  onPoint: (isPointed: boolean) => void;
  onOpen: (id: string | null) => void;
  onKick: () => void;
  onClearFilter: () => void;
};

export function Grid(props: GridProps) {
  const { rows, columns, sort, selection, openId, isPointed, onSort, onPoint, onOpen, onKick, onClearFilter } = props;
  const now = useNow();
  const { row: rowPx } = useRowHeights();
  const scroller = useRef<HTMLDivElement>(null);
  const phases = rows.rows.map((row) => rows.phaseOf(row.id));
  const isFolding = phases.includes("fold");
  const virtual = useVirtualizer({
    count: rows.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (phases[index] === "fold" ? 0 : rowPx),
    getItemKey: (index) => rows.rows[index]?.id ?? index,
    overscan: 6,
    // The head is the first row of what scrolls, and stays on top of it.
    scrollMargin: rowPx,
    scrollPaddingStart: rowPx,
  });
  const folding = isFolding ? phases.flatMap((phase, index) => (phase === "fold" ? index : [])).join() : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are asked anew when a row begins to fold or another stands there
  useEffect(() => virtual.measure(), [folding, rowPx]);
  const keys = useGridKeys({ rows: rows.rows, openId, selection, onOpen, onKick, scrollTo: virtual.scrollToIndex });

  const { setActive } = keys;
  // The same function at every draw, or each patch of the live view would draw every row anew.
  const open = useCallback(
    (id: string) => {
      setActive(id);
      onOpen(id);
    },
    [setActive, onOpen],
  );

  const items = virtual.getVirtualItems();
  const lastSeen = (scroller.current?.clientHeight ?? 0) - rowPx + (virtual.scrollOffset ?? 0);
  const below = Math.max(0, rows.rows.length - Math.floor(lastSeen / rowPx));
  const { template, least } = tracksOf(columns);
  const isAll = rows.rows.length > 0 && rows.rows.every((row) => selection.has(row.id));
  return (
    <>
      <div
        ref={scroller}
        role="grid"
        aria-label="Connections"
        aria-rowcount={rows.rows.length + 1}
        aria-multiselectable
        aria-activedescendant={keys.activeId ? `row-${keys.activeId}` : undefined}
        tabIndex={0}
        data-list
        className={styles.grid}
        style={{ "--columns": template, "--least": `${least}px` } as CSSProperties}
        onKeyDown={keys.onKeyDown}
        onPointerEnter={() => onPoint(true)}
        onPointerLeave={() => onPoint(false)}
      >
        <div role="row" tabIndex={-1} aria-rowindex={1} className={`${styles.row} ${styles.head}`}>
          <span role="columnheader" tabIndex={-1}>
            <Checkbox
              size="xs"
              aria-label="Select every row"
              checked={isAll}
              indeterminate={!isAll && selection.size > 0}
              onChange={() => (isAll ? selection.clear() : selection.setAll(rows.rows.map((row) => row.id)))}
            />
          </span>
          {columns.map((column) => (
            <Head key={column.key} column={column} sort={sort} onSort={onSort} />
          ))}
        </div>
        {rows.rows.length === 0 && (
          <div role="row" tabIndex={-1}>
            <div role="gridcell" tabIndex={-1}>
              <Message title="No connection matches this filter">
                <Button onClick={onClearFilter}>Clear filter</Button>
              </Message>
            </div>
          </div>
        )}
        <div
          className={isFolding ? styles.folding : ""}
          style={{ height: virtual.getTotalSize(), position: "relative" }}
        >
          {items.map((item) => {
            const row = rows.rows[item.index];
            if (!row) return null;
            return (
              <GridRow
                key={row.id}
                row={row}
                index={item.index}
                top={item.start - rowPx}
                columns={columns}
                now={now}
                isOpen={row.id === openId}
                isActive={row.id === keys.activeId}
                isChecked={selection.has(row.id)}
                isNew={rows.isNew(row.id)}
                isFolding={phases[item.index] === "fold"}
                onOpen={open}
                onCheck={selection.toggle}
              />
            );
          })}
        </div>
      </div>
      <div className={styles.more}>
        {isPointed && (
          <span>
            <IconEye {...ICON.micro} />
            Order held while the pointer is over the table
          </span>
        )}
        <span className={styles.grow} />
        {below > 0 && <span>{formatCount(below)} more below</span>}
      </div>
    </>
  );
}

function Head({ column, sort, onSort }: { column: Column; sort: Sort; onSort: (key: SortKey) => void }) {
  const isSorted = sort.key === column.key;
  const Glyph = sort.isDescending ? IconChevronDown : IconChevronUp;
  return (
    <span
      role="columnheader"
      tabIndex={-1}
      aria-sort={isSorted ? (sort.isDescending ? "descending" : "ascending") : undefined}
      className={column.isNumber ? styles.right : ""}
    >
      <button type="button" onClick={() => onSort(column.key)} title={`Sort by ${column.label}`}>
        {column.label}
        {isSorted && <Glyph {...ICON.micro} />}
      </button>
    </span>
  );
}

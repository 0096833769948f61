/** Owns the list of Traffic: own grid over virtual rows, one tab stop; it follows the newest until somebody reads. */
// biome-ignore-all lint/a11y/useSemanticElements: the grid pattern over virtual rows cannot be made of table elements
import { IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type Ref, type RefObject, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from "react";
import { useStores, useTraffic } from "../../stores/stores.tsx";
import { nextGap } from "../../stores/traffic-list.ts";
import { useCapsOf } from "../../stores/use-commands.ts";
import { useRowHeights } from "../../stores/use-row-heights.ts";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { KeyCaps } from "../../ui/key-cap.tsx";
import styles from "./grid.module.css";
import { GridRow } from "./grid-row.tsx";
import { useGridKeys } from "./use-grid-keys.ts";

/** Rows before the end at which older ones are asked for. */
const AHEAD = 40;

const COLUMNS = ["Time", "From", "Token", "Topic", "Message", "Bytes", "Result", "Rule"] as const;

export type GridHandle = {
  /** Shows the next place where the view skipped rows, from the top again after the last. */
  toNextGap: () => void;
};

export type GridProps = {
  ref: Ref<GridHandle>;
  openId: string | null;
  onOpen: (id: string | null) => void;
  onFilter: (term: string) => void;
};

export function Grid({ ref, openId, onOpen, onFilter }: GridProps) {
  const { traffic } = useStores();
  const { hold, loadOlder, fill, newest } = traffic.getState();
  const list = useTraffic((state) => state.list);
  const buffered = useTraffic((state) => state.buffered);
  const isPaused = useTraffic((state) => state.holds.has("paused"));
  const caps = useCapsOf("traffic.newest");
  const [pointed, setPointed] = useState<number | null>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const { traffic: rowPx, row: headPx } = useRowHeights();
  const hasNews = buffered > 0 && !isPaused;
  /** The rows begin beneath the head, and beneath what tells of new ones. */
  const startPx = hasNews ? headPx * 2 : headPx;
  const virtual = useVirtualizer({
    count: list.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 4,
    scrollMargin: startPx,
    scrollPaddingStart: startPx,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are asked anew when the density changes
  useEffect(() => virtual.measure(), [rowPx]);
  useKeepsPlace(scroller, startPx);
  const keys = useGridKeys({ list, openId, onOpen, scrollTo: virtual.scrollToIndex });

  useImperativeHandle(ref, () => ({
    toNextGap: () => {
      const top = virtual.getVirtualItemForOffset((virtual.scrollOffset ?? 0) + startPx)?.index ?? 0;
      const gap = nextGap(list, top);
      if (gap !== null) virtual.scrollToIndex(gap, { align: "start" });
    },
  }));

  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (last > list.length - AHEAD) void loadOlder();
  }, [last, list.length, loadOlder]);
  const toTop = () => {
    newest();
    onOpen(null);
    scroller.current?.scrollTo({ top: 0 });
  };
  return (
    <div className={styles.body}>
      {hasNews && (
        <div className={styles.news}>
          <div>
            <button type="button" onClick={toTop}>
              <IconArrowUp {...ICON.micro} />
              {formatPlural(buffered, "new row")}
              <KeyCaps caps={caps} isOnFill />
            </button>
          </div>
        </div>
      )}
      <div
        ref={scroller}
        role="grid"
        aria-label="Traffic"
        aria-rowcount={list.length + 1}
        aria-activedescendant={keys.activeId ? `row-${keys.activeId}` : undefined}
        tabIndex={0}
        data-list
        className={styles.grid}
        onKeyDown={keys.onKeyDown}
        onPointerLeave={() => setPointed(null)}
        onScroll={(event) => hold("scrolled", event.currentTarget.scrollTop >= rowPx)}
      >
        <div role="row" tabIndex={-1} aria-rowindex={1} className={styles.head}>
          {COLUMNS.map((name) => (
            <span key={name} role="columnheader" tabIndex={-1} className={name === "Bytes" ? styles.right : ""}>
              {name}
            </span>
          ))}
        </div>
        <div style={{ height: virtual.getTotalSize(), marginTop: startPx - headPx, position: "relative" }}>
          {items.map((item) => {
            const entry = list[item.index];
            if (!entry) return null;
            // By place and not by row: in a rush the same nodes take other texts, instead of being made anew ten times a second.
            return (
              <GridRow
                key={item.index}
                entry={entry}
                index={item.index}
                top={item.start - startPx}
                isOpen={entry.key === openId}
                isActive={entry.key === keys.activeId}
                onOpen={keys.open}
                onFill={fill}
                isPointed={pointed === item.index}
                onPoint={setPointed}
                onFilter={onFilter}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** When the rows begin lower than before, whoever has scrolled goes with them: what is read stays where it is. */
function useKeepsPlace(scroller: RefObject<HTMLElement | null>, startPx: number): void {
  const before = useRef(startPx);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && element.scrollTop > 0) element.scrollTop += startPx - before.current;
    before.current = startPx;
  }, [scroller, startPx]);
}

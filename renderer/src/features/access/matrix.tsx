/** Owns the permission matrix: token rows, tag columns, one tab stop, rows drawn only where they are seen. */
// biome-ignore-all lint/a11y/useSemanticElements: the grid pattern over virtual rows cannot be made of table elements

import { IconLock } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef } from "react";
import { newTagId, newTagPatterns, patternOfNewTag } from "../../stores/pending-edits.ts";
import { rightsOf } from "../../stores/saved-rights.ts";
import { useLive, usePending, useShell } from "../../stores/stores.tsx";
import { useRowHeights } from "../../stores/use-row-heights.ts";
import { Button } from "../../ui/button.tsx";
import { Disc } from "../../ui/disc.tsx";
import { EmptyScreen } from "../../ui/empty-screen.tsx";
import { ICON } from "../../ui/icons.ts";
import { KeyCap } from "../../ui/key-cap.tsx";
import { Message } from "../../ui/message.tsx";
import text from "../../ui/text.module.css";
import styles from "./matrix.module.css";
import { MatrixRow } from "./matrix-row.tsx";
import { closesByCell, matrixView } from "./matrix-view.ts";
import { TagHead } from "./tag-head.tsx";
import { useMatrixFocus } from "./use-matrix-focus.ts";
import { useShowLastPending } from "./use-show-last-pending.ts";

const WHAT_A_TOKEN_IS = "A token is what a device connects with. Its rights are set here, tag by tag.";

export type MatrixProps = { filter: string; onClearFilter: () => void };

export function Matrix({ filter, onClearFilter }: MatrixProps) {
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  const pending = usePending((state) => state.pending);
  const preview = usePending((state) => state.preview);
  const { open, openDialog } = useShell((state) => state);
  const view = useMemo(() => {
    const made = newTagPatterns(pending).map((pattern) => ({ id: newTagId(pattern), pattern, description: "" }));
    return matrixView(tokens.values(), [...tags.values(), ...made], filter);
  }, [tokens, tags, filter, pending]);
  const closes = useMemo(
    () => closesByCell(pending, preview?.closed ?? [], (id) => patternOfNewTag(id) ?? tags.get(id)?.pattern),
    [pending, preview, tags],
  );
  const { matrix: rowPx } = useRowHeights();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: view.tokens.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 8,
    scrollPaddingStart: 48,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are asked anew when the density changes
  useEffect(() => virtual.measure(), [rowPx]);
  const focus = useMatrixFocus(view, virtual.scrollToIndex, scroller);
  const rights = rightsOf(permissions);
  useShowLastPending(view, pending, virtual.scrollToIndex, scroller);
  // `repeat(0, …)` is no CSS, and the whole row would lose its columns.
  const ofTags = view.tags.length === 0 ? "" : `repeat(${view.tags.length}, 84px) `;
  const columns = `184px 132px 52px ${ofTags}minmax(8px, 1fr)`;

  const create = (
    <Button look="primary" onClick={() => openDialog({ kind: "new-token" })}>
      Create a token
    </Button>
  );

  if (tokens.size === 0 && view.tags.length === 0 && filter.trim() === "") {
    return (
      <EmptyScreen
        title="No token yet"
        detail={WHAT_A_TOKEN_IS}
        actions={
          <>
            {create}
            <Button onClick={() => open("import")}>Import a workspace…</Button>
          </>
        }
      />
    );
  }
  if (view.tokens.length === 0 && view.tags.length === 0) {
    return (
      <Message title="No token and no tag by that name">
        <Button onClick={onClearFilter}>Clear filter</Button>
      </Message>
    );
  }
  return (
    <div ref={scroller} className={styles.scroller}>
      <div
        role="grid"
        aria-label="Permissions by token and tag"
        aria-rowcount={Math.max(view.tokens.length, 1) + 1}
        aria-colcount={view.tags.length + 3}
        className={styles.grid}
        style={{ "--columns": columns } as React.CSSProperties}
        onKeyDown={focus.onKeyDown}
      >
        <div role="row" tabIndex={-1} aria-rowindex={1} className={`${styles.row} ${styles.head}`}>
          <span role="columnheader" tabIndex={-1}>
            Token
          </span>
          <span role="columnheader" tabIndex={-1}>
            Connections
          </span>
          <span role="columnheader" tabIndex={-1} className={styles.seenHead}>
            Seen
          </span>
          {view.tags.map((tag) => (
            <TagHead key={tag.id} tag={tag} />
          ))}
        </div>
        {tokens.size === 0 && (
          <div role="row" tabIndex={-1} aria-rowindex={2} className={styles.hint}>
            <div role="gridcell" tabIndex={-1} aria-colspan={view.tags.length + 3}>
              <Message title="No token yet" detail={WHAT_A_TOKEN_IS}>
                {create}
              </Message>
            </div>
          </div>
        )}
        <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
          {virtual.getVirtualItems().map((item) => {
            const token = view.tokens[item.index];
            if (!token) return null;
            return (
              <MatrixRow
                key={token.id}
                token={token}
                tags={view.tags}
                index={item.index}
                top={item.start}
                rights={rights}
                pending={pending}
                closes={closes}
                focusedColumn={focus.row === item.index ? focus.column : -1}
                onFocusCell={focus.moveTo}
              />
            );
          })}
        </div>
      </div>
      <div className={styles.foot}>
        <span>
          <IconLock {...ICON.small} />
          Anything not listed is denied.
        </span>
        <span className={text.grow} />
        <span className={text.third}>
          <Disc access="read" />
          read
        </span>
        <span className={text.third}>
          <Disc access="readwrite" />
          readwrite, includes read
        </span>
        <span className={text.third}>
          <KeyCap>Space</KeyCap> cycles a cell, <KeyCap>0</KeyCap>
          <KeyCap>1</KeyCap>
          <KeyCap>2</KeyCap> sets it
        </span>
      </div>
    </div>
  );
}

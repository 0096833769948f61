/** Owns the tree of topics: virtual rows, one tab stop, what is typed anywhere filters it. */
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";
import { useShell, useTopics } from "../../stores/stores.tsx";
import type { TopicNode } from "../../stores/topic-tree.ts";
import { useRowHeights } from "../../stores/use-row-heights.ts";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import { KeyCap } from "../../ui/key-cap.tsx";
import { Message } from "../../ui/message.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import text from "../../ui/text.module.css";
import { topicTest } from "./topic-filter.ts";
import styles from "./tree.module.css";
import { TreeRow } from "./tree-row.tsx";
import { useTreeKeys } from "./use-tree-keys.ts";
import { useTypeToFilter } from "./use-type-to-filter.ts";

/** With more topics only the first level is open at first. */
const FEW = 300;

export function Tree() {
  const tree = useTopics((mirror) => mirror.tree);
  const shape = useTopics((mirror) => mirror.shape);
  useTopics((mirror) => mirror.version);
  const selected = useShell((state) => state.selectedTopic);
  const filter = useShell((state) => state.topicsFilter);
  const { selectTopic, setTopicsFilter } = useShell((state) => state);
  const [folded, setFolded] = useState<ReadonlyMap<string, boolean>>(new Map());
  const { row: rowPx } = useRowHeights();
  const scroller = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useTypeToFilter(field);

  const isFew = tree.size <= FEW;
  const isOpen = (node: TopicNode) => folded.get(node.path) ?? (isFew || node.parent === tree.root);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the tree changes in place, `shape` says when its lines do
  const lines = useMemo(() => tree.lines(isOpen, topicTest(filter)), [tree, shape, folded, filter]);
  const fold = (node: TopicNode, open: boolean) => setFolded((before) => new Map(before).set(node.path, open));
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    getItemKey: (index) => lines[index]?.node.path ?? index,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: sizes are asked anew when the density changes
  useEffect(() => virtual.measure(), [rowPx]);
  const keys = useTreeKeys({
    lines,
    selected,
    onFold: fold,
    onSelect: selectTopic,
    scrollTo: (index) => virtual.scrollToIndex(index),
  });
  useOpenPathTo(selected, lines, setFolded);

  return (
    <nav className={styles.tree} aria-label="Topics">
      <div className={styles.filter}>
        <SearchField
          inputRef={field}
          label="Filter topics"
          placeholder="Type anywhere to filter"
          icon={<IconSearch {...ICON.small} />}
          value={filter}
          onChange={setTopicsFilter}
          width={311}
          isMono
        />
      </div>
      <div className={styles.head} aria-hidden>
        <span>Topic</span>
        <span className={styles.last}>Last</span>
        <span>Count</span>
        <span>per s</span>
      </div>
      {lines.length === 0 ? (
        <Message title="No topic matches this filter">
          <Button onClick={() => setTopicsFilter("")}>Clear filter</Button>
        </Message>
      ) : (
        <div
          ref={scroller}
          role="tree"
          aria-label="Topics"
          aria-activedescendant={keys.activeId}
          tabIndex={0}
          data-list
          className={styles.rows}
          onKeyDown={keys.onKeyDown}
        >
          <div style={{ height: virtual.getTotalSize(), position: "relative" }} role="presentation">
            {virtual.getVirtualItems().map((item) => {
              const line = lines[item.index];
              if (!line) return null;
              return (
                <TreeRow
                  key={line.node.path}
                  line={line}
                  top={item.start}
                  row={line.node.row}
                  messages={line.node.messages}
                  rate={line.node.rate}
                  pulse={line.node.pulse}
                  isSelected={line.node.path === selected}
                  isActive={line.node.path === keys.active}
                  onSelect={() => keys.choose(line)}
                  onFold={() => fold(line.node, !line.isOpen)}
                />
              );
            })}
          </div>
        </div>
      )}
      <div className={styles.foot}>
        <i className={styles.example} aria-hidden />
        <span className={text.cut}>pulses as a message arrives</span>
        <span className={text.grow} />
        <KeyCap>←</KeyCap>
        <KeyCap>→</KeyCap>
        <span>fold</span>
      </div>
    </nav>
  );
}

/** A topic that another screen asked for is shown, however deep it lies. */
function useOpenPathTo(
  selected: string | null,
  lines: readonly { readonly node: TopicNode }[],
  setFolded: (change: (before: ReadonlyMap<string, boolean>) => ReadonlyMap<string, boolean>) => void,
): void {
  const shown = useRef(lines);
  shown.current = lines;
  useEffect(() => {
    if (selected === null || shown.current.some(({ node }) => node.path === selected)) return;
    setFolded((before) => {
      const after = new Map(before);
      const levels = selected.split("/");
      for (let depth = 1; depth < levels.length; depth++) after.set(levels.slice(0, depth).join("/"), true);
      return after;
    });
  }, [selected, setFolded]);
}

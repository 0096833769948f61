/** Owns one line of the tree: its level, what it is, and the numbers of it and of all below it. */
import { IconChevronDown, IconChevronRight } from "@tabler/icons-react";
import { memo } from "react";
import type { TopicRow } from "../../../../broker/contract/topic-views.ts";
import type { TreeLine } from "../../stores/topic-tree.ts";
import { formatCount } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import { lineId, shortCount } from "./topic-words.ts";
import styles from "./tree.module.css";

/** A level's step; from the fourth on a smaller one, or a deep name had no room left. */
const INDENT = { first: 16, deep: 4, whole: 3, most: 96 } as const;

export type TreeRowProps = {
  line: TreeLine;
  top: number;
  row: TopicRow | null;
  messages: number;
  rate: number;
  pulse: number;
  isSelected: boolean;
  isActive: boolean;
  onSelect: () => void;
  onFold: () => void;
};

export const TreeRow = memo(Row, (before, after) => {
  const { line: one, onSelect: _1, onFold: _2, ...rest } = before;
  const { line: other, onSelect: _3, onFold: _4, ...others } = after;
  const isSameLine = one.node === other.node && one.isOpen === other.isOpen && one.position === other.position;
  return (
    isSameLine &&
    one.siblings === other.siblings &&
    (Object.keys(rest) as (keyof typeof rest)[]).every((key) => rest[key] === others[key])
  );
});

function Row({ line, top, row, messages, rate, pulse, isSelected, isActive, onSelect, onFold }: TreeRowProps) {
  const { node, level, isOpen, position, siblings } = line;
  const isFolder = node.children.size > 0;
  /** A folder that is no topic itself has no last message: its name takes the room. */
  const hasLast = !isFolder || row !== null;
  const name = node.label === "" ? "(empty level)" : visibleName(node.label);
  const looks = [styles.row, isActive && styles.active, isSelected && styles.selected].filter(Boolean).join(" ");
  const Twist = isOpen ? IconChevronDown : IconChevronRight;
  const told = [
    node.path,
    row?.[3] != null && `last ${row[3]}`,
    `${formatCount(messages)} messages`,
    `${rate.toFixed(1)} per second`,
  ];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree has the focus and the keys
    <div
      id={lineId(node.path)}
      role="treeitem"
      tabIndex={-1}
      aria-level={level}
      aria-expanded={isFolder ? isOpen : undefined}
      aria-selected={isSelected}
      aria-posinset={position}
      aria-setsize={siblings}
      aria-label={told.filter(Boolean).join(", ")}
      className={looks}
      style={{ top, paddingLeft: 14 + indentOf(level - 1) }}
      onClick={onSelect}
    >
      <span className={[styles.name, isFolder && styles.folder, !hasLast && styles.alone].filter(Boolean).join(" ")}>
        {isFolder ? (
          // biome-ignore lint/a11y/noStaticElementInteractions: a second target of the row; by keyboard it is ← and →
          // biome-ignore lint/a11y/useKeyWithClickEvents: as above
          <span
            className={styles.twist}
            onClick={(event) => {
              event.stopPropagation();
              onFold();
            }}
          >
            <Twist {...ICON.small} />
          </span>
        ) : (
          <span className={styles.twist}>
            <i
              key={pulse}
              className={[styles.dot, rate > 0 && styles.speaks, pulse > 0 && styles.arrived].filter(Boolean).join(" ")}
            />
          </span>
        )}
        <span className={text.cut} title={node.path}>
          {name}
        </span>
      </span>
      {hasLast && (
        <span className={`${styles.last} ${text.cut}`} title={row?.[3] ?? undefined}>
          {row?.[3] ?? ""}
        </span>
      )}
      <span className={styles.count} title={formatCount(messages)}>
        {shortCount(messages)}
      </span>
      <span className={styles.rate}>{rate < 99.95 ? Math.max(0, rate).toFixed(1) : formatCount(rate)}</span>
    </div>
  );
}

function indentOf(steps: number): number {
  const { first, deep, whole, most } = INDENT;
  return Math.min(most, Math.min(steps, whole) * first + Math.max(0, steps - whole) * deep);
}

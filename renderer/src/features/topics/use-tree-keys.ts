/** Owns the keys of the tree: arrows move and fold, Home and End go to its ends, Enter chooses. */
import { type KeyboardEvent, useState } from "react";
import type { TopicNode, TreeLine } from "../../stores/topic-tree.ts";
import { lineId } from "./topic-words.ts";

export type TreeKeysInput = {
  lines: readonly TreeLine[];
  selected: string | null;
  onFold: (node: TopicNode, open: boolean) => void;
  onSelect: (name: string) => void;
  scrollTo: (index: number) => void;
};

const PAGE = 15;

export function useTreeKeys({ lines, selected, onFold, onSelect, scrollTo }: TreeKeysInput) {
  const [active, setActive] = useState<string | null>(selected);
  const at = lines.findIndex(({ node }) => node.path === active);
  const line = lines[at];

  const goTo = (index: number) => {
    const next = lines[Math.max(0, Math.min(lines.length - 1, index))];
    if (!next) return;
    setActive(next.node.path);
    scrollTo(lines.indexOf(next));
    if (next.node.row !== null) onSelect(next.node.path);
  };

  /** A topic is shown; what is only a level folds. */
  const choose = (chosen: TreeLine) => {
    setActive(chosen.node.path);
    if (chosen.node.row !== null) onSelect(chosen.node.path);
    else onFold(chosen.node, !chosen.isOpen);
  };

  const act = (key: string): boolean => {
    switch (key) {
      case "ArrowDown":
        goTo(at + 1);
        return true;
      case "ArrowUp":
        goTo(at < 0 ? 0 : at - 1);
        return true;
      case "PageDown":
        goTo(at + PAGE);
        return true;
      case "PageUp":
        goTo(at - PAGE);
        return true;
      case "Home":
        goTo(0);
        return true;
      case "End":
        goTo(lines.length - 1);
        return true;
      case "ArrowRight":
        if (line && line.node.children.size > 0) {
          if (line.isOpen) goTo(at + 1);
          else onFold(line.node, true);
        }
        return true;
      case "ArrowLeft":
        if (line?.isOpen) onFold(line.node, false);
        else if (line && line.level > 1) goTo(lines.findIndex(({ node }) => node === line.node.parent));
        return true;
      case "Enter":
        if (line) choose(line);
        return true;
      default:
        return false;
    }
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (act(event.key)) event.preventDefault();
  };

  return { active, activeId: line ? lineId(line.node.path) : undefined, choose, onKeyDown };
}

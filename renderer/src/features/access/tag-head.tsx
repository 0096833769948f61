/** Owns the head of a column: the tag's pattern in two lines, and its menu. */
// biome-ignore-all lint/a11y/useSemanticElements: the grid pattern over virtual rows cannot be made of table elements
import { Menu } from "@mantine/core";
import { patternOfNewTag } from "../../stores/pending-edits.ts";
import { useShell } from "../../stores/stores.tsx";
import { termOf } from "../../ui/filter-terms.ts";
import type { Column } from "./matrix-view.ts";
import { headLines } from "./matrix-view.ts";
import styles from "./tag-head.module.css";

export function TagHead({ tag }: { tag: Column }) {
  const { openDialog, showConnections } = useShell((state) => state);
  const { above, below } = headLines(tag.pattern);
  const { id, pattern } = tag;
  if (patternOfNewTag(id) !== undefined) {
    return (
      <div role="columnheader" tabIndex={-1} className={`${styles.head} ${styles.made}`} title="Made when you save">
        <span>new: {above}</span>
        <b>{below}</b>
      </div>
    );
  }
  return (
    <div role="columnheader" tabIndex={-1} className={styles.head}>
      <Menu position="bottom-start">
        <Menu.Target>
          <button type="button" aria-label={`Tag ${pattern}`} title={tag.description || pattern}>
            <span>{above || " "}</span>
            <b>{below}</b>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{pattern}</Menu.Label>
          <Menu.Item onClick={() => openDialog({ kind: "edit-tag", id })}>Edit…</Menu.Item>
          <Menu.Item onClick={() => showConnections(termOf("filter", pattern))}>Show its connections</Menu.Item>
          <Menu.Divider />
          <Menu.Item onClick={() => openDialog({ kind: "delete-tag", id })}>Delete…</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  );
}

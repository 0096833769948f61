/** Owns many pasted tags: one a line, a description after the first blank or tab, each judged by itself and beside the others; pure. */
import type { Edit } from "../../../../broker/contract/edits.ts";
import { LIMITS } from "../../../../broker/contract/limits.ts";
import type { Tag } from "../../../../broker/contract/nouns.ts";
import { lintPattern } from "./tag-lint.ts";

export interface PastedTag {
  /** Counted from 1, as editors do. */
  readonly line: number;
  readonly source: string;
  readonly pattern: string;
  readonly description: string;
  readonly tone: "ok" | "warn" | "bad";
  readonly text: string;
}

/** Empty lines and lines that begin with `//` are passed over. */
export function pastedTags(source: string, tags: Iterable<Tag>, allowOverlaps: boolean): readonly PastedTag[] {
  const known = [...tags];
  const rows: PastedTag[] = [];
  for (const [index, text] of source.split("\n").entries()) {
    const line = text.trim();
    if (line === "" || line.startsWith("//")) continue;
    const cut = line.search(/\s/);
    const pattern = cut < 0 ? line : line.slice(0, cut);
    const description = cut < 0 ? "" : line.slice(cut).trim();
    const lint = lintPattern(pattern, known, { allowOverlaps });
    const judged = description.length > LIMITS.noteLength ? tooLong : lint;
    rows.push({ line: index + 1, source: text, pattern, description, tone: judged.tone, text: judged.text });
    // A later line is judged beside this one, as the broker will judge the list.
    if (judged.tone !== "bad")
      known.push({ id: `line ${index + 1}`, pattern, description, createdAt: "", updatedAt: "" });
  }
  return rows;
}

const tooLong = { tone: "bad", text: `The description is longer than ${LIMITS.noteLength} characters.` } as const;

export function editsOfPasted(rows: readonly PastedTag[]): readonly Edit[] {
  return rows
    .filter(({ tone }) => tone !== "bad")
    .map(({ pattern, description }) => ({ kind: "tag.create", tag: { pattern, description } }));
}

/** What stays in the field when the good lines were made. */
export function linesLeft(rows: readonly PastedTag[]): string {
  return rows
    .filter(({ tone }) => tone === "bad")
    .map(({ source }) => source)
    .join("\n");
}

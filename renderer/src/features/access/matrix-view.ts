/** Owns which rows and columns of the matrix are shown, and how many connections each pending cell closes; pure. */
import type { PredictedClose } from "../../../../broker/contract/edits.ts";
import type { Tag, Token } from "../../../../broker/contract/nouns.ts";
import { covers } from "../../../../broker/contract/topics.ts";
import { cellKey, cellOf, type PendingEdits } from "../../stores/pending-edits.ts";

/** A column: a tag, or one that saving would make. */
export type Column = Pick<Tag, "id" | "pattern" | "description">;

export interface MatrixView {
  readonly tokens: readonly Token[];
  readonly tags: readonly Column[];
}

/**
 * Tokens by name, note or id and tags by pattern that hold `filter`. A filter that only finds tokens keeps every
 * tag, and the other way round; one that finds neither shows nothing.
 */
export function matrixView(tokens: Iterable<Token>, tags: Iterable<Column>, filter: string): MatrixView {
  const all = { tokens: [...tokens], tags: [...tags] };
  const wanted = filter.trim().toLowerCase();
  if (wanted === "") return all;
  const found = {
    tokens: all.tokens.filter(({ id, name, note }) => [id, name ?? "", note].some((part) => has(part, wanted))),
    tags: all.tags.filter(({ pattern, description }) => has(pattern, wanted) || has(description, wanted)),
  };
  if (found.tokens.length === 0 && found.tags.length === 0) return found;
  return {
    tokens: found.tokens.length > 0 ? found.tokens : all.tokens,
    tags: found.tags.length > 0 ? found.tags : all.tags,
  };
}

function has(part: string, wanted: string): boolean {
  return part.toLowerCase().includes(wanted);
}

/** For each pending cell the number of connections that it closes, as far as a filter tells the cell. */
export function closesByCell(
  pending: PendingEdits,
  closed: readonly PredictedClose[],
  patternOf: (tagId: string) => string | undefined,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of pending.cells.keys()) {
    const { tokenId, tagId } = cellOf(key);
    const pattern = patternOf(tagId);
    if (pattern === undefined) continue;
    const hit = closed.filter((row) => row.tokenId === tokenId && row.filter !== null && covers(pattern, row.filter));
    if (hit.length > 0) counts.set(cellKey(tokenId, tagId), hit.length);
  }
  return counts;
}

/** A pattern in the two lines of a column head: all levels but the last, and the last. */
export function headLines(pattern: string): { readonly above: string; readonly below: string } {
  const cut = pattern.lastIndexOf("/") + 1;
  return { above: pattern.slice(0, cut), below: pattern.slice(cut) };
}

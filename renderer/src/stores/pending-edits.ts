/** Owns the model of edits that wait for Save: cells of the matrix, and other edits beside them; pure. */
import type { Edit, TAG_BY_PATTERN } from "../../../broker/contract/edits.ts";
import type { Access, Permission } from "../../../broker/contract/nouns.ts";

export type CellAccess = "none" | Access;

/** Cells by `cellKey`, with the access that they shall have; a cell equal to the saved one is not among them. */
export interface PendingEdits {
  readonly cells: ReadonlyMap<string, CellAccess>;
  /** Edits that are no cell: enable a token, make a tag. */
  readonly others: readonly Edit[];
}

/** The saved rights, as far as this model asks. */
export interface SavedRights {
  permission(tokenId: string, tagId: string): Permission | undefined;
}

/** The contract's own, held to it by its type: its module would bring all schemas into the page. */
const BY_PATTERN: typeof TAG_BY_PATTERN = "pattern:";

export const NOTHING_PENDING: PendingEdits = { cells: new Map(), others: [] };

const CYCLE: Readonly<Record<CellAccess, CellAccess>> = { none: "read", read: "readwrite", readwrite: "none" };

export function cellKey(tokenId: string, tagId: string): string {
  return `${tokenId} ${tagId}`;
}

/** What stands for the id of a tag that is made in the same list of edits. */
export function newTagId(pattern: string): string {
  return `${BY_PATTERN}${pattern}`;
}

/** The pattern in `newTagId`, or undefined for the id of a tag that is there. */
export function patternOfNewTag(tagId: string): string | undefined {
  return tagId.startsWith(BY_PATTERN) ? tagId.slice(BY_PATTERN.length) : undefined;
}

/** Patterns of the tags that saving would make. */
export function newTagPatterns(pending: PendingEdits): readonly string[] {
  return pending.others.flatMap((edit) => (edit.kind === "tag.create" ? [edit.tag.pattern] : []));
}

export function cellOf(key: string): { tokenId: string; tagId: string } {
  // Ids hold no blank; a tag named by its pattern may.
  const cut = key.indexOf(" ");
  return { tokenId: key.slice(0, cut), tagId: key.slice(cut + 1) };
}

export function savedAccess(saved: SavedRights, tokenId: string, tagId: string): CellAccess {
  return saved.permission(tokenId, tagId)?.access ?? "none";
}

/** What the cell shows: the pending access, else the saved one. */
export function shownAccess(pending: PendingEdits, saved: SavedRights, tokenId: string, tagId: string): CellAccess {
  return pending.cells.get(cellKey(tokenId, tagId)) ?? savedAccess(saved, tokenId, tagId);
}

/** none, read, readwrite, none. */
export function nextAccess(access: CellAccess): CellAccess {
  return CYCLE[access];
}

/** The same pending edits with one cell set; set to what is saved, it is pending no longer. */
export function withCell(
  pending: PendingEdits,
  saved: SavedRights,
  cell: { tokenId: string; tagId: string; access: CellAccess },
): PendingEdits {
  const cells = new Map(pending.cells);
  const key = cellKey(cell.tokenId, cell.tagId);
  if (savedAccess(saved, cell.tokenId, cell.tagId) === cell.access) cells.delete(key);
  else cells.set(key, cell.access);
  return { ...pending, cells };
}

/** Takes edits of any kind in: rights become cells, the rest is kept as it is, once. */
export function withEdits(
  pending: PendingEdits,
  saved: SavedRights & { byId(id: string): Permission | undefined },
  edits: readonly Edit[],
): PendingEdits {
  let sum = pending;
  for (const edit of edits) sum = withEdit(sum, saved, edit);
  return sum;
}

function withEdit(
  pending: PendingEdits,
  saved: SavedRights & { byId(id: string): Permission | undefined },
  edit: Edit,
): PendingEdits {
  if (edit.kind === "permission.set") return withCell(pending, saved, edit);
  if (edit.kind === "permission.delete") {
    const permission = saved.byId(edit.id);
    return permission ? withCell(pending, saved, { ...permission, access: "none" }) : pending;
  }
  const text = JSON.stringify(edit);
  if (pending.others.some((other) => JSON.stringify(other) === text)) return pending;
  return { ...pending, others: [...pending.others, edit] };
}

/** Drops what has become true or impossible since: the policy moves under an open editor. */
export function rebased(
  pending: PendingEdits,
  saved: SavedRights,
  exists: { token(id: string): boolean; tag(id: string): boolean },
): PendingEdits {
  const made = new Set(newTagPatterns(pending).map(newTagId));
  const cells = new Map(
    [...pending.cells].filter(([key, access]) => {
      const { tokenId, tagId } = cellOf(key);
      const isTag = made.has(tagId) || exists.tag(tagId);
      return exists.token(tokenId) && isTag && savedAccess(saved, tokenId, tagId) !== access;
    }),
  );
  return cells.size === pending.cells.size ? pending : { ...pending, cells };
}

/** The edits to send, in the order in which they were made; other edits go first, since cells may need them. */
export function editsOf(pending: PendingEdits, saved: SavedRights): readonly Edit[] {
  const cells = [...pending.cells].flatMap(([key, access]): Edit[] => {
    const { tokenId, tagId } = cellOf(key);
    if (access !== "none") return [{ kind: "permission.set", tokenId, tagId, access }];
    const permission = saved.permission(tokenId, tagId);
    return permission ? [{ kind: "permission.delete", id: permission.id }] : [];
  });
  return [...pending.others, ...cells];
}

export function countOf(pending: PendingEdits): number {
  return pending.cells.size + pending.others.length;
}

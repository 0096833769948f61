/** Owns the policy while an edit is being planned: a working copy, and the rows by which it differs from where it began. */
import type { Permission, Settings, Tag } from "../contract/nouns.ts";
import type { PolicyRows, StoredToken } from "../ports/store.ts";
import type { Snapshot } from "./snapshot.ts";

type Row = { readonly id: string };

/** One table of the copy. `touched` remembers, in order, which rows were written or deleted and by which field. */
class Table<T extends Row> {
  readonly before: ReadonlyMap<string, T>;
  readonly touched = new Map<string, string>();
  /** Made by the first write: most edits leave most tables alone, and a table may hold thousands of rows. */
  #copy: Map<string, T> | undefined;

  constructor(before: ReadonlyMap<string, T>) {
    this.before = before;
  }

  get rows(): ReadonlyMap<string, T> {
    return this.#copy ?? this.before;
  }

  get(id: string): T | undefined {
    return this.rows.get(id);
  }

  put(row: T, field: string): void {
    this.#writable().set(row.id, row);
    this.touched.set(row.id, field);
  }

  delete(id: string, field: string): void {
    if (this.#writable().delete(id)) this.touched.set(id, field);
  }

  #writable(): Map<string, T> {
    this.#copy ??= new Map(this.before);
    return this.#copy;
  }

  /** Rows that are new or really differ. */
  written(): T[] {
    return [...this.touched.keys()].flatMap((id) => {
      const row = this.rows.get(id);
      const old = this.before.get(id);
      return row === undefined || (old !== undefined && isSameRow(old, row)) ? [] : [row];
    });
  }

  deleted(): string[] {
    return [...this.touched.keys()].filter((id) => this.before.has(id) && !this.rows.has(id));
  }

  /** Ids that undo deletes. */
  created(): string[] {
    return [...this.touched.keys()].filter((id) => this.rows.has(id) && !this.before.has(id));
  }

  /** Rows that undo puts back. */
  lost(): T[] {
    const ids = [...this.written().map(({ id }) => id), ...this.deleted()];
    return ids.flatMap((id) => this.before.get(id) ?? []);
  }
}

export class Draft {
  readonly before: Snapshot;
  readonly tokens: Table<StoredToken>;
  readonly tags: Table<Tag>;
  readonly permissions: Table<Permission>;
  settings: Settings;
  /** Permissions put in this draft; the others are found through the snapshot's grants. */
  readonly #newPairs = new Map<string, string>();
  /** Ids of those permissions by their token, some deleted again. */
  readonly #newOfToken = new Map<string, string[]>();
  /** Ids of permissions by their tag, some deleted again. */
  #ofTag: Map<string, string[]> | undefined;
  #tagsDeleted = 0;
  /** Ids of tags by their pattern, some renamed or deleted since. */
  #byPattern: Map<string, string> | undefined;
  #patternsAsked = 0;

  constructor(before: Snapshot) {
    this.before = before;
    this.tokens = new Table(before.tokens);
    this.tags = new Table(before.tags);
    this.permissions = new Table(before.permissions);
    this.settings = before.settings;
  }

  /** The one permission of a token on a tag. */
  permissionOf(tokenId: string, tagId: string): Permission | undefined {
    const made = this.permissions.get(this.#newPairs.get(pairKey(tokenId, tagId)) ?? "");
    if (made?.tokenId === tokenId && made.tagId === tagId) return made;
    for (const grant of this.before.grants.get(tokenId) ?? []) {
      const found = grant.tagId === tagId ? this.permissions.get(grant.permissionId) : undefined;
      if (found?.tokenId === tokenId && found.tagId === tagId) return found;
    }
    return undefined;
  }

  putTag(tag: Tag, field: string): void {
    this.tags.put(tag, field);
    this.#byPattern?.set(tag.pattern, tag.id);
  }

  /** The first pattern of a draft is looked for among all tags; sorting them costs more, and pays with the second. */
  tagOfPattern(pattern: string): Tag | undefined {
    if (this.#patternsAsked++ > 0) {
      this.#byPattern ??= new Map(Array.from(this.tags.rows.values(), (tag) => [tag.pattern, tag.id]));
      const found = this.tags.get(this.#byPattern.get(pattern) ?? "");
      if (found?.pattern === pattern || !this.#byPattern.has(pattern)) return found;
    }
    for (const tag of this.tags.rows.values()) if (tag.pattern === pattern) return tag;
    return undefined;
  }

  /** Puts the permission in the place of another one of the same pair, if there is one. */
  putPermission(permission: Permission, field: string): void {
    const other = this.permissionOf(permission.tokenId, permission.tagId);
    if (other !== undefined && other.id !== permission.id) this.permissions.delete(other.id, field);
    this.permissions.put(permission, field);
    this.#newPairs.set(pairKey(permission.tokenId, permission.tagId), permission.id);
    add(this.#newOfToken, permission.tokenId, permission.id);
    if (this.#ofTag !== undefined) add(this.#ofTag, permission.tagId, permission.id);
  }

  /** Takes the token's permissions along. */
  deleteToken(id: string, field: string): void {
    this.tokens.delete(id, field);
    const before = (this.before.grants.get(id) ?? []).map(({ permissionId }) => permissionId);
    for (const own of [...before, ...(this.#newOfToken.get(id) ?? [])]) {
      if (this.permissions.get(own)?.tokenId === id) this.permissions.delete(own, field);
    }
  }

  /** Takes the tag's permissions along. */
  deleteTag(id: string, field: string): void {
    this.tags.delete(id, field);
    for (const own of this.#idsOfTag(id)) {
      if (this.permissions.get(own)?.tagId === id) this.permissions.delete(own, field);
    }
  }

  rows(): PolicyRows {
    return {
      tokens: this.tokens.written(),
      tags: this.tags.written(),
      permissions: this.permissions.written(),
      deletedTokens: this.tokens.deleted(),
      deletedTags: this.tags.deleted(),
      deletedPermissions: this.permissions.deleted(),
      ...(this.#settingsDiffer() ? { settings: this.settings } : {}),
    };
  }

  undo(): PolicyRows {
    return {
      tokens: this.tokens.lost(),
      tags: this.tags.lost(),
      permissions: this.permissions.lost(),
      deletedTokens: this.tokens.created(),
      deletedTags: this.tags.created(),
      deletedPermissions: this.permissions.created(),
      ...(this.#settingsDiffer() ? { settings: this.before.settings } : {}),
    };
  }

  /** The first tag of a draft is looked for among all permissions; sorting them by tag would cost more, and pays with the second. */
  #idsOfTag(tagId: string): readonly string[] {
    const { rows } = this.permissions;
    if (this.#tagsDeleted++ === 0) {
      return [...rows.values()].flatMap((permission) => (permission.tagId === tagId ? permission.id : []));
    }
    if (this.#ofTag === undefined) {
      this.#ofTag = new Map();
      for (const permission of rows.values()) add(this.#ofTag, permission.tagId, permission.id);
    }
    return this.#ofTag.get(tagId) ?? [];
  }

  #settingsDiffer(): boolean {
    return !isSameRow(this.settings, this.before.settings);
  }
}

const pairKey = (tokenId: string, tagId: string): string => JSON.stringify([tokenId, tagId]);

function add(lists: Map<string, string[]>, key: string, id: string): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [id]);
  else list.push(id);
}

/** The same but for `updatedAt`: a row written and written back is no change. */
function isSameRow(a: object, b: object): boolean {
  if (a === b) return true;
  const one = fieldsOf(a);
  const other = new Map(fieldsOf(b));
  return (
    one.length === other.size && one.every(([name, value]) => other.has(name) && isSameValue(value, other.get(name)))
  );
}

const fieldsOf = (row: object): [string, unknown][] =>
  Object.entries(row).filter(([name, value]) => name !== "updatedAt" && value !== undefined);

function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  return typeof one === "object" && typeof other === "object" && JSON.stringify(one) === JSON.stringify(other);
}

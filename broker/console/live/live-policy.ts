/** Owns which tokens, tags and permissions changed since the last patch, found by identity between two snapshots. */
import type { Snapshot } from "../../access/snapshot.ts";
import type { LivePatch, LiveSnapshot } from "../../contract/live.ts";
import type { StoredToken } from "../../ports/store.ts";
import { tokenView, type ViewSources } from "../lists/views.ts";

interface Expiring {
  /** Epoch milliseconds. */
  readonly at: number;
  isPast: boolean;
}

interface Changed<T> {
  set: T[];
  remove: string[];
}

export class LivePolicy {
  readonly #sources: ViewSources;
  readonly #renamed: (tokenId: string) => void;
  #sent: Snapshot;
  /** Tokens whose connections came or went. */
  readonly #touched = new Set<string>();
  /** Tokens with an expiry, and whether it had passed when they were last sent. A clock that is set back makes it come again. */
  readonly #expiring = new Map<string, Expiring>();
  /** Bars as they were last sent: they end by themselves, and no revision tells of them. */
  #bars: ReadonlyMap<string, number>;

  /** `renamed` is told of tokens whose name or subject changed: rows of their connections show it. */
  constructor(sources: ViewSources, renamed: (tokenId: string) => void) {
    this.#sources = sources;
    this.#renamed = renamed;
    this.#sent = sources.core.policy.current;
    this.#bars = sources.core.blocks.all();
    for (const token of this.#sent.tokens.values()) this.#noteExpiry(token);
  }

  /** The rows of a snapshot for a window that opens. */
  static rows(policy: Snapshot, sources: ViewSources): Pick<LiveSnapshot, "tokens" | "tags" | "permissions"> {
    return {
      tokens: [...policy.tokens.values()].map((token) => tokenView(token, sources)),
      tags: [...policy.tags.values()],
      permissions: [...policy.permissions.values()],
    };
  }

  touch(tokenId: string): void {
    this.#touched.add(tokenId);
  }

  take(): Pick<LivePatch, "tokens" | "tags" | "permissions"> {
    const before = this.#sent;
    const after = this.#sources.core.policy.current;
    const tokens = this.#takeTokens(before, after);
    this.#sent = after;
    if (before === after) return some({ tokens });
    return some({
      tokens,
      tags: changedRows(before.tags, after.tags),
      permissions: changedRows(before.permissions, after.permissions),
    });
  }

  #takeTokens(before: Snapshot, after: Snapshot): LivePatch["tokens"] {
    const changed = changedRows(before.tokens, after.tokens);
    for (const id of changed.remove) this.#expiring.delete(id);
    for (const token of changed.set) {
      this.#noteExpiry(token);
      if (!isSameOwner(before.tokens.get(token.id), token)) this.#renamed(token.id);
    }
    const ids = new Set([
      ...changed.set.map(({ id }) => id),
      ...this.#touched,
      ...this.#turned(),
      ...this.#barChanges(),
    ]);
    this.#touched.clear();
    const set = [...ids].flatMap((id) => after.tokens.get(id) ?? []).map((token) => tokenView(token, this.#sources));
    return { set, remove: changed.remove };
  }

  #noteExpiry(token: StoredToken): void {
    if (token.expiresAt === null) {
      this.#expiring.delete(token.id);
      return;
    }
    const at = Date.parse(token.expiresAt);
    this.#expiring.set(token.id, { at, isPast: at <= this.#now() });
  }

  /** Tokens that have expired since, or have not any more. */
  #turned(): string[] {
    const now = this.#now();
    const ids: string[] = [];
    for (const [id, known] of this.#expiring) {
      if (known.at <= now === known.isPast) continue;
      known.isPast = !known.isPast;
      ids.push(id);
    }
    return ids;
  }

  #barChanges(): string[] {
    const before = this.#bars;
    const after = this.#sources.core.blocks.all();
    this.#bars = after;
    return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id));
  }

  #now(): number {
    return this.#sources.core.clock.now();
  }
}

function isSameOwner(before: StoredToken | undefined, after: StoredToken): boolean {
  return before?.name === after.name && JSON.stringify(before.subject) === JSON.stringify(after.subject);
}

/** Rows that are new or another object than before, and ids that are gone. */
export function changedRows<T extends { readonly id: string }>(
  before: ReadonlyMap<string, T>,
  after: ReadonlyMap<string, T>,
): Changed<T> {
  if (before === after) return { set: [], remove: [] };
  const set = [...after.values()].filter((row) => before.get(row.id) !== row);
  const remove = [...before.keys()].filter((id) => !after.has(id));
  return { set, remove };
}

/** Only the lists that hold something: absent means unchanged. */
function some(lists: Pick<LivePatch, "tokens" | "tags" | "permissions">): typeof lists {
  return Object.fromEntries(
    Object.entries(lists).filter(([, change]) => change !== undefined && change.set.length + change.remove.length > 0),
  );
}

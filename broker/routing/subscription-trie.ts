/** Owns the trie of filters: which filters match a topic (T3, T4), independent of how many subscribers hold each. */

/** One distinct filter with everybody who holds it. */
export class FilterEntry<S> {
  readonly filter: string;
  readonly holders = new Set<S>();
  /** Grows with every change of `holders`; a route built from older versions is stale. */
  version = 0;
  constructor(filter: string) {
    this.filter = filter;
  }
}

class Node<S> {
  children: Map<string, Node<S>> | null = null;
  plus: Node<S> | null = null;
  /** The filter that ends here. */
  entry: FilterEntry<S> | null = null;
  /** The filter that ends here with `/#` (or `#` at the root). */
  hash: FilterEntry<S> | null = null;
}

/**
 * Filters by level. `generation` grows when a filter appears that was not there before: only then can a topic match an entry that it did
 * not match so far. Entries that lose their last holder leave the trie; a route that still knows one finds it empty.
 */
export class SubscriptionTrie<S> {
  generation = 0;
  private readonly root = new Node<S>();
  private readonly entries = new Map<string, FilterEntry<S>>();

  /** Distinct filters. */
  get size(): number {
    return this.entries.size;
  }

  /** The entry of a filter, if anybody holds it. */
  get(filter: string): FilterEntry<S> | undefined {
    return this.entries.get(filter);
  }

  /** Adds a holder of a valid filter. Adding twice is harmless. Returns the filter's shared text. */
  add(filter: string, holder: S): string {
    let entry = this.entries.get(filter);
    if (entry === undefined) {
      entry = new FilterEntry<S>(filter);
      this.entries.set(filter, entry);
      this.place(filter, entry);
      this.generation++;
    }
    if (!entry.holders.has(holder)) {
      entry.holders.add(holder);
      entry.version++;
    }
    return entry.filter;
  }

  /** Removes a holder; removing one that is not there is harmless. */
  remove(filter: string, holder: S): void {
    const entry = this.entries.get(filter);
    if (entry === undefined || !entry.holders.delete(holder)) return;
    entry.version++;
    if (entry.holders.size > 0) return;
    this.entries.delete(filter);
    this.unplace(filter);
  }

  /** Every entry whose filter matches the valid topic, appended to `into`. */
  match(topic: string, into: FilterEntry<S>[]): void {
    // T4: a filter that begins with a wildcard does not match a $ topic.
    const reserved = topic.charCodeAt(0) === 36;
    if (!reserved && this.root.hash !== null) into.push(this.root.hash);
    matchFrom(this.root, topic, 0, reserved, into);
  }

  private place(filter: string, entry: FilterEntry<S>): void {
    const levels = filter.split("/");
    const last = levels.length - 1;
    const hash = levels[last] === "#";
    let node = this.root;
    for (let i = 0; i < (hash ? last : last + 1); i++) node = child(node, levels[i] as string);
    if (hash) node.hash = entry;
    else node.entry = entry;
  }

  private unplace(filter: string): void {
    const levels = filter.split("/");
    const last = levels.length - 1;
    const hash = levels[last] === "#";
    const path: Node<S>[] = [this.root];
    for (let i = 0; i < (hash ? last : last + 1); i++) {
      const next = step(path[i] as Node<S>, levels[i] as string);
      if (next === null) return;
      path.push(next);
    }
    const end = path[path.length - 1] as Node<S>;
    if (hash) end.hash = null;
    else end.entry = null;
    for (let i = path.length - 1; i > 0 && isBare(path[i] as Node<S>); i--) {
      const parent = path[i - 1] as Node<S>;
      const level = levels[i - 1] as string;
      if (level === "+") parent.plus = null;
      else parent.children?.delete(level);
      if (parent.children?.size === 0) parent.children = null;
    }
  }
}

function child<S>(node: Node<S>, level: string): Node<S> {
  const existing = step(node, level);
  if (existing !== null) return existing;
  const made = new Node<S>();
  if (level === "+") node.plus = made;
  else {
    node.children ??= new Map();
    node.children.set(level, made);
  }
  return made;
}

function step<S>(node: Node<S>, level: string): Node<S> | null {
  return level === "+" ? node.plus : (node.children?.get(level) ?? null);
}

function isBare<S>(node: Node<S>): boolean {
  return node.children === null && node.plus === null && node.entry === null && node.hash === null;
}

/** Walks the level that begins at `start`; `first` bars wildcards at the first level of a $ topic. */
function matchFrom<S>(node: Node<S>, topic: string, start: number, reserved: boolean, into: FilterEntry<S>[]): void {
  const slash = topic.indexOf("/", start);
  if (node.children !== null) {
    const next = node.children.get(slash < 0 ? topic.slice(start) : topic.slice(start, slash));
    if (next !== undefined) arrive(next, topic, slash, into);
  }
  if (node.plus !== null && !(reserved && start === 0)) arrive(node.plus, topic, slash, into);
}

function arrive<S>(node: Node<S>, topic: string, slash: number, into: FilterEntry<S>[]): void {
  // T3: `#` matches its parent too, so it counts whether or not levels follow.
  if (node.hash !== null) into.push(node.hash);
  if (slash < 0) {
    if (node.entry !== null) into.push(node.entry);
    return;
  }
  matchFrom(node, topic, slash + 1, false, into);
}

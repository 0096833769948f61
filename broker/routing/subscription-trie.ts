/** Owns the trie of filters: which filters match a topic (T3, T4), independent of how many subscribers hold each. */

/** One distinct filter with everybody who holds it. A set is made for the second holder: most devices ask for what nobody else asks for. */
export class FilterEntry<S> {
  readonly filter: string;
  /** Grows with every change of the holders; a route built from older versions is stale. */
  version = 0;
  private only: S | null = null;
  private many: Set<S> | null = null;
  constructor(filter: string) {
    this.filter = filter;
  }

  get isEmpty(): boolean {
    return this.only === null && (this.many === null || this.many.size === 0);
  }

  get size(): number {
    return this.only === null ? (this.many?.size ?? 0) : 1;
  }

  /** Adding twice is harmless. */
  add(holder: S): void {
    if (this.only === holder || this.many?.has(holder)) return;
    this.version++;
    if (this.many !== null) {
      this.many.add(holder);
    } else if (this.only === null) {
      this.only = holder;
    } else {
      this.many = new Set([this.only, holder]);
      this.only = null;
    }
  }

  /** False when it was not there. */
  remove(holder: S): boolean {
    if (this.only === holder) this.only = null;
    else if (!this.many?.delete(holder)) return false;
    this.version++;
    return true;
  }

  forEach(visit: (holder: S) => void): void {
    if (this.only !== null) visit(this.only);
    this.many?.forEach(visit);
  }
}

/** The text of a level, once for all filters that hold it: a topic's levels are looked up once and then compared by identity. */
class Word {
  readonly text: string;
  /** Nodes that it leads to. */
  uses = 0;
  constructor(text: string) {
    this.text = text;
  }
}

/** Most nodes have one child: it is kept in two fields, and a map is made for the second. */
class Node<S> {
  word: Word | null = null;
  child: Node<S> | null = null;
  children: Map<Word, Node<S>> | null = null;
  plus: Node<S> | null = null;
  /** The filter that ends here. */
  entry: FilterEntry<S> | null = null;
  /** The filter that ends here with `/#` (or `#` at the root). */
  hash: FilterEntry<S> | null = null;

  get(word: Word): Node<S> | null {
    if (this.word === word) return this.child;
    return this.children === null ? null : (this.children.get(word) ?? null);
  }

  put(word: Word, node: Node<S>): void {
    if (this.word === null) {
      this.word = word;
      this.child = node;
      return;
    }
    this.children ??= new Map();
    this.children.set(word, node);
  }

  remove(word: Word): void {
    if (this.word === word) {
      this.word = null;
      this.child = null;
    } else if (this.children?.delete(word) && this.children.size === 0) {
      this.children = null;
    }
  }

  get isBare(): boolean {
    return (
      this.word === null && this.children === null && this.plus === null && this.entry === null && this.hash === null
    );
  }
}

/**
 * Filters by level. `generation` grows when a filter appears that was not there before: only then can a topic match an entry that it did
 * not match so far. Entries that lose their last holder leave the trie; a route that still knows one finds it empty.
 */
export class SubscriptionTrie<S> {
  generation = 0;
  private readonly root = new Node<S>();
  private readonly entries = new Map<string, FilterEntry<S>>();
  private readonly words = new Map<string, Word>();
  /** The levels of the topic that is being matched; undefined where no filter has that word. */
  private readonly levels: (Word | undefined)[] = [];

  /** Distinct filters. */
  get size(): number {
    return this.entries.size;
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
    entry.add(holder);
    return entry.filter;
  }

  /** Removes a holder; removing one that is not there is harmless. */
  remove(filter: string, holder: S): void {
    const entry = this.entries.get(filter);
    if (entry === undefined || !entry.remove(holder) || !entry.isEmpty) return;
    this.entries.delete(filter);
    this.unplace(filter);
  }

  /** Every entry whose filter matches the valid topic, appended to `into`. */
  match(topic: string, into: FilterEntry<S>[]): void {
    const depth = this.readLevels(topic);
    // T4: a filter that begins with a wildcard does not match a $ topic.
    if (topic.charCodeAt(0) === 36) {
      const first = this.levels[0];
      const next = first === undefined ? null : this.root.get(first);
      if (next !== null) collect(next, this.levels, 1, depth, into);
    } else {
      collect(this.root, this.levels, 0, depth, into);
    }
  }

  /** Looks the topic's levels up; returns how many there are. */
  private readLevels(topic: string): number {
    let depth = 0;
    let start = 0;
    for (;;) {
      const slash = topic.indexOf("/", start);
      this.levels[depth++] = this.words.get(slash < 0 ? topic.slice(start) : topic.slice(start, slash));
      if (slash < 0) return depth;
      start = slash + 1;
    }
  }

  private place(filter: string, entry: FilterEntry<S>): void {
    const levels = filter.split("/");
    const endsInHash = levels.at(-1) === "#";
    if (endsInHash) levels.pop();
    let node = this.root;
    for (const level of levels) node = this.child(node, level);
    if (endsInHash) node.hash = entry;
    else node.entry = entry;
  }

  private child(node: Node<S>, level: string): Node<S> {
    if (level === "+") {
      node.plus ??= new Node();
      return node.plus;
    }
    let word = this.words.get(level);
    if (word === undefined) {
      word = new Word(level);
      this.words.set(level, word);
    }
    const existing = node.get(word);
    if (existing !== null) return existing;
    const made = new Node<S>();
    node.put(word, made);
    word.uses++;
    return made;
  }

  private unplace(filter: string): void {
    const levels = filter.split("/");
    const endsInHash = levels.at(-1) === "#";
    if (endsInHash) levels.pop();
    const path = [this.root];
    for (const level of levels) {
      const next = this.step(path.at(-1), level);
      if (next === null) return;
      path.push(next);
    }
    const end = path.at(-1);
    if (end === undefined) return;
    if (endsInHash) end.hash = null;
    else end.entry = null;
    while (path.length > 1 && path.pop()?.isBare) this.prune(path.at(-1), levels[path.length - 1] ?? "");
  }

  private step(node: Node<S> | undefined, level: string): Node<S> | null {
    if (node === undefined || level === "+") return node?.plus ?? null;
    const word = this.words.get(level);
    return word === undefined ? null : node.get(word);
  }

  private prune(parent: Node<S> | undefined, level: string): void {
    if (parent === undefined) return;
    if (level === "+") {
      parent.plus = null;
      return;
    }
    const word = this.words.get(level);
    if (word === undefined) return;
    parent.remove(word);
    word.uses--;
    if (word.uses === 0) this.words.delete(level);
  }
}

/** Walks from `node` with the levels from `at` on. */
function collect<S>(
  node: Node<S>,
  levels: readonly (Word | undefined)[],
  at: number,
  depth: number,
  into: FilterEntry<S>[],
): void {
  // T3: `#` matches its parent too, so it counts whether or not levels follow.
  if (node.hash !== null) into.push(node.hash);
  if (at === depth) {
    if (node.entry !== null) into.push(node.entry);
    return;
  }
  const word = levels[at];
  if (word !== undefined) {
    const next = node.get(word);
    if (next !== null) collect(next, levels, at + 1, depth, into);
  }
  if (node.plus !== null) collect(node.plus, levels, at + 1, depth, into);
}

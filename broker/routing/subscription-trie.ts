/** The trie of filters: which filters match a topic (T3, T4), independent of how many subscribers hold each. */
import { FilterEntry } from "./filter-entry.ts";
import type { SubscriptionOptions } from "./subscription.ts";
import { flat, TrieNode, Word } from "./trie-node.ts";

const SLASH = 47;

/**
 * Filters by level, levels that nothing branches from joined to one node, so that there are never more than two nodes a filter, however many levels
 * it has. `generation` grows when a filter appears that was not there before: only then can a topic match an entry that it did
 * not match so far. Entries that lose their last holder leave the trie; a route that still knows one finds it empty.
 */
export class SubscriptionTrie<S> {
  generation = 0;
  private readonly root = new TrieNode<FilterEntry<S>>();
  private readonly entries = new Map<string, FilterEntry<S>>();
  private readonly words = new Map<string, Word>();
  /** The levels of the topic that is looked for, as words and by where each begins; kept between the calls. */
  private readonly levels: (Word | undefined)[] = [];
  private readonly starts: number[] = [];

  filters(): Iterable<string> {
    return this.entries.keys();
  }

  /** Distinct filters. */
  get size(): number {
    return this.entries.size;
  }

  /** Adds a holder of a valid filter, or gives it other options; returns the filter's text, one for all holders, with memory of its own. */
  add(filter: string, holder: S, options: SubscriptionOptions | null = null): string {
    const entry = this.entry(filter);
    entry.add(holder, options);
    return entry.filter;
  }

  /** Removes a holder; removing one that is not there is harmless. */
  remove(filter: string, holder: S): void {
    const entry = this.entries.get(filter);
    if (entry?.remove(holder)) this.leave(entry);
  }

  /** The valid filter's entry, if somebody holds it. */
  find(filter: string): FilterEntry<S> | undefined {
    return this.entries.get(filter);
  }

  /** The valid filter's entry, made where nobody holds it: a holder comes at once. */
  entry(filter: string): FilterEntry<S> {
    const known = this.entries.get(filter);
    if (known !== undefined) return known;
    const entry = new FilterEntry<S>(flat(filter));
    this.entries.set(entry.filter, entry);
    this.place(entry);
    this.generation++;
    return entry;
  }

  /** Takes the entry out if nobody holds it any more. */
  leave(entry: FilterEntry<S>): void {
    if (!entry.isEmpty) return;
    this.entries.delete(entry.filter);
    this.unplace(entry.filter);
  }

  /** Every entry whose filter matches the valid topic, appended to `into`; `byName`: those alone that do not begin with a wildcard (T8). */
  match(topic: string, into: FilterEntry<S>[], byName = false): void {
    const depth = this.readLevels(topic);
    // T4: a filter that begins with a wildcard does not match a $ topic.
    if (byName || topic.charCodeAt(0) === 36) {
      const first = this.levels[0];
      const next = first === undefined ? null : this.root.get(first);
      if (next !== null) this.follow(next, topic, 1, depth, into);
    } else {
      this.collect(this.root, topic, 0, depth, into);
    }
  }

  /** Looks the topic's levels up; returns how many there are. */
  private readLevels(topic: string): number {
    let depth = 0;
    let start = 0;
    for (;;) {
      const slash = topic.indexOf("/", start);
      this.starts[depth] = start;
      this.levels[depth++] = this.words.get(slash < 0 ? topic.slice(start) : topic.slice(start, slash));
      if (slash < 0) return depth;
      start = slash + 1;
    }
  }

  /** Walks from `node`, whose own levels matched, with the levels from `at` on. */
  private collect(
    node: TrieNode<FilterEntry<S>>,
    topic: string,
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
    const word = this.levels[at];
    if (word !== undefined) {
      const next = node.get(word);
      if (next !== null) this.follow(next, topic, at + 1, depth, into);
    }
    if (node.plus !== null) this.follow(node.plus, topic, at + 1, depth, into);
  }

  /** Goes on at a node whose first level matched, if the rest of its levels match too. */
  private follow(
    node: TrieNode<FilterEntry<S>>,
    topic: string,
    at: number,
    depth: number,
    into: FilterEntry<S>[],
  ): void {
    if (node.run === null) {
      this.collect(node, topic, at, depth, into);
    } else if (at < depth && node.runMatches(topic, this.starts[at] as number)) {
      this.collect(node, topic, at + node.runLevels, depth, into);
    }
  }

  private place(entry: FilterEntry<S>): void {
    if (entry.filter === "#") {
      this.root.hash = entry;
      return;
    }
    const { body, endsInHash } = parts(entry.filter);
    let node = this.root;
    let at = 0;
    while (at <= body.length) {
      const end = levelEnd(body, at);
      const level = body.slice(at, end);
      const next = this.step(node, level);
      if (next === null) {
        const leaf = new TrieNode<FilterEntry<S>>();
        leaf.setRun(end < body.length ? body.slice(end + 1) : null);
        this.attach(node, level, leaf);
        node = leaf;
        break;
      }
      node = next;
      at = end + 1;
      if (node.run === null) continue;
      const common = commonLevels(node.run, body, at);
      if (common < node.run.length) this.split(node, common);
      // What is common may be nothing, and an empty level is something.
      if (common >= 0) at += common + 1;
    }
    if (endsInHash) node.hash = entry;
    else node.entry = entry;
  }

  /** Parts a node in two: the upper one keeps the first `common` characters of its run (-1: none of it), the lower one everything else. */
  private split(node: TrieNode<FilterEntry<S>>, common: number): void {
    const run = node.run as string;
    const rest = run.slice(common + 1);
    const end = levelEnd(rest, 0);
    const lower = node.moveDown();
    lower.setRun(end < rest.length ? rest.slice(end + 1) : null);
    node.setRun(common < 0 ? null : run.slice(0, common));
    this.attach(node, rest.slice(0, end), lower);
  }

  private unplace(filter: string): void {
    if (filter === "#") {
      this.root.hash = null;
      return;
    }
    const { body, endsInHash } = parts(filter);
    let parent = this.root;
    let node = this.root;
    let level = "";
    let at = 0;
    while (at <= body.length) {
      const end = levelEnd(body, at);
      const next = this.step(node, body.slice(at, end));
      if (next === null) return;
      parent = node;
      node = next;
      level = body.slice(at, end);
      at = end + 1 + (node.run === null ? 0 : node.run.length + 1);
    }
    if (endsInHash) node.hash = null;
    else node.entry = null;
    if (node.isBare) {
      this.detach(parent, level);
      this.join(parent);
    } else {
      this.join(node);
    }
  }

  /** Joins a node at which no filter ends with its only child. */
  private join(node: TrieNode<FilterEntry<S>>): void {
    if (node === this.root) return;
    const only = node.onlyChild();
    if (only === null) return;
    const level = only.word === null ? "+" : only.word.text;
    const run = [node.run, level, only.node.run].filter((part) => part !== null).join("/");
    this.detach(node, level);
    node.moveUp(only.node);
    node.setRun(run);
  }

  private step(node: TrieNode<FilterEntry<S>>, level: string): TrieNode<FilterEntry<S>> | null {
    if (level === "+") return node.plus;
    const word = this.words.get(level);
    return word === undefined ? null : node.get(word);
  }

  private attach(parent: TrieNode<FilterEntry<S>>, level: string, child: TrieNode<FilterEntry<S>>): void {
    if (level === "+") {
      parent.plus = child;
      return;
    }
    let word = this.words.get(level);
    if (word === undefined) {
      // Of its own: a level cut from a filter would hold the filter for as long as another one needs the word.
      word = new Word(flat(level));
      this.words.set(word.text, word);
    }
    parent.put(word, child);
    word.uses++;
  }

  private detach(parent: TrieNode<FilterEntry<S>>, level: string): void {
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

/** A filter without the `#` at its end. */
function parts(filter: string): { readonly body: string; readonly endsInHash: boolean } {
  return filter.endsWith("/#") ? { body: filter.slice(0, -2), endsInHash: true } : { body: filter, endsInHash: false };
}

function levelEnd(text: string, from: number): number {
  const slash = text.indexOf("/", from);
  return slash < 0 ? text.length : slash;
}

/** Characters of the whole levels with which `run` and what stands in `body` from `at` on begin alike; -1 without any, since one may be empty. */
function commonLevels(run: string, body: string, at: number): number {
  let common = -1;
  if (at > body.length) return common;
  for (let i = 0; ; i++) {
    const mine = i < run.length ? run.charCodeAt(i) : SLASH;
    const other = at + i < body.length ? body.charCodeAt(at + i) : SLASH;
    if (mine !== other) return common;
    if (mine !== SLASH) continue;
    common = i;
    if (i >= run.length || at + i >= body.length) return common;
  }
}

/** One node of the trie of filters: some levels in a row, and where it branches. */

const SLASH = 47;
const PLUS = 43;
/** Characters from which on comparing pieces of memory is worth its call. */
const LONG_RUN = 64;

/** V8 copies shorter parts of a text itself. */
const SHORTEST_SLICE = 13;

/** The same text with memory of its own: cut from a filter it would keep the whole filter, and take longer to read. */
export const flat = (text: string): string =>
  text.length < SHORTEST_SLICE ? text : Buffer.from(text, "utf8").toString("utf8");

/** The text of a level at which the trie branches, once for all filters that hold it: a topic's levels are looked up once and then compared by identity. */
export class Word {
  readonly text: string;
  /** Nodes that it leads to. */
  uses = 0;
  constructor(text: string) {
    this.text = text;
  }
}

/** Most nodes have one child: it is kept in two fields, and a map is made for the second. `E` is what is known of a filter. */
export class TrieNode<E> {
  /** The levels behind the one that leads here, where nothing branches off between them; null without any. */
  run: string | null = null;
  runLevels = 0;
  private runHasPlus = false;
  plus: TrieNode<E> | null = null;
  /** The filter that ends here. */
  entry: E | null = null;
  /** The filter that ends here with `/#` (or `#` at the root). */
  hash: E | null = null;
  private word: Word | null = null;
  private child: TrieNode<E> | null = null;
  private children: Map<Word, TrieNode<E>> | null = null;

  get(word: Word): TrieNode<E> | null {
    if (this.word === word) return this.child;
    return this.children === null ? null : (this.children.get(word) ?? null);
  }

  put(word: Word, node: TrieNode<E>): void {
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

  /** Its only child, and the word that leads there (null: a `+`); null when there are more, or none, or a filter ends here. */
  onlyChild(): { readonly word: Word | null; readonly node: TrieNode<E> } | null {
    const { word, child, children, plus } = this;
    const named = (word === null ? 0 : 1) + (children?.size ?? 0);
    if (this.entry !== null || this.hash !== null || named + (plus === null ? 0 : 1) !== 1) return null;
    if (plus !== null) return { word: null, node: plus };
    if (word !== null && child !== null) return { word, node: child };
    for (const [only, node] of children ?? []) return { word: only, node };
    return null;
  }

  setRun(run: string | null): void {
    // A long one stays a part of its filter, which is held anyway: as long as the filter's own text once more.
    this.run = run === null || run.length > LONG_RUN ? run : flat(run);
    this.runLevels = run === null ? 0 : 1;
    this.runHasPlus = false;
    for (let i = 0; run !== null && i < run.length; i++) {
      const unit = run.charCodeAt(i);
      if (unit === SLASH) this.runLevels++;
      // In a valid filter it stands only as a whole level.
      else if (unit === PLUS) this.runHasPlus = true;
    }
  }

  /** Do its further levels match the topic's from this character on? */
  runMatches(topic: string, from: number): boolean {
    const run = this.run as string;
    if (run.length > LONG_RUN && !this.runHasPlus) {
      const end = from + run.length;
      return (end === topic.length || topic.charCodeAt(end) === SLASH) && topic.slice(from, end) === run;
    }
    let t = from;
    for (let r = 0; ; r++, t++) {
      if (run.charCodeAt(r) === PLUS) {
        r++;
        while (t < topic.length && topic.charCodeAt(t) !== SLASH) t++;
      } else {
        for (; r < run.length && run.charCodeAt(r) !== SLASH; r++, t++) {
          if (run.charCodeAt(r) !== topic.charCodeAt(t)) return false;
        }
        if (t < topic.length && topic.charCodeAt(t) !== SLASH) return false;
      }
      if (r >= run.length) return true;
      // Another level is asked for.
      if (t >= topic.length) return false;
    }
  }

  /** Hands everything below this node to a new one, and returns that. */
  moveDown(): TrieNode<E> {
    const lower = new TrieNode<E>();
    lower.take(this);
    this.take(new TrieNode<E>());
    return lower;
  }

  /** Takes the place of its only child, which is given up. */
  moveUp(child: TrieNode<E>): void {
    this.take(child);
  }

  private take({ plus, entry, hash, word, child, children }: TrieNode<E>): void {
    this.plus = plus;
    this.entry = entry;
    this.hash = hash;
    this.word = word;
    this.child = child;
    this.children = children;
  }
}

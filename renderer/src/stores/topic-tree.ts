/** Owns the topics as a tree of levels, kept up to date row by row: sums go up as they change, nothing is added up anew. */
import type { TopicRow } from "../../../broker/contract/topic-views.ts";

const collator = new Intl.Collator("en", { numeric: true });

export class TopicNode {
  /** The topic that ends here, whether or not there is one. */
  readonly path: string;
  /** The last level; empty levels are levels. */
  readonly label: string;
  readonly parent: TopicNode | null;
  readonly children = new Map<string, TopicNode>();
  row: TopicRow | null = null;
  /** Of this topic and all below it. */
  messages = 0;
  rate = 0;
  topics = 0;
  /** Grows with every arrival that was told. */
  pulse = 0;
  #sorted: TopicNode[] | null = null;

  constructor(path: string, label: string, parent: TopicNode | null) {
    this.path = path;
    this.label = label;
    this.parent = parent;
  }

  /** By label, numbers by value. */
  get sorted(): readonly TopicNode[] {
    this.#sorted ??= [...this.children.values()].sort((a, b) => collator.compare(a.label, b.label));
    return this.#sorted;
  }

  add(child: TopicNode): void {
    this.children.set(child.label, child);
    this.#sorted = null;
  }

  drop(child: TopicNode): void {
    this.children.delete(child.label);
    this.#sorted = null;
  }
}

/** A line of the tree as it is drawn. */
export interface TreeLine {
  readonly node: TopicNode;
  /** 1 for the first level. */
  readonly level: number;
  readonly isOpen: boolean;
  readonly position: number;
  readonly siblings: number;
}

export class TopicTree {
  readonly root = new TopicNode("", "", null);
  readonly #byName = new Map<string, TopicNode>();

  get size(): number {
    return this.#byName.size;
  }

  /** The node of a topic that is there. */
  get(name: string): TopicNode | undefined {
    return this.#byName.get(name);
  }

  /** True when the tree has another shape now. */
  put(row: TopicRow): boolean {
    const [name, messages, rate] = row;
    const known = this.#byName.get(name);
    const node = known ?? this.#make(name);
    const before = node.row;
    node.row = row;
    if (before !== null && messages > before[1]) node.pulse++;
    this.#sum(node, messages - (before?.[1] ?? 0), rate - (before?.[2] ?? 0), known === undefined ? 1 : 0);
    return known === undefined;
  }

  remove(name: string): boolean {
    const node = this.#byName.get(name);
    if (node?.row == null) return false;
    this.#sum(node, -node.row[1], -node.row[2], -1);
    node.row = null;
    this.#byName.delete(name);
    for (let bare = node; bare.parent !== null && bare.row === null && bare.children.size === 0; bare = bare.parent) {
      bare.parent.drop(bare);
    }
    return true;
  }

  /** The lines to draw, top to bottom. With a `test`, topics that pass it and what leads to them, all open. */
  lines(isOpen: (node: TopicNode) => boolean, test: ((name: string) => boolean) | null): readonly TreeLine[] {
    const lines: TreeLine[] = [];
    const wanted = test === null ? null : this.#wanted(test);
    const walk = (parent: TopicNode, level: number) => {
      const shown = wanted === null ? parent.sorted : parent.sorted.filter((node) => wanted.has(node));
      for (const [index, node] of shown.entries()) {
        const open = node.children.size > 0 && (wanted !== null || isOpen(node));
        lines.push({ node, level, isOpen: open, position: index + 1, siblings: shown.length });
        if (open) walk(node, level + 1);
      }
    };
    walk(this.root, 1);
    return lines;
  }

  #wanted(test: (name: string) => boolean): ReadonlySet<TopicNode> {
    const wanted = new Set<TopicNode>();
    for (const [name, topic] of this.#byName) {
      if (!test(name)) continue;
      for (let node: TopicNode | null = topic; node !== null && !wanted.has(node); node = node.parent) wanted.add(node);
    }
    return wanted;
  }

  #make(name: string): TopicNode {
    let node = this.root;
    let path = "";
    for (const [index, label] of name.split("/").entries()) {
      path = index === 0 ? label : `${path}/${label}`;
      let child = node.children.get(label);
      if (child === undefined) {
        child = new TopicNode(path, label, node);
        node.add(child);
      }
      node = child;
    }
    this.#byName.set(name, node);
    return node;
  }

  #sum(topic: TopicNode, messages: number, rate: number, topics: number): void {
    for (let node: TopicNode | null = topic; node !== null; node = node.parent) {
      node.messages += messages;
      node.rate += rate;
      node.topics += topics;
    }
  }
}

/** Another node, as this one knows it: what it listens for, and the links to and from it. */
import type { Router } from "../routing/router.ts";
import { MessageOrigin } from "../topics/message-origin.ts";
import type { FactsItem } from "./batch.ts";
import type { InLink } from "./in-link.ts";
import type { OutLink } from "./out-link.ts";

export class OtherNode {
  readonly id: string;
  /** A label; its id until it has said more. */
  name: string;
  readonly out: OutLink;
  readonly in: InLink;
  /** Elapsed milliseconds. */
  heardAt: number;
  /** It has told what it listens for. */
  hasFacts = false;
  /** What the ids of its messages follow from. */
  origin: MessageOrigin | null = null;
  routeMark = 0;
  private filters = new Set<string>();

  constructor(id: string, now: number, out: OutLink, inLink: InLink) {
    this.id = id;
    this.name = id;
    this.heardAt = now;
    this.out = out;
    this.in = inLink;
  }

  get filterCount(): number {
    return this.filters.size;
  }

  /** What it says of itself replaces what was known, or changes it. */
  learn({ kind, seed, filters }: FactsItem, router: Router<OtherNode>, since: number): void {
    if (this.origin?.seed !== seed) this.origin = new MessageOrigin(since, seed);
    if (kind === "whole") {
      const now = new Set(filters);
      this.forget(
        [...this.filters].filter((filter) => !now.has(filter)),
        router,
      );
      this.hasFacts = true;
    }
    if (kind === "fewer") this.forget(filters, router);
    else this.hold(filters, router);
  }

  /** It is gone. */
  close(router: Router<OtherNode>): void {
    this.forget([...this.filters], router);
    this.out.close();
    this.in.close();
  }

  private hold(filters: readonly string[], router: Router<OtherNode>): void {
    const added = filters.filter((filter) => !this.filters.has(filter));
    for (const filter of router.subscribe(added, this)) this.filters.add(filter);
  }

  private forget(filters: readonly string[], router: Router<OtherNode>): void {
    const held = filters.filter((filter) => this.filters.delete(filter));
    router.unsubscribe(held, this);
  }
}

/** The numbered stream of batches from one node: taken in order, each once; what is missing is asked for, and counted when it does not come (N22 to N24). */
import { LIMITS } from "../contract/limits.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Item } from "./batch.ts";
import { readParts } from "./batch.ts";

/** Batches that never came. */
export interface Loss {
  readonly from: string;
  readonly term: number;
  /** The first and the last number. */
  readonly first: number;
  readonly last: number;
}

export interface InLinkParts {
  readonly clock: Pick<Clock, "elapsed" | "after">;
  /** Everything of this link from this number on is missing, or may be. */
  readonly ask: (term: number, number: number) => void;
  readonly take: (item: Item) => void;
  readonly lost: (loss: Loss) => void;
}

interface Held {
  readonly items: readonly Item[];
  readonly bytes: number;
}

export class InLink {
  /** 0 before anything was heard. */
  term = 0;
  /** Number of the newest batch that was taken. */
  heard = 0;
  private readonly from: string;
  private readonly parts: InLinkParts;
  /** What came behind a gap, by number. */
  private readonly held = new Map<number, Held>();
  private heldBytes = 0;
  /** When the gap was seen; null without one. */
  private gapSince: number | null = null;
  private timer: Timer | null = null;
  private askedFrom = 0;
  /** The newest number that is known to have been sent. */
  private sent = 0;
  private part = "";

  constructor(from: string, parts: InLinkParts) {
    this.from = from;
    this.parts = parts;
  }

  get waiting(): number {
    return this.heldBytes;
  }

  takeBatch(term: number, number: number, items: readonly Item[], bytes: number): void {
    if (!this.isOf(term) || number <= this.heard) return;
    this.sent = Math.max(this.sent, number);
    if (number === this.heard + 1) {
      this.deliver(number, items);
      this.deliverHeld();
      return;
    }
    if (!this.held.has(number)) {
      this.held.set(number, { items, bytes });
      this.heldBytes += bytes;
    }
    this.missing();
    if (this.heldBytes > LIMITS.linkHoldBytes) this.giveUp();
  }

  /** The other node has sent everything up to this number. */
  noteSent(term: number, number: number): void {
    if (!this.isOf(term)) return;
    this.sent = Math.max(this.sent, number);
    if (this.sent > this.heard) this.missing();
  }

  /** Batches up to this number cannot come any more. */
  noteLost(term: number, number: number): void {
    if (!this.isOf(term) || number <= this.heard) return;
    this.skipTo(Math.min(number, this.sent));
  }

  /** The other node is gone, or this one stops. */
  close(): void {
    this.timer?.cancel();
    this.timer = null;
    this.gapSince = null;
  }

  /** A gap that was not filled in time is given up; one that nothing has come for is asked for again. */
  private look(): void {
    this.timer = null;
    if (this.gapSince === null) return;
    if (this.parts.clock.elapsed() - this.gapSince >= LIMITS.linkGapMs) this.giveUp();
    else if (this.heard + 1 === this.askedFrom) this.ask();
    else this.wait();
  }

  private ask(): void {
    this.askedFrom = this.heard + 1;
    this.parts.ask(this.term, this.askedFrom);
    this.wait();
  }

  private wait(): void {
    this.timer ??= this.parts.clock.after(LIMITS.linkAskMs, () => this.look());
  }

  /** False: of an older link. A newer one begins anew; what came of the older one after what was taken is not known. */
  private isOf(term: number): boolean {
    if (term < this.term) return false;
    if (term > this.term) {
      this.term = term;
      this.heard = 0;
      this.sent = 0;
      this.held.clear();
      this.heldBytes = 0;
      this.gapSince = null;
      this.part = "";
    }
    return true;
  }

  private missing(): void {
    if (this.gapSince !== null) return;
    this.gapSince = this.parts.clock.elapsed();
    this.ask();
  }

  /** Goes on behind the gap. */
  private giveUp(): void {
    let next = this.sent + 1;
    for (const number of this.held.keys()) next = Math.min(next, number);
    this.skipTo(next - 1);
  }

  private skipTo(number: number): void {
    // What lies between and did come is taken all the same.
    const came = [...this.held].filter(([at]) => at <= number).sort(([a], [b]) => a - b);
    for (const [at, held] of came) {
      if (at > this.heard + 1) this.lose(this.heard + 1, at - 1);
      this.takeHeld(at, held);
    }
    if (this.heard < number) this.lose(this.heard + 1, number);
    this.deliverHeld();
  }

  private lose(first: number, last: number): void {
    this.heard = last;
    this.part = "";
    this.parts.lost({ from: this.from, term: this.term, first, last });
  }

  private deliverHeld(): void {
    for (let held = this.held.get(this.heard + 1); held !== undefined; held = this.held.get(this.heard + 1)) {
      this.takeHeld(this.heard + 1, held);
    }
    this.gapSince = null;
    if (this.sent > this.heard) this.missing();
  }

  private takeHeld(number: number, { items, bytes }: Held): void {
    this.held.delete(number);
    this.heldBytes -= bytes;
    this.deliver(number, items);
  }

  private deliver(number: number, items: readonly Item[]): void {
    this.heard = number;
    for (const item of items) {
      if (item.kind !== "part") this.parts.take(item);
      else this.takePart(item.text, item.isLast);
    }
  }

  private takePart(text: string, isLast: boolean): void {
    this.part += text;
    if (this.part.length > LIMITS.linkHoldBytes) this.part = "";
    if (!isLast) return;
    const item = readParts(this.part);
    this.part = "";
    if (item !== null && item.kind !== "part") this.parts.take(item);
  }
}

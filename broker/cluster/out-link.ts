/** The numbered stream of batches to one node: kept until they are acknowledged, and sent again when they are asked for (N21 to N23). */
import { LIMITS } from "../contract/limits.ts";
import { dataBatch, numberBatch, partsOf } from "./batch.ts";

interface Kept {
  readonly number: number;
  readonly bytes: Uint8Array;
  /** Elapsed milliseconds. */
  readonly at: number;
}

/** Bytes that all links of this node keep together. */
export interface KeptBytes {
  bytes: number;
}

export interface OutLinkParts {
  readonly self: string;
  readonly elapsed: () => number;
  readonly send: (nodeId: string, batch: Uint8Array) => void;
  readonly keptInAll: KeptBytes;
}

export class OutLink {
  readonly to: string;
  readonly term: number;
  /** Number of the newest batch; 0 before the first. */
  sent = 0;
  private readonly parts: OutLinkParts;
  private items: string[] = [];
  private kept: Kept[] = [];
  private keptBytes = 0;

  constructor(parts: OutLinkParts, to: string, term: number) {
    this.parts = parts;
    this.to = to;
    this.term = term;
  }

  /** Bytes that wait for their acknowledgement. */
  get waiting(): number {
    return this.keptBytes;
  }

  /** Takes the text of an item; `flush` sends it. */
  push(item: string): void {
    this.items.push(item);
  }

  /** Sends what one turn has gathered: as one batch, unless it is too large for one. */
  flush(): void {
    const { items } = this;
    if (items.length === 0) return;
    this.items = [];
    let batch: string[] = [];
    let size = 0;
    for (const item of items) {
      for (const part of partsOf(item)) {
        if (size > 0 && size + part.length > LIMITS.linkBatchBytes) {
          this.sendBatch(batch);
          batch = [];
          size = 0;
        }
        batch.push(part);
        size += part.length;
      }
    }
    this.sendBatch(batch);
  }

  /** The other node has heard everything up to this number. */
  acknowledged(term: number, number: number): void {
    if (term !== this.term) return;
    let count = 0;
    while ((this.kept[count]?.number ?? Number.POSITIVE_INFINITY) <= number) this.drop(this.kept[count++] as Kept);
    if (count > 0) this.kept.splice(0, count);
  }

  /** Sends again what the other node misses from this number on, byte for byte, and says what it cannot. */
  again(term: number, number: number): void {
    if (term !== this.term || number > this.sent) return;
    this.forgetOld();
    const { self, send } = this.parts;
    const oldest = this.kept[0]?.number ?? this.sent + 1;
    if (number < oldest) send(this.to, numberBatch("lost", self, this.term, oldest - 1));
    for (const kept of this.kept) if (kept.number >= number) send(this.to, kept.bytes);
  }

  /** Lets go of what has been kept for its time. */
  forgetOld(): void {
    const since = this.parts.elapsed() - LIMITS.linkKeepMs;
    while ((this.kept[0]?.at ?? Number.POSITIVE_INFINITY) < since) this.drop(this.kept.shift() as Kept);
  }

  /** The other node is gone. */
  close(): void {
    for (const kept of this.kept.splice(0)) this.drop(kept);
    this.items = [];
  }

  private sendBatch(items: readonly string[]): void {
    const { self, send, elapsed, keptInAll } = this.parts;
    const number = ++this.sent;
    const bytes = dataBatch(self, this.term, number, items);
    this.kept.push({ number, bytes, at: elapsed() });
    this.keptBytes += bytes.byteLength;
    keptInAll.bytes += bytes.byteLength;
    while (this.kept.length > 1 && (this.keptBytes > LIMITS.linkKeepBytes || keptInAll.bytes > LIMITS.linksKeepBytes)) {
      this.drop(this.kept.shift() as Kept);
    }
    send(this.to, bytes);
  }

  private drop({ bytes }: Kept): void {
    this.keptBytes -= bytes.byteLength;
    this.parts.keptInAll.bytes -= bytes.byteLength;
  }
}

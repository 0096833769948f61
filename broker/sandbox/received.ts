/** Owns what one client received: the newest messages, bounded in number and bytes, and how many there were. */
import { LIMITS } from "../contract/limits.ts";
import type { SandboxMessage } from "../contract/sandbox.ts";

interface Kept {
  readonly seq: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly topic: string;
  readonly json: string;
}

export class Received {
  #count = 0;
  /** Oldest first; whoever is before `#start` is gone. */
  #kept: Kept[] = [];
  #start = 0;
  #bytes = 0;

  /** All that ever came. */
  get count(): number {
    return this.#count;
  }

  add(at: number, topic: string, json: string): void {
    this.#count++;
    this.#kept.push({ seq: this.#count, at, topic, json });
    this.#bytes += topic.length + json.length;
    while (this.#isOver()) this.#dropOldest();
  }

  /** Newest first, cut for a list; only those after `seq`. */
  newest(limit: number, afterSeq = 0): SandboxMessage[] {
    const messages: SandboxMessage[] = [];
    for (let index = this.#kept.length - 1; index >= this.#start && messages.length < limit; index--) {
      const kept = this.#kept[index];
      if (kept === undefined || kept.seq <= afterSeq) break;
      messages.push(view(kept, LIMITS.sandboxPreviewLength));
    }
    return messages;
  }

  /** All that are kept, whole; newest first. */
  all(): SandboxMessage[] {
    return this.#kept
      .slice(this.#start)
      .reverse()
      .map((kept) => view(kept, Number.POSITIVE_INFINITY));
  }

  #isOver(): boolean {
    const held = this.#kept.length - this.#start;
    return held > LIMITS.sandboxMessages || (this.#bytes > LIMITS.sandboxMessageBytes && held > 1);
  }

  #dropOldest(): void {
    const oldest = this.#kept[this.#start++];
    if (oldest !== undefined) this.#bytes -= oldest.topic.length + oldest.json.length;
    if (this.#start < LIMITS.sandboxMessages) return;
    this.#kept = this.#kept.slice(this.#start);
    this.#start = 0;
  }
}

function view({ seq, at, topic, json }: Kept, longest: number): SandboxMessage {
  return {
    seq,
    at: new Date(at).toISOString(),
    topic,
    text: json.length > longest ? `${json.slice(0, longest)}…` : json,
    bytes: Buffer.byteLength(json),
  };
}

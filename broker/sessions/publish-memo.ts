/** What the publish memos of all tokens hold together, within a bound in bytes. */
import { LIMITS } from "../contract/limits.ts";

/** Somebody who remembers what can be decided anew. */
export interface Rememberer {
  /** Bytes of what it remembers; the bound keeps count. */
  remembered: number;
  forgetAll(): void;
}

/** When all together remember too much, whoever began first forgets everything. */
export class MemoBound {
  private readonly holders = new Set<Rememberer>();
  private readonly most: number;
  private bytes = 0;

  constructor(most: number = LIMITS.publishMemoBytes) {
    this.most = most;
  }

  /** `holder` remembers so many bytes more. */
  grew(holder: Rememberer, bytes: number): void {
    holder.remembered += bytes;
    this.bytes += bytes;
    this.holders.add(holder);
    for (const first of this.holders) {
      if (this.bytes <= this.most) return;
      this.forgot(first);
      first.forgetAll();
    }
  }

  /** `holder` has forgotten everything, or is about to. */
  forgot(holder: Rememberer): void {
    this.holders.delete(holder);
    this.bytes -= holder.remembered;
    holder.remembered = 0;
  }
}

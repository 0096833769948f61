/** The slots of tokens: counted here, and over all nodes where there are others (C6, N30 to N33). */
import type { Bus } from "../ports/bus.ts";
import { BusError } from "../ports/bus.ts";
import type { Clock } from "../ports/clock.ts";
import { isLater, type MaybeLater } from "./later.ts";

/** `unsure`: the bus is away, and this node has given out what it held when it was last sure (N33). */
export type SlotAnswer = "taken" | "full" | "unsure";

interface Waiting {
  readonly limit: number;
  readonly resolve: (answer: SlotAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Whoever was answered `taken` releases the slot exactly once. */
export class Slots {
  readonly #bus: Bus;
  readonly #clock: Clock;
  readonly #counts = new Map<string, number>();
  /** Those who wait, by token; there is an entry while a call is under way. */
  readonly #waiting = new Map<string, Waiting[]>();
  /** Tokens whose number others do not know yet. */
  readonly #changed = new Set<string>();
  #isWriting = false;
  /** What this node held when the bus was last there; null while it is. */
  #shares: ReadonlyMap<string, number> | null = null;

  constructor(bus: Bus, clock: Clock) {
    this.#bus = bus;
    this.#clock = clock;
  }

  /** `limit` 0 is unlimited, and waits for nobody. */
  acquire(tokenId: string, limit: number): MaybeLater<SlotAnswer> {
    if (limit === 0) {
      this.#set(tokenId, this.of(tokenId) + 1);
      return "taken";
    }
    if (this.#waiting.has(tokenId)) return this.#stand(tokenId, limit);
    const held = this.of(tokenId);
    const granted = this.#bus.take(tokenId, held, 1, limit);
    if (isLater(granted)) {
      this.#waiting.set(tokenId, []);
      const waits = new Promise<SlotAnswer>((resolve, reject) => {
        this.#answered(tokenId, held, granted, [{ limit, resolve, reject }]);
      });
      return waits;
    }
    if (granted === 0) return "full";
    this.#counts.set(tokenId, held + 1);
    return "taken";
  }

  /** A release too many is without effect: it must never make room for one connection above the limit. */
  release(tokenId: string): void {
    const held = this.of(tokenId);
    if (held > 0) this.#set(tokenId, held - 1);
  }

  /** Slots of the token at this node. */
  of(tokenId: string): number {
    return this.#counts.get(tokenId) ?? 0;
  }

  /** Tells others all numbers, as after entering anew (N34). */
  async tellAll(): Promise<void> {
    this.#changed.clear();
    await this.#bus.hold([...this.#counts]);
  }

  /** The bus answers again, or no more (N33). */
  noteBus(isThere: boolean): void {
    if (isThere) this.#shares = null;
    else this.#shares ??= new Map(this.#counts);
  }

  #stand(tokenId: string, limit: number): Promise<SlotAnswer> {
    return new Promise((resolve, reject) => {
      this.#waiting.get(tokenId)?.push({ limit, resolve, reject });
    });
  }

  /** One call a token is under way, for all who wait under the same limit. */
  #answered(tokenId: string, held: number, granted: Promise<number>, asking: readonly Waiting[]): void {
    granted.then(
      (count) => {
        this.noteBus(true);
        const now = this.of(tokenId);
        this.#count(tokenId, now + count);
        // Somebody has left meanwhile, which is not told while a call is under way.
        if (now !== held) this.#tell(tokenId);
        this.#next(tokenId);
        for (const [place, one] of asking.entries()) one.resolve(place < count ? "taken" : "full");
      },
      (error) => {
        if (error instanceof BusError) this.noteBus(false);
        this.#next(tokenId);
        for (const one of asking) {
          if (error instanceof BusError) one.resolve(this.#share(tokenId));
          else one.reject(error);
        }
      },
    );
  }

  #next(tokenId: string): void {
    const waiting = this.#waiting.get(tokenId) ?? [];
    const [first] = waiting;
    if (first === undefined) {
      this.#waiting.delete(tokenId);
      return;
    }
    const asking = waiting.filter(({ limit }) => limit === first.limit);
    this.#waiting.set(
      tokenId,
      waiting.filter(({ limit }) => limit !== first.limit),
    );
    const held = this.of(tokenId);
    const granted = Promise.resolve(this.#bus.take(tokenId, held, asking.length, first.limit));
    this.#answered(tokenId, held, granted, asking);
  }

  /** N33: up to what it held when it was last sure; others may have taken the rest. */
  #share(tokenId: string): SlotAnswer {
    const held = this.of(tokenId);
    if (held >= (this.#shares?.get(tokenId) ?? 0)) return "unsure";
    this.#set(tokenId, held + 1);
    return "taken";
  }

  #set(tokenId: string, count: number): void {
    this.#count(tokenId, count);
    this.#tell(tokenId);
  }

  #count(tokenId: string, count: number): void {
    if (count > 0) this.#counts.set(tokenId, count);
    else this.#counts.delete(tokenId);
  }

  /** Once a turn, for all tokens (N31, N32). */
  #tell(tokenId: string): void {
    this.#changed.add(tokenId);
    if (this.#isWriting) return;
    this.#isWriting = true;
    this.#clock.atTurnsEnd(() => {
      this.#isWriting = false;
      const slots: (readonly [string, number])[] = [];
      for (const id of this.#changed) if (!this.#waiting.has(id)) slots.push([id, this.of(id)]);
      this.#changed.clear();
      const held = slots.length === 0 ? undefined : this.#bus.hold(slots);
      // A write that is lost is made good by the next one, or when the node enters anew.
      if (held !== undefined) held.catch(() => undefined);
    });
  }
}

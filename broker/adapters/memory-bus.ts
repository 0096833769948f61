/** A bus between engines of one process, which loses, delays, doubles and parts on demand. */
import { LIMITS } from "../contract/limits.ts";
import { type Bus, BusError, type NodeCard } from "../ports/bus.ts";
import type { Chance } from "../ports/chance.ts";
import type { Clock } from "../ports/clock.ts";

/** What goes wrong with batches. */
export interface BusFaults {
  /** Shares of 1. */
  readonly lost: number;
  readonly doubled: number;
  /** A batch, and a call's answer, take up to so long; the order of batches stays. */
  readonly delayMs: number;
}

const NO_FAULTS: BusFaults = { lost: 0, doubled: 0, delayMs: 0 };

interface Member {
  readonly card: NodeCard;
  readonly slots: Map<string, number>;
  /** Elapsed milliseconds at which the lease ends. */
  until: number;
}

/** What all nodes share; the server, as it were. */
export class MemoryNet {
  readonly clock: Clock;
  readonly #chance: Chance;
  readonly #members = new Map<string, Member>();
  readonly #inboxes = new Map<string, MemoryBus>();
  #faults = NO_FAULTS;
  readonly #cut = new Set<string>();

  constructor(clock: Clock, chance: Chance) {
    this.clock = clock;
    this.#chance = chance;
  }

  bus(): MemoryBus {
    return new MemoryBus(this);
  }

  /** What goes wrong from now on; without arguments nothing does. */
  fail(faults: Partial<BusFaults> = {}): void {
    this.#faults = { ...NO_FAULTS, ...faults };
  }

  /** The node reaches nobody and nobody reaches it; its lease runs on. */
  cut(nodeId: string): void {
    this.#cut.add(nodeId);
  }

  mend(nodeId: string): void {
    this.#cut.delete(nodeId);
  }

  isCut(nodeId: string): boolean {
    return this.#cut.has(nodeId);
  }

  /** The node's lease ends now. */
  lapse(nodeId: string): void {
    this.#members.delete(nodeId);
  }

  /** Everything that it knows is gone, as after a FLUSHALL. */
  forget(): void {
    this.#members.clear();
  }

  get members(): ReadonlyMap<string, Member> {
    const now = this.clock.elapsed();
    for (const [id, { until }] of this.#members) if (until <= now) this.#members.delete(id);
    return this.#members;
  }

  enter(card: NodeCard, bus: MemoryBus): void {
    this.#members.set(card.id, { card, slots: new Map(), until: this.clock.elapsed() + LIMITS.nodeLeaseMs });
    this.#inboxes.set(card.id, bus);
  }

  leave(nodeId: string): void {
    this.#members.delete(nodeId);
    this.#inboxes.delete(nodeId);
  }

  deliver(from: string, to: string, batch: Uint8Array): void {
    if (this.#cut.has(from) || this.#cut.has(to)) return;
    const { lost, doubled } = this.#faults;
    if (lost > 0 && this.#chance.next() < lost) return;
    const times = doubled > 0 && this.#chance.next() < doubled ? 2 : 1;
    for (let time = 0; time < times; time++) this.#inboxes.get(to)?.arrives(batch, this.delay());
  }

  delay(): number {
    const { delayMs } = this.#faults;
    return delayMs === 0 ? 0 : Math.ceil(this.#chance.next() * delayMs);
  }
}

interface Arriving {
  readonly batch: Uint8Array;
  readonly at: number;
}

export class MemoryBus implements Bus {
  readonly kind = "memory";
  readonly #net: MemoryNet;
  #card: NodeCard | null = null;
  #onBatch: (batch: Uint8Array) => void = () => undefined;
  #arriving: Arriving[] = [];
  #isDue = false;
  /** Resolves when the newest call has reached the net. */
  #called: Promise<void> = Promise.resolve();

  constructor(net: MemoryNet) {
    this.#net = net;
  }

  async enter(card: NodeCard, onBatch: (batch: Uint8Array) => void): Promise<void> {
    await this.#reach(card.id);
    this.#card = card;
    this.#onBatch = onBatch;
    this.#net.enter(card, this);
  }

  async renew(): Promise<boolean> {
    const member = await this.#self();
    if (member !== undefined) member.until = this.#net.clock.elapsed() + LIMITS.nodeLeaseMs;
    return member !== undefined;
  }

  async members(): Promise<readonly NodeCard[]> {
    await this.#reach(this.#card?.id);
    return [...this.#net.members.values()].map(({ card }) => card);
  }

  send(nodeId: string, batch: Uint8Array): void {
    if (this.#card !== null) this.#net.deliver(this.#card.id, nodeId, batch);
  }

  async take(tokenId: string, held: number, more: number, limit: number): Promise<number> {
    const member = await this.#self();
    if (member === undefined) throw new BusError("this node's lease has ended");
    const room = limit - this.#ofOthers(tokenId, member) - held;
    const granted = limit === 0 ? more : Math.min(more, Math.max(0, room));
    if (granted > 0) member.slots.set(tokenId, held + granted);
    return granted;
  }

  async hold(slots: readonly (readonly [tokenId: string, count: number])[]): Promise<void> {
    const member = await this.#self();
    for (const [tokenId, count] of slots) {
      if (count > 0) member?.slots.set(tokenId, count);
      else member?.slots.delete(tokenId);
    }
  }

  async held(tokenId: string): Promise<number> {
    await this.#reach(this.#card?.id);
    return this.#ofOthers(tokenId, undefined);
  }

  async close(): Promise<void> {
    if (this.#card !== null) this.#net.leave(this.#card.id);
    this.#card = null;
    this.#arriving = [];
  }

  /** The net's: a batch that comes after this delay, and behind what is on its way already. */
  arrives(batch: Uint8Array, delayMs: number): void {
    const { clock } = this.#net;
    this.#arriving.push({ batch, at: Math.max(clock.elapsed() + delayMs, this.#arriving.at(-1)?.at ?? 0) });
    this.#plan();
  }

  #plan(): void {
    const first = this.#arriving[0];
    if (first === undefined || this.#isDue) return;
    this.#isDue = true;
    const { clock } = this.#net;
    const waitMs = first.at - clock.elapsed();
    if (waitMs > 0) clock.after(waitMs, () => this.#take());
    else clock.atTurnsEnd(() => this.#take());
  }

  #take(): void {
    this.#isDue = false;
    const now = this.#net.clock.elapsed();
    while (this.#card !== null && (this.#arriving[0]?.at ?? Number.POSITIVE_INFINITY) <= now) {
      const arrived = this.#arriving.shift();
      if (arrived !== undefined) this.#onBatch(arrived.batch);
    }
    this.#plan();
  }

  #ofOthers(tokenId: string, self: Member | undefined): number {
    let sum = 0;
    for (const member of this.#net.members.values()) if (member !== self) sum += member.slots.get(tokenId) ?? 0;
    return sum;
  }

  async #self(): Promise<Member | undefined> {
    await this.#reach(this.#card?.id);
    return this.#card === null ? undefined : this.#net.members.get(this.#card.id);
  }

  /** One call after the other. @throws BusError when the node is cut off */
  async #reach(nodeId: string | undefined): Promise<void> {
    const before = this.#called;
    const delayMs = this.#net.delay();
    this.#called = before.then(async () => {
      if (delayMs > 0) await new Promise<void>((resolve) => this.#net.clock.after(delayMs, resolve));
    });
    await this.#called;
    if (nodeId !== undefined && this.#net.isCut(nodeId)) throw new BusError("the bus does not answer");
  }
}

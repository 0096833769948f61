/** This node among others: who they are, what they listen for, and the messages between them (N12 to N28). */
import { LIMITS } from "../contract/limits.ts";
import { checkPattern, checkTopic } from "../contract/topics.ts";
import { Listeners } from "../faults/listeners.ts";
import { type Bus, BusError, type NodeCard } from "../ports/bus.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { Log } from "../ports/log.ts";
import { Router } from "../routing/router.ts";
import type { Slots } from "../sessions/slots.ts";
import type { ForeignMessage } from "../topics/foreign-message.ts";
import type { Message } from "../topics/message.ts";
import type { TopicKeeper } from "../topics/topic-keeper.ts";
import { beatBatch, byeBatch, factsItem, type Item, messageItem, numberBatch, readBatch } from "./batch.ts";
import { InLink, type Loss } from "./in-link.ts";
import { OtherNode } from "./other-node.ts";
import { OutLink } from "./out-link.ts";

export interface ClusterParts {
  readonly bus: Bus;
  readonly clock: Clock;
  readonly log: Log;
  readonly faults: Faults;
  readonly slots: Slots;
  readonly card: NodeCard;
  /** What local readers listen for, and who hears when that changes. */
  readonly local: { filters(): Iterable<string>; onFilter: ((filter: string, isHeld: boolean) => void) | null };
  /** T8: the topic is heard by name alone. */
  readonly isByName: (topic: string) => boolean;
  /** What the ids of this node's messages follow from. */
  readonly seed: () => string;
  readonly keeper: Pick<TopicKeeper, "keptText">;
  readonly revision: () => number;
  /** Answers how many heard it here. */
  readonly receive: (message: ForeignMessage) => number;
}

/** `joining` until everybody's facts are known; `out`: its lease is over, or may be. */
export type ClusterState = "joining" | "in" | "out";

export interface ClusterCounts {
  /** Batches that never came (N24). */
  lostBatches: number;
  /** What came and is no batch of ours (N14). */
  malformed: number;
  /** Messages for which nobody listens here any more. */
  heardForNobody: number;
}

export interface NodeFacts {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since it was last heard. */
  readonly silentMs: number;
  readonly isLate: boolean;
  readonly filters: number;
  /** Bytes that wait for its acknowledgement, and behind a gap of its link. */
  readonly waitingOut: number;
  readonly waitingIn: number;
}

export class Cluster {
  readonly counts: ClusterCounts = { lostBatches: 0, malformed: 0, heardForNobody: 0 };
  /** The last ones, newest last. */
  readonly losses: Loss[] = [];
  state: ClusterState = "joining";
  private readonly parts: ClusterParts;
  private readonly others = new Map<string, OtherNode>();
  private readonly router: Router<OtherNode>;
  private readonly keptInAll = { bytes: 0 };
  private readonly changed: Listeners<() => void>;
  private nextTerm = 1;
  private timers: Timer[] = [];
  private isFlushDue = false;
  /** Changes of what is listened for that are not told yet, by filter. */
  private readonly news = new Map<string, boolean>();
  /** null: not yet. */
  private heardSelfAt: number | null = null;
  /** Elapsed milliseconds before the renewal that succeeded last. */
  private renewedAt = 0;
  /** Since when the bus has answered without a break; null while it does not. */
  private answersSince: number | null = null;
  private enterAgainAt = 0;
  private enterPauseMs: number = LIMITS.nodeLateMs;
  private isEntering = false;
  private isClosed = false;
  private lastRenewal = 0;

  constructor(parts: ClusterParts) {
    this.parts = parts;
    this.router = new Router<OtherNode>(parts.isByName);
    this.changed = new Listeners(parts.faults);
  }

  /** N15: resolves when this node hears itself and everybody's facts, or those who are silent have lost their lease. @throws BusError */
  async start(): Promise<void> {
    const { clock, local } = this.parts;
    local.onFilter = (filter, isHeld) => this.noteFilter(filter, isHeld);
    await this.enter();
    this.timers = [clock.every(LIMITS.nodeBeatMs, () => this.tick())];
    this.beat();
    await this.until(() => this.heardSelfAt !== null && [...this.others.values()].every(({ hasFacts }) => hasFacts));
    this.state = "in";
  }

  /** N18: goodbye, and its slots and people are gone at once. */
  async close(): Promise<void> {
    if (this.isClosed) return;
    this.isClosed = true;
    this.parts.local.onFilter = null;
    for (const timer of this.timers) timer.cancel();
    this.flush();
    for (const { id } of this.others.values()) this.parts.bus.send(id, byeBatch(this.parts.card.id));
    for (const node of this.others.values()) node.in.close();
    await this.parts.bus.close().catch(() => undefined);
    this.changed.tell((wake) => wake());
  }

  /** On the message path: a remembered look-up, and a text made once for all nodes that listen. */
  publish(message: Message): void {
    const { targets } = this.router.route(message.topic);
    if (targets.length === 0) return;
    const item = messageItem(message, this.parts.keeper.keptText(message.payload), this.parts.revision());
    for (const node of targets) node.out.push(item);
    this.due();
  }

  /** T8: which topics are heard by name alone has changed. */
  reclassify(): void {
    this.router.reclassify();
  }

  nodes(): readonly NodeFacts[] {
    const now = this.parts.clock.elapsed();
    return [...this.others.values()].map((node) => ({
      id: node.id,
      name: node.name,
      silentMs: now - node.heardAt,
      isLate: now - node.heardAt > LIMITS.nodeLateMs,
      filters: node.filterCount,
      waitingOut: node.out.waiting,
      waitingIn: node.in.waiting,
    }));
  }

  private async enter(): Promise<void> {
    const { bus, card, clock, slots } = this.parts;
    const startedAt = clock.elapsed();
    await bus.enter(card, (batch) => this.arrived(batch));
    this.answered(startedAt);
    // It has three seconds from now to hear itself.
    if (this.heardSelfAt !== null) this.heardSelfAt = clock.elapsed();
    await slots.tellAll();
    for (const member of await bus.members()) if (member.id !== card.id) this.meet(member.id).name = member.name;
    // Those who forgot this node meanwhile learn it anew, the others once more.
    for (const node of this.others.values()) this.tellWhole(node);
  }

  /** The bus has answered a renewal, or an entry, that was begun then. */
  private answered(startedAt: number): void {
    this.renewedAt = startedAt;
    this.lastRenewal = startedAt;
    this.answersSince ??= startedAt;
    if (this.state === "out") this.state = "in";
    this.parts.slots.noteBus(true);
  }

  private tick(): void {
    const now = this.parts.clock.elapsed();
    if (now - this.renewedAt > LIMITS.nodeOutMs) this.fellOut();
    this.beat();
    for (const node of this.others.values()) node.out.forgetOld();
    const isAway = this.answersSince === null || this.state === "out";
    if (isAway || now - this.lastRenewal >= LIMITS.nodeRenewMs) void this.renew(now);
    if (now - (this.heardSelfAt ?? this.renewedAt) > LIMITS.nodeLateMs && now >= this.enterAgainAt)
      void this.enterAgain(now);
    this.changed.tell((wake) => wake());
  }

  private fellOut(): void {
    if (this.state === "in") this.state = "out";
    this.parts.slots.noteBus(false);
  }

  /** N12: who renews looks at who else is there as well; N30: and writes its numbers again. */
  private async renew(now: number): Promise<void> {
    const { bus, slots } = this.parts;
    this.lastRenewal = now;
    try {
      if (!(await bus.renew())) {
        await this.enterAgain(now);
        return;
      }
      this.answered(now);
      await slots.tellAll();
      this.dropGone(new Set((await bus.members()).map(({ id }) => id)));
    } catch (error) {
      this.unanswered(error);
    }
  }

  /** N17, N19: with the same id and all its sessions; its links go on, its facts are told as a whole. */
  private async enterAgain(now: number): Promise<void> {
    if (this.isEntering || this.isClosed) return;
    this.isEntering = true;
    this.enterAgainAt = now + this.enterPauseMs;
    this.enterPauseMs = Math.min(this.enterPauseMs * 2, LIMITS.nodeRetryMaxMs);
    try {
      await this.enter();
    } catch (error) {
      this.unanswered(error);
    } finally {
      this.isEntering = false;
    }
  }

  private unanswered(error: unknown): void {
    if (!(error instanceof BusError)) this.parts.faults.caught("promise", error);
    if (this.answersSince !== null) this.parts.log.warn({ reason: String(error) }, "the other nodes cannot be reached");
    this.answersSince = null;
    this.parts.slots.noteBus(false);
  }

  /** N16: whose lease is over, where that can be believed. */
  private dropGone(members: ReadonlySet<string>): void {
    const now = this.parts.clock.elapsed();
    if (this.answersSince === null || now - this.answersSince < LIMITS.nodeGoneMs) return;
    for (const node of this.others.values()) {
      if (!members.has(node.id) && now - node.heardAt > LIMITS.nodeLateMs) this.drop(node);
    }
  }

  private drop(node: OtherNode): void {
    this.others.delete(node.id);
    node.close(this.router);
    this.changed.tell((wake) => wake());
  }

  private beat(): void {
    const { bus, card } = this.parts;
    const own = { from: card.id, name: card.name };
    bus.send(card.id, beatBatch({ ...own, heardTerm: 0, heard: 0, term: 0, sent: 0 }));
    for (const { id, in: inLink, out } of this.others.values()) {
      bus.send(id, beatBatch({ ...own, heardTerm: inLink.term, heard: inLink.heard, term: out.term, sent: out.sent }));
    }
  }

  private arrived(bytes: Uint8Array): void {
    if (this.isClosed) return;
    const batch = readBatch(bytes);
    if (batch === null) {
      if (this.counts.malformed++ === 0) this.parts.log.warn({}, "a batch of another node could not be read");
      return;
    }
    const now = this.parts.clock.elapsed();
    if (batch.from === this.parts.card.id) {
      this.heardSelfAt = now;
      this.enterPauseMs = LIMITS.nodeLateMs;
      this.changed.tell((wake) => wake());
      return;
    }
    if (batch.kind === "bye") {
      const known = this.others.get(batch.from);
      if (known !== undefined) this.drop(known);
      return;
    }
    if (this.others.size >= LIMITS.nodes && !this.others.has(batch.from)) {
      this.counts.malformed++;
      return;
    }
    const node = this.meet(batch.from);
    node.heardAt = now;
    switch (batch.kind) {
      case "data":
        node.in.takeBatch(batch.term, batch.number, batch.items, bytes.byteLength);
        break;
      case "beat":
        node.name = batch.name;
        node.out.acknowledged(batch.heardTerm, batch.heard);
        node.in.noteSent(batch.term, batch.sent);
        break;
      case "ask":
        if (batch.number === 0) this.tellWhole(node);
        else node.out.again(batch.term, batch.number);
        break;
      case "lost":
        node.in.noteLost(batch.term, batch.number);
        break;
      default:
        batch satisfies never;
    }
  }

  /** The node, which is told what is listened for here when it is met for the first time. */
  private meet(id: string): OtherNode {
    const known = this.others.get(id);
    if (known !== undefined) return known;
    const { bus, card, clock } = this.parts;
    const elapsed = () => clock.elapsed();
    const send = (to: string, batch: Uint8Array) => bus.send(to, batch);
    const out = new OutLink({ self: card.id, elapsed, send, keptInAll: this.keptInAll }, id, this.nextTerm++);
    const inLink = new InLink(id, {
      clock,
      ask: (term, number) => bus.send(id, numberBatch("ask", card.id, term, number)),
      take: (item) => this.take(node, item),
      lost: (loss) => this.lost(loss),
    });
    const node: OtherNode = new OtherNode(id, clock.elapsed(), out, inLink);
    this.others.set(id, node);
    this.tellWhole(node);
    return node;
  }

  private take(node: OtherNode, item: Item): void {
    if (item.kind === "message") {
      const { kind: _kind, ...message } = item;
      if (node.origin === null || !checkTopic(message.topic).ok) return;
      if (this.parts.receive({ ...message, origin: node.origin }) === 0) this.counts.heardForNobody++;
    } else if (item.kind !== "part") {
      const filters = item.filters.filter((filter) => checkPattern(filter).ok).slice(0, LIMITS.linkFilters);
      node.learn({ ...item, filters }, this.router, this.parts.clock.now());
      this.changed.tell((wake) => wake());
    }
  }

  /** N24; facts may have been among what is lost. */
  private lost(loss: Loss): void {
    const { bus, card, log } = this.parts;
    this.counts.lostBatches += loss.last - loss.first + 1;
    this.losses.push(loss);
    if (this.losses.length > LIMITS.linkLosses) this.losses.shift();
    log.warn({ ...loss }, "messages of another node were lost on their way");
    bus.send(loss.from, numberBatch("ask", card.id, loss.term, 0));
  }

  private noteFilter(filter: string, isHeld: boolean): void {
    // Given up and taken again within one turn is no news.
    if (this.news.get(filter) === !isHeld) this.news.delete(filter);
    else this.news.set(filter, isHeld);
    this.due();
  }

  private tellWhole(node: OtherNode): void {
    const filters = [...this.parts.local.filters()];
    const seed = this.parts.seed();
    node.out.push(factsItem("whole", seed, filters.slice(0, LIMITS.linkFactsFilters)));
    for (let at = LIMITS.linkFactsFilters; at < filters.length; at += LIMITS.linkFactsFilters) {
      node.out.push(factsItem("more", seed, filters.slice(at, at + LIMITS.linkFactsFilters)));
    }
    this.due();
  }

  /** N21: once a turn, for all that it has for all nodes. */
  private due(): void {
    if (this.isFlushDue) return;
    this.isFlushDue = true;
    this.parts.clock.atTurnsEnd(() => this.flush());
  }

  private flush(): void {
    this.isFlushDue = false;
    if (this.news.size > 0) {
      const seed = this.parts.seed();
      const [more, fewer] = [true, false].map((held) =>
        [...this.news].filter(([, is]) => is === held).map(([name]) => name),
      );
      this.news.clear();
      for (const node of this.others.values()) {
        if (more !== undefined && more.length > 0) node.out.push(factsItem("more", seed, more));
        if (fewer !== undefined && fewer.length > 0) node.out.push(factsItem("fewer", seed, fewer));
      }
    }
    for (const node of this.others.values()) node.out.flush();
  }

  private async until(isSo: () => boolean): Promise<void> {
    while (!isSo() && !this.isClosed) {
      await new Promise<void>((resolve) => {
        const unlisten = this.changed.add(() => {
          unlisten();
          resolve();
        });
      });
    }
  }
}

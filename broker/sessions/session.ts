/** Owns one connection's life: open, then ended once, and everything it counts meanwhile. */
import type { SessionFacts } from "../access/judge.ts";
import type { ClosedInfo, ConnectionView, Subject } from "../contract/nouns.ts";
import { matches } from "../contract/topics.ts";
import type { FaultPlace } from "../ports/faults.ts";
import type { Link, LinkHandler, Peer, TransportFault } from "../ports/link.ts";
import { type Matched, type SharedSubscription, sharedText } from "../routing/subscription.ts";
import type { Message } from "../topics/message.ts";
import type { Credentials } from "./admission-steps.ts";
import type { Dialect } from "./dialect.ts";
import type { Frame } from "./frame.ts";
import { Outbound } from "./outbound.ts";
import type { PublishRights } from "./publish-rights.ts";
import type { RateLimit } from "./rate-limit.ts";
import type { SessionCard } from "./session-card.ts";
import type { SessionHost } from "./session-host.ts";

/** What a connection showed at the door; secrets only as a hint. */
export interface Handshake {
  readonly peer: Peer;
  readonly userAgent: string;
  readonly secretHint: string;
  readonly credentialsBy: Credentials["by"];
  /** The client asked to be told of refusals (M6). */
  readonly wantsErrors: boolean;
}

export type EndedBy = ClosedInfo["by"];

/** How a session ended. Milliseconds of `SessionHost.clock.elapsed()`. */
export interface Ending {
  readonly code: number;
  readonly reason: string;
  readonly by: EndedBy;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Elapsed time of the commit that ended it; null when no edit did. */
  readonly commitAt: number | null;
  closeWrittenAt: number | null;
  goneAt: number | null;
  readonly framesDiscarded: number;
}

export interface EndOptions {
  readonly by: EndedBy;
  /** True: waiting frames go out before the last frame (1001, 4010). False: they are discarded (R5). */
  readonly flush: boolean;
  readonly commitAt?: number;
}

const NOTHING_SHARED: readonly SharedSubscription[] = [];
const NO_FILTERS: readonly string[] = [];

/** A session is open until `detach`; from then on it neither hears nor publishes and its slot is free (C6, R5). */
export class Session implements LinkHandler, SessionFacts {
  readonly id: string;
  readonly order: number;
  readonly tokenId: string;
  readonly dialect: Dialect;
  readonly handshake: Handshake;
  readonly connectedAt: number;
  readonly outbound: Outbound;
  /** Shared by the sessions of one token. */
  readonly rights: PublishRights;
  /** What it hears by permission. */
  filters: readonly string[] = [];
  /** What it hears because it is who it is, whatever the permissions say (Q6). */
  ownTopics: readonly string[] = [];
  /** What it hears as a member of groups (M23). */
  shared: readonly SharedSubscription[] = NOTHING_SHARED;
  /** M22. */
  readonly hearsOwn: boolean;
  /** What its dialect remembers of it. */
  dialectState: object | null = null;
  /** Who the client last said it was, in dialects where it names itself (P1). */
  clientId: string | null = null;
  /** The topic that it published to last, where its dialect reads the next one by it. */
  lastTopic = "";
  routeMark = 0;
  /** Where the registry keeps it. */
  place = 0;
  messagesIn = 0;
  bytesIn = 0;
  refused = 0;
  ending: Ending | null = null;
  latencyMs: number | null = null;
  /** Heartbeats since its client last answered one (C7). */
  unanswered = 0;
  pingedAt = 0;
  rate: RateLimit | null = null;
  /** What the capture remembers of it; made when it first speaks or is spoken to. */
  card: SessionCard | null = null;
  private readonly host: SessionHost;
  readonly link: Link;

  constructor(
    host: SessionHost,
    link: Link,
    dialect: Dialect,
    handshake: Handshake,
    rights: PublishRights,
    id: string,
    order: number,
  ) {
    this.host = host;
    this.link = link;
    this.dialect = dialect;
    this.handshake = handshake;
    this.rights = rights;
    this.tokenId = rights.tokenId;
    this.id = id;
    this.order = order;
    this.connectedAt = host.clock.now();
    this.hearsOwn = dialect.hearsOwn === true;
    const losses =
      dialect.framesLost === undefined ? null : { lost: (frames: readonly Frame[]) => this.tellLost(frames) };
    this.outbound = new Outbound(link, host, order, losses);
  }

  get kind(): "session" {
    return "session";
  }

  get sharedFilters(): readonly string[] {
    return this.shared.length === 0 ? NO_FILTERS : this.shared.map(({ filter }) => filter);
  }

  /** Messages that a subscription with options brings reach it by `take`. */
  get takes(): boolean {
    return this.dialect.take !== undefined;
  }

  /** M23: it would take another message at once. */
  get hasRoom(): boolean {
    return this.dialect.hasRoom?.(this) ?? !this.outbound.isSlow;
  }

  get tellsLoss(): boolean {
    return this.dialect.narrowing !== null;
  }

  get isSubjectBound(): boolean {
    return this.dialect.isSubjectBound;
  }

  /** It holds this very filter. */
  hears(filter: string): boolean {
    return this.filters.includes(filter) || this.ownTopics.includes(filter);
  }

  /** It is a member of this very group. */
  shares({ group, filter }: SharedSubscription): boolean {
    return this.shared.some((one) => one.group === group && one.filter === filter);
  }

  get isOpen(): boolean {
    return this.ending === null;
  }

  /** Queues what its dialect says to it alone. */
  say(text: string): void {
    this.deliver(this.dialect.wire.frame(text));
  }

  /** Queues a message in words for this session alone; `row` as `take` was given it. */
  sayMessage(text: string | Uint8Array, { topic }: Message, row: number | undefined): void {
    const frame: Frame = this.dialect.wire.frame(text);
    frame.topic = topic;
    if (row !== undefined) frame.row = row;
    this.deliver(frame);
  }

  /** False: nothing was queued. */
  take(message: Message, matched: Matched, row: number | undefined): boolean {
    return this.ending === null && this.dialect.take?.(this, message, matched, row) === true;
  }

  /** Queues one whole wire frame. The turn's end writes it. */
  deliver(frame: Frame): void {
    if (this.ending === null && !this.outbound.push(frame)) this.endSlow();
  }

  /** Queues frames that the client asked to hear again, as a whole: until they have left they count little as those of a slow reader. */
  deliverAgain(frames: readonly Frame[]): void {
    if (this.ending === null && !this.outbound.pushAsked(frames)) this.endSlow();
  }

  /** The client names itself; views hear of it. */
  calls(clientId: string): void {
    this.clientId = clientId;
    this.host.renamed(this);
  }

  /**
   * First half of ending: leaves the registry and the routes, frees the slot, drops waiting frames. Returns false when it had ended before.
   * Split from `writeClose` so that many sessions are all deaf before the first farewell is written.
   */
  detach(code: number, reason: string, options: EndOptions): boolean {
    if (this.ending !== null) return false;
    if (options.flush) this.outbound.flush();
    const unsent = this.outbound.discard();
    this.ending = {
      code,
      reason,
      by: options.by,
      at: this.host.clock.now(),
      commitAt: options.commitAt ?? null,
      closeWrittenAt: null,
      goneAt: null,
      framesDiscarded: unsent.length,
    };
    if (unsent.length > 0) this.host.discarded(this, unsent);
    if (unsent.length > 0 && this.dialect.framesLost !== undefined) this.tellLost(unsent);
    this.host.detached(this);
    try {
      this.dialect.ended?.(this);
    } catch (error) {
      this.host.failed(this, "session", error, 0);
    }
    return true;
  }

  /** Second half of ending: the last frame. The transport is destroyed if the peer does not answer in time. */
  writeClose(): void {
    const ending = this.ending;
    if (ending === null || ending.closeWrittenAt !== null || ending.goneAt !== null) return;
    this.link.end(this.dialect.wire.farewell(ending.code, ending.reason));
    ending.closeWrittenAt = this.host.clock.elapsed();
    this.host.closing(this);
  }

  /** Ends the session with its dialect's farewell. Harmless twice. */
  end(code: number, reason: string, options: EndOptions): void {
    if (this.detach(code, reason, options)) this.writeClose();
  }

  /**
   * X4: takes filters from a session that stays. Frames that wait for it and that no other filter of it asks for are discarded (R5); the
   * client is told in its dialect.
   */
  lose(filters: readonly string[]): void {
    const { narrowing } = this.dialect;
    if (this.ending !== null || narrowing === null) return;
    this.host.unsubscribed(this, filters);
    const held = [...this.filters, ...this.ownTopics, ...this.sharedFilters];
    const unsent = this.outbound.discardWhere((frame) => {
      const { topic } = frame;
      return topic !== undefined && !held.some((filter) => matches(filter, topic));
    });
    if (unsent.length > 0) this.host.narrowed(this, unsent);
    if (unsent.length > 0 && this.dialect.framesLost !== undefined) this.tellLost(unsent);
    narrowing.lost(this, filters);
  }

  onFrame(payload: Uint8Array, isText: boolean): void {
    if (this.ending !== null) return;
    this.messagesIn++;
    this.bytesIn += payload.byteLength;
    // Z1: whatever a client's frame makes fail, here it ends, for every dialect.
    try {
      if (!isText && !this.dialect.takesBytes) this.host.refuse(this, "binary-frame", null, payload.byteLength);
      else if (this.host.withinRate(this, payload.byteLength)) this.dialect.receive(this, payload, isText);
    } catch (error) {
      this.failed("frame", error, payload.byteLength);
    }
  }

  /** Z1: serving it failed in a way that no rule expects; its client hears `internal`, and the session goes on. */
  failed(place: FaultPlace, error: unknown, size: number): void {
    this.host.failed(this, place, error, size);
  }

  onAlive(): void {
    this.unanswered = 0;
    if (this.pingedAt > 0) this.latencyMs = this.host.clock.elapsed() - this.pingedAt;
  }

  onWritable(): void {
    this.outbound.resume();
    if (this.ending === null) this.dialect.resumed?.(this);
  }

  onFault(fault: TransportFault, code: number, reason: string): void {
    if (this.ending !== null) return;
    this.host.refuse(this, fault, null, 0);
    this.detach(code, reason, { by: "broker", flush: false });
    if (this.ending !== null) (this.ending as Ending).closeWrittenAt = this.host.clock.elapsed();
    this.host.closing(this);
  }

  onGone(code: number, reason: string): void {
    this.detach(code, reason, { by: "client", flush: false });
    const ending = this.ending as Ending | null;
    if (ending === null || ending.goneAt !== null) return;
    ending.goneAt = this.host.clock.elapsed();
    this.host.gone(this);
  }

  private tellLost(frames: readonly Frame[]): void {
    try {
      this.dialect.framesLost?.(this, frames);
    } catch (error) {
      this.host.failed(this, "session", error, 0);
    }
  }

  private endSlow(): void {
    this.end(4009, "too slow: outbound queue is full", { by: "broker", flush: false });
  }

  /** Frames handed to the operating system after the session ended; the writer counts them (R5, R6). */
  get leaked(): number {
    return this.outbound.writtenAfterDiscard;
  }

  /** The session as views show it. */
  view(token: { readonly name: string | null; readonly subject: Subject | null } | undefined): ConnectionView {
    const { outbound, handshake } = this;
    return {
      id: this.id,
      tokenId: this.tokenId,
      tokenName: token?.name ?? null,
      subject: token?.subject ?? null,
      dialect: this.dialect.name,
      ...(this.clientId === null ? {} : { clientId: this.clientId }),
      address: handshake.peer.address,
      userAgent: handshake.userAgent,
      secretHint: handshake.secretHint,
      credentialsBy: handshake.credentialsBy,
      filters: [...this.filters, ...this.ownTopics, ...this.shared.map(sharedText)],
      state: this.ending !== null ? "closed" : outbound.isSlow ? "slow" : "online",
      messagesIn: this.messagesIn,
      messagesOut: outbound.messages,
      bytesIn: this.bytesIn,
      bytesOut: outbound.bytes,
      queueFrames: outbound.waitingFrames,
      queueBytes: outbound.waitingBytes,
      dropped: outbound.dropped,
      refused: this.refused,
      latencyMs: this.latencyMs,
      connectedAt: new Date(this.connectedAt).toISOString(),
      closed: closedInfo(this.ending),
    };
  }
}

/** How it ended, for views; null while open. */
export function closedInfo(ending: Ending): ClosedInfo;
export function closedInfo(ending: Ending | null): ClosedInfo | null;
export function closedInfo(ending: Ending | null): ClosedInfo | null {
  if (ending === null) return null;
  const since = (at: number | null) => (at === null || ending.commitAt === null ? null : at - ending.commitAt);
  return {
    at: new Date(ending.at).toISOString(),
    code: ending.code,
    reason: ending.reason,
    by: ending.by,
    commitToCloseMs: since(ending.closeWrittenAt),
    commitToGoneMs: since(ending.goneAt),
  };
}

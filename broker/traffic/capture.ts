/** Owns the capture: every message and every refusal as rows, newest kept, within a quota of rows and bytes. */
import type { Policy } from "../access/policy.ts";
import type { Grant, Snapshot } from "../access/snapshot.ts";
import { LIMITS } from "../contract/limits.ts";
import type { DoorEntry, Refusal, Settings } from "../contract/nouns.ts";
import { memoryOf } from "../contract/text.ts";
import { matches } from "../contract/topics.ts";
import { Listeners } from "../faults/listeners.ts";
import type { Clock } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { Route } from "../routing/router.ts";
import type { DeliveryRecord, Queued } from "../sessions/delivery-record.ts";
import { ownStart } from "../sessions/own-text.ts";
import { type ClientReader, isClient, type Reader, type SharedPick } from "../sessions/reader.ts";
import type { Session } from "../sessions/session.ts";
import type { SessionCard } from "../sessions/session-card.ts";
import { memoryOfContent } from "../topics/content.ts";
import type { Message } from "../topics/message.ts";
import { FILTER_BYTES, heardBy, isCurrent, weightOfCard, writeCard } from "./cards.ts";
import { CHUNK_BYTES, CHUNK_ROWS, Chunk, ROW_BYTES } from "./chunk.ts";
import { Departures } from "./departures.ts";
import type { Fate } from "./exceptions.ts";
import type { Apart, Audience, DirectSend, Ending, RowKind, RowSubject } from "./row.ts";

/** What the capture asks of the engine. */
export interface CaptureParts {
  readonly clock: Clock;
  readonly policy: Policy;
  readonly faults?: Faults;
  /** Of this engine's run, as its permalinks name it. */
  readonly run: string;
}

export type CaptureQuota = Pick<Settings, "capture" | "captureRows" | "captureBytes">;

/** Hears of rows that change after they were captured, and of rows that go. */
export interface CaptureListener {
  /** The counts of this row are about to change; `changed` follows in the same turn. */
  changing?(number: number): void;
  changed?(number: number): void;
  /** The oldest chunk has been let go. */
  evicted?(chunk: Chunk): void;
  cleared?(): void;
}

/** The first writes after a message are timed each; of a large fan-out then eight share a look at the clock, which costs as much as the rest. */
const WRITES_EACH_TIMED = 16;
const WRITES_A_TIMING = 8;

/** Chunks that share cards and audiences, which hundreds of pairs would write anew every few messages. Their weight leaves with the first. */
const CHUNKS_A_CARD = 32;

/** What an audience weighs beside its recipients, and each of them. */
const AUDIENCE_BYTES = 120;
const RECIPIENT_BYTES = 8;
/** What a refusal weighs beside what it says of the frame; of a refused handshake likewise. */
const REFUSAL_BYTES = 500;
const DOOR_BYTES = 700;
/** What is noted of a row apart, or of how a session ended. */
const NOTE_BYTES = 240;

const NO_PICKS: readonly SharedPick[] = [];

/** No row: the capture is off, or the message is not captured. */
export const NO_ROW = -1;

/** A ring of chunks. Everything on the message path is constant time; what a person asks for is found later by scanning. */
export class Capture implements DeliveryRecord {
  /** Number that the next row takes; numbers count from the start of the engine. */
  next = 0;
  /** Rows that the quota has let go since the start or the last `clear`. */
  evicted = 0;
  readonly departures = new Departures();
  /** Tells the rows of this engine's run from those of another: numbers begin anew with each. */
  readonly run: string;
  private readonly parts: CaptureParts;
  private quota: CaptureQuota;
  private readonly chunks: Chunk[] = [];
  private filling: Chunk;
  private rows = 0;
  private heldBytes = 0;
  private snapshot: Snapshot;
  private era = 0;
  /** Chunks so far. */
  private opened = 0;
  /** Audiences of the chunks that are being filled, while their route's targets stay the same. */
  private readonly audiences = new Map<
    Route<Reader>,
    { readonly of: readonly Reader[]; readonly audience: Audience }
  >();
  /** Sessions that a policy has closed and whose transports are still there: what is published now was theirs a moment ago. */
  private readonly shut = new Set<Session>();
  private readonly listeners: Listeners<CaptureListener>;
  private writeTime = 0;
  /** Writes since the newest row. */
  private writesTimed = 0;

  constructor(parts: CaptureParts, quota: CaptureQuota) {
    this.parts = parts;
    this.run = parts.run;
    this.listeners = new Listeners(parts.faults, "view");
    this.quota = quota;
    this.snapshot = parts.policy.current;
    this.filling = this.open();
  }

  /** Takes changed settings: a smaller quota lets rows go at once. */
  configure(quota: CaptureQuota): void {
    this.quota = quota;
    this.trim();
  }

  get isOn(): boolean {
    return this.quota.capture;
  }

  get size(): number {
    return this.rows;
  }

  get bytes(): number {
    return this.heldBytes + this.departures.bytes;
  }

  get limits(): CaptureQuota {
    return this.quota;
  }

  /** Number of the oldest row that is kept; `next` when there is none. */
  get first(): number {
    return this.chunks[0]?.first ?? this.next;
  }

  /** Oldest first. */
  all(): readonly Chunk[] {
    return this.chunks;
  }

  /** The chunk that holds the row; undefined when it was let go or is yet to come. */
  find(number: number): Chunk | undefined {
    if (number >= this.filling.first) return number < this.next ? this.filling : undefined;
    let low = 0;
    let high = this.chunks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const chunk = this.chunks[middle] as Chunk;
      if (number < chunk.first) high = middle - 1;
      else if (number >= chunk.first + chunk.count) low = middle + 1;
      else return chunk;
    }
    return undefined;
  }

  listen(listener: CaptureListener): () => void {
    return this.listeners.add(listener);
  }

  /** Forgets every row. */
  clear(): void {
    this.chunks.length = 0;
    this.rows = 0;
    this.heldBytes = 0;
    this.evicted = 0;
    this.filling = this.open();
    this.departures.forgetBefore(this.departures.next);
    this.listeners.tell((listener) => listener.cleared?.());
  }

  /** A message on its way to a route. Returns its row, for its frames to carry; `delivered` follows. */
  message(
    message: Message,
    kind: RowKind,
    route: Route<Reader>,
    from: Session | null,
    grant: Grant | null,
    picks: readonly SharedPick[] = NO_PICKS,
  ): number {
    if (!this.quota.capture) return NO_ROW;
    this.renew();
    const sender = from === null ? null : this.card(from);
    const known = route.targets.length === 0 ? null : this.audience(route);
    const audience = picks.length === 0 ? known : this.audienceWith(known, picks);
    const weight = memoryOfContent(message.content) + message.topic.length + (message.clientId?.length ?? 0);
    const number = this.add(kind, message, sender, grant, audience, message.at, weight);
    if (this.shut.size > 0) this.noteShut(number, message.topic);
    return number;
  }

  /** The newest row is this message of another node, which accepted it under this revision (N25). */
  fromNode(message: Message, revision: number): void {
    const chunk = this.find(this.next - 1);
    const index = this.next - 1 - (chunk?.first ?? 0);
    if (chunk?.subjects[index] === message) chunk.revisions[index] = revision;
  }

  /** The message of the newest row was queued for so many sessions. */
  delivered(number: number, count: number): void {
    const chunk = number < 0 ? undefined : this.find(number);
    const index = number - (chunk?.first ?? 0);
    if (chunk !== undefined) chunk.delivered[index] = (chunk.delivered[index] ?? 0) + count;
  }

  /** The message is not said in this dialect: its sessions in the route get nothing. */
  unsaid(number: number, dialect: string): void {
    const chunk = number < 0 ? undefined : this.find(number);
    if (chunk === undefined) return;
    const index = number - chunk.first;
    this.noteApart(number, { unsaidIn: [...chunk.apartOf(index).unsaidIn, dialect] });
  }

  /** The publisher of the message is among its recipients. */
  hearsItself(number: number): void {
    this.noteApart(number, { hearsItself: true });
  }

  /** The publisher of the message is not among its recipients, although its dialect hears its own. */
  notItself(number: number): void {
    this.noteApart(number, { notItself: true });
  }

  /** The message is the reply of this automatic rule. */
  repliedBy(number: number, ruleName: string, tokenId: string | null): void {
    const tokenName = tokenId === null ? null : (this.snapshot.tokens.get(tokenId)?.name ?? null);
    this.noteApart(number, { reply: { ruleName, tokenName } });
  }

  /** What was sent to these sessions past all topics, or a client's answer (F9). Returns its row, for its frames to carry. */
  direct(send: DirectSend, targets: readonly Session[], from: Session | null): number {
    if (!this.quota.capture) return NO_ROW;
    this.renew();
    const sender = from === null ? null : this.card(from);
    const audience = targets.length === 0 ? null : { cards: targets.map((session) => this.card(session)) };
    this.weigh(AUDIENCE_BYTES + RECIPIENT_BYTES * targets.length);
    const weight = memoryOf(send.text);
    const number = this.add("direct", send, sender, null, audience, this.parts.clock.now(), weight);
    // An answer is the asker's, who is no session.
    const reached = send.act === "answer" && send.failed === null ? 1 : targets.length;
    this.delivered(number, reached);
    return number;
  }

  /** A refused frame. `text` is what it held, as far as it was read. */
  refused(session: Session, refusal: Refusal, text: string): void {
    if (!this.quota.capture) return;
    this.renew();
    const kept = ownStart(text, LIMITS.refusedTextLength);
    const weight = REFUSAL_BYTES + memoryOf(kept) + 2 * (refusal.topic?.length ?? 0);
    this.add("refused", { refusal, text: kept }, this.card(session), null, null, this.parts.clock.now(), weight);
  }

  /** A refused handshake. */
  door(entry: DoorEntry): void {
    if (!this.quota.capture) return;
    this.renew();
    this.add("door", entry, null, null, null, this.parts.clock.now(), weightOfDoorEntry(entry));
  }

  left(order: number): void {
    if (!this.quota.capture) return;
    if (this.writesTimed < WRITES_EACH_TIMED || this.writesTimed % WRITES_A_TIMING === 0) {
      this.writeTime = this.parts.clock.elapsed();
    }
    this.writesTimed++;
    this.departures.note(order, this.writeTime);
  }

  leftLate(order: number, frames: readonly Queued[]): void {
    if (!this.quota.capture) return;
    const at = this.parts.clock.elapsed();
    for (const { row } of frames) if (row !== undefined) this.note(row, order, "late", at);
  }

  dropped(order: number, frames: readonly Queued[]): void {
    for (const { row } of frames) if (row !== undefined) this.note(row, order, "dropped", 0);
  }

  discarded(session: ClientReader, frames: readonly Queued[]): void {
    const fate = fateOf(session);
    for (const { row } of frames) {
      if (row === undefined) continue;
      this.note(row, session.order, fate, 0);
      this.noteEnding(row, session, session.ending);
    }
  }

  narrowed(session: ClientReader, frames: readonly Queued[]): void {
    for (const { row } of frames) {
      if (row === undefined) continue;
      this.note(row, session.order, "withheld", 0);
      this.noteEnding(row, session, { code: null, reason: "subscription lost", by: "policy" });
    }
  }

  closing(session: Session): void {
    if (session.ending?.by !== "policy" || !this.quota.capture) return;
    // Each is compared with every message until it has gone; of a large revocation the first ones stand for all.
    if (this.shut.size < LIMITS.shutSessionsWatched) this.shut.add(session);
  }

  gone(session: Session): void {
    this.shut.delete(session);
  }

  private noteShut(number: number, topic: string): void {
    for (const session of this.shut) {
      if (!heardBy(session).some((filter) => matches(filter, topic))) continue;
      this.note(number, session.order, "shut-out", 0);
      this.noteEnding(number, session, session.ending);
    }
  }

  private noteApart(number: number, apart: Partial<Apart>): void {
    const chunk = number < 0 ? undefined : this.find(number);
    if (chunk?.noteApart(number - chunk.first, apart)) this.weighIn(chunk, NOTE_BYTES);
  }

  private noteEnding(row: number, session: ClientReader, ending: Pick<Ending, "code" | "reason" | "by"> | null): void {
    if (ending === null) return;
    const { code, reason, by } = ending;
    const revision = this.parts.policy.current.revision;
    const chunk = this.find(row);
    const isNew = chunk?.noteEnding(session.order, { card: this.card(session), code, reason, by, revision });
    if (chunk !== undefined && isNew) this.weighIn(chunk, NOTE_BYTES);
  }

  private note(number: number, order: number, fate: Fate, at: number): void {
    const chunk = this.find(number);
    if (chunk === undefined) return;
    const index = number - chunk.first;
    if (fate !== "late" && this.listeners.size > 0) this.listeners.tell((listener) => listener.changing?.(number));
    this.weighIn(chunk, chunk.note(index, order, fate, at));
    if (fate === "late") return;
    const column = fate === "withheld" || fate === "shut-out" ? chunk.withheld : chunk.dropped;
    column[index] = (column[index] ?? 0) + 1;
    if (fate !== "shut-out") chunk.delivered[index] = (chunk.delivered[index] ?? 0) - 1;
    if (this.listeners.size > 0) this.listeners.tell((listener) => listener.changed?.(number));
  }

  private add(
    kind: RowKind,
    subject: RowSubject,
    sender: SessionCard | null,
    grant: Grant | null,
    audience: Audience | null,
    at: number,
    weight: number,
  ): number {
    if (this.filling.count === CHUNK_ROWS || this.filling.bytes > CHUNK_BYTES) this.filling = this.open();
    const chunk = this.filling;
    const index = chunk.push(kind, subject, sender, grant, audience);
    chunk.at[index] = at;
    chunk.elapsed[index] = this.parts.clock.elapsed();
    // Its own frames leave later than this: the next write looks at the clock again.
    this.writesTimed = 0;
    chunk.departures[index] = this.departures.next;
    chunk.revisions[index] = this.snapshot.revision;
    this.weigh(ROW_BYTES + weight);
    this.rows++;
    if (this.rows > this.quota.captureRows || this.bytes > this.quota.captureBytes) this.trim();
    return this.next++;
  }

  private weigh(bytes: number): void {
    this.weighIn(this.filling, bytes);
  }

  private weighIn(chunk: Chunk, bytes: number): void {
    chunk.bytes += bytes;
    this.heldBytes += bytes;
  }

  /** Lets the oldest chunks go until the quota holds; the one being filled stays. */
  private trim(): void {
    const { captureRows, captureBytes } = this.quota;
    while (this.chunks.length > 1 && (this.rows > captureRows || this.bytes > captureBytes)) {
      const oldest = this.chunks.shift() as Chunk;
      this.rows -= oldest.count;
      this.heldBytes -= oldest.bytes;
      this.evicted += oldest.count;
      this.departures.forgetBefore(this.chunks[0]?.departures[0] ?? this.departures.next);
      this.listeners.tell((listener) => listener.evicted?.(oldest));
    }
    // A few rows with very many recipients: the rows stay, how long each delivery took is forgotten.
    while (this.bytes > captureBytes && this.departures.forgetOldest());
  }

  private open(): Chunk {
    const chunk = new Chunk(this.next);
    this.chunks.push(chunk);
    if (this.opened++ % CHUNKS_A_CARD === 0) this.forgetCards();
    return chunk;
  }

  /** A new policy may bring new names: cards of the older one are written anew when they are next needed. */
  private renew(): void {
    if (this.snapshot === this.parts.policy.current) return;
    this.snapshot = this.parts.policy.current;
    this.forgetCards();
  }

  private forgetCards(): void {
    this.era++;
    this.audiences.clear();
  }

  private card(session: ClientReader): SessionCard {
    const known = session.card;
    if (known !== null && known.era === this.era && isCurrent(known, session)) return known;
    session.card = writeCard(session, this.snapshot, this.era);
    this.weigh(weightOfCard(session.card));
    return session.card;
  }

  private audience(route: Route<Reader>): Audience {
    const known = this.audiences.get(route);
    if (known !== undefined && known.of === route.targets) return known.audience;
    const cards: SessionCard[] = [];
    for (const reader of route.targets) if (isClient(reader)) cards.push(this.card(reader));
    const audience = { cards };
    // Beside the audience the list of the sessions is kept, to see whether they are others.
    this.weigh(AUDIENCE_BYTES + 2 * RECIPIENT_BYTES * audience.cards.length);
    this.audiences.set(route, { of: route.targets, audience });
    return audience;
  }

  /** M23: of this message alone, since the next one goes to other members. */
  private audienceWith(known: Audience | null, picks: readonly SharedPick[]): Audience {
    const picked = picks.flatMap(({ member }) => (isClient(member) ? this.card(member) : []));
    const cards = [...(known?.cards ?? []), ...picked];
    this.weigh(AUDIENCE_BYTES + RECIPIENT_BYTES * cards.length);
    return { cards };
  }
}

function weightOfDoorEntry({ address, userAgent, reason, filters, filter, nearest }: DoorEntry): number {
  const texts = [address, userAgent, reason, filter ?? "", nearest?.pattern ?? "", ...filters];
  return texts.reduce((bytes, text) => bytes + FILTER_BYTES + memoryOf(text), DOOR_BYTES);
}

function fateOf({ ending }: ClientReader): Fate {
  if (ending === null) return "left-before";
  switch (ending.by) {
    case "policy":
    case "operator":
      return "withheld";
    case "broker":
      return ending.code === 4009 ? "too-slow" : "withheld";
    case "client":
      return "left-before";
    default:
      return ending.by satisfies never;
  }
}

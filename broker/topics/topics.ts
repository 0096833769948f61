/** Owns the registry of topics: made, counted, changed, deleted; and the way to their messages. */
import { LIMITS } from "../contract/limits.ts";
import { hasWildcard, matches } from "../contract/topics.ts";
import { Listeners } from "../faults/listeners.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { KeptMessage, StoredHistory } from "../ports/history.ts";
import type { ForeignMessage } from "./foreign-message.ts";
import { History, type HistoryBounds } from "./history.ts";
import { Message, type MessageDraft } from "./message.ts";
import { MessageOrigin } from "./message-origin.ts";
import { TopicRecord, type TopicSource } from "./topic-record.ts";

/** What a topic's row and its place in the index cost beside their texts. */
const TOPIC_BYTES = 64;
const ACTIVE_MS = 60_000;
const SWEEP_MS = 60_000;
/** Topics that are looked at, to find one that may be forgotten, when there are too many. */
const FORGET_LOOKS = 64;
/** Topics that are looked at before, to find one without messages. */
const EMPTY_LOOKS = 512;

/** Bytes of a topic beside its messages; its name lies on the disk twice. */
function weightOfTopic({ name, metadata }: TopicRecord): number {
  return 2 * name.length + metadata.length + TOPIC_BYTES;
}

export interface TopicsListener {
  /**
   * The topic is gone, its history of `messages` too; its record is as it was last, without them. `asked`: somebody deleted it (P8);
   * `crowded`: it was forgotten for want of room (O8), and nobody is told.
   */
  deleted?(record: TopicRecord, messages: number, why: "asked" | "crowded"): void;
  /** Topics that were made, published to, trimmed or edited since the last call, each once. At most ten times a second. */
  changed?(records: readonly TopicRecord[]): void;
}

export class Topics {
  readonly history: History;
  private readonly records = new Map<string, TopicRecord>();
  /** Those that no operator made: the only ones that want of room takes (O8). The longest passed over stands first. */
  private readonly heardOf = new Set<TopicRecord>();
  /** What names and metadata weigh together. */
  private described = 0;
  private readonly clock: Clock;
  private origin: MessageOrigin;
  private nextNumber = 0;
  private changed: TopicRecord[] = [];
  private pulse: Timer | null = null;
  private sweep: Timer | null = null;
  private readonly listeners: Listeners<TopicsListener>;

  constructor(clock: Clock, bounds: HistoryBounds, origin = new MessageOrigin(clock.now()), faults?: Faults) {
    this.listeners = new Listeners(faults);
    this.clock = clock;
    this.origin = origin;
    this.history = new History(bounds, (record) => this.noteChanged(record));
  }

  /** Takes what a store kept, before anything is published. The bounds of now apply to it. */
  restore({ seed, topics }: StoredHistory): void {
    this.origin = new MessageOrigin(this.clock.now(), seed);
    const found: { readonly record: TopicRecord; readonly message: Message }[] = [];
    for (const { topic, kept } of topics) {
      const record = new TopicRecord(topic.name, topic.source, topic.createdAt);
      record.metadata = topic.metadata;
      record.messages = topic.messages;
      record.lastAt = topic.lastAt;
      this.take(record);
      for (const one of kept) found.push({ record, message: this.restored(topic.name, one) });
      record.written = (kept.at(-1)?.number ?? -1) + 1;
    }
    found.sort((a, b) => a.message.number - b.message.number);
    for (const { record, message } of found) this.history.add(record, message);
    this.nextNumber = (found.at(-1)?.message.number ?? -1) + 1;
    for (const { topic, kept } of topics) {
      const record = this.records.get(topic.name);
      if (record !== undefined && record.kept + record.storedOnly < kept.length) this.noteChanged(record);
    }
  }

  /** What the ids of this node's messages follow from; another one after `restore`. */
  get seed(): string {
    return this.origin.seed;
  }

  get size(): number {
    return this.records.size;
  }

  /** `believes`: whether messages that look older than this are (K8). */
  start(believes: (ageMs: number) => boolean = () => true): void {
    // A history of an earlier version may hold more names than are kept now.
    while (this.described > LIMITS.topicsDescribedBytes && this.forgetOne()) {}
    this.sweep ??= this.clock.every(SWEEP_MS, () => {
      if (believes(this.history.ageMs)) this.history.dropAged(this.clock.now());
    });
  }

  close(): void {
    this.sweep?.cancel();
    this.pulse?.cancel();
    this.listeners.clear();
  }

  /** Returns a function that ends it. */
  listen(listener: TopicsListener): () => void {
    return this.listeners.add(listener);
  }

  get(name: string): TopicRecord | undefined {
    return this.records.get(name);
  }

  all(): Iterable<TopicRecord> {
    return this.records.values();
  }

  /** Had a message in the last minute. */
  isActive(record: TopicRecord): boolean {
    // A clock that was set back must not make a topic busy until it has caught up.
    return record.lastAt !== null && Math.abs(this.clock.now() - record.lastAt) <= ACTIVE_MS;
  }

  /** Topics with a message in the last minute. Counts anew: for a view, once a second. */
  activeLastMinute(): number {
    let active = 0;
    for (const record of this.records.values()) if (this.isActive(record)) active++;
    return active;
  }

  /** Notes an accepted message, and makes its value. On the message path: constant time. */
  note(draft: MessageDraft, connectionId: string | null, tokenId: string | null): Message {
    const at = this.clock.now();
    const record = this.records.get(draft.topic) ?? this.register(draft.topic, "publish");
    const message = new Message(this.origin, this.nextNumber++, at, record.name, draft, connectionId, tokenId);
    record.messages++;
    record.lastAt = at;
    this.history.add(record, message);
    if (!record.isChanged) this.noteChanged(record);
    return message;
  }

  /** A message that another node remembers: it has a value here, the same as there, and no place. */
  passing(foreign: ForeignMessage, payload: MessageDraft["payload"] = null): Message {
    const { topic, content, origin, number, at, givenId, clientId, connectionId, tokenId } = foreign;
    const draft = { content, payload, id: givenId, clientId };
    return new Message(origin, number, at, topic, draft, connectionId, tokenId);
  }

  /** The topic's record, which is made when there is none. The name is a valid topic. */
  register(name: string, source: TopicSource): TopicRecord {
    const known = this.records.get(name);
    if (known !== undefined) return known;
    const record = new TopicRecord(name, source, this.clock.now());
    while (this.isFull(weightOfTopic(record)) && this.forgetOne()) {}
    this.take(record);
    this.noteChanged(record);
    return record;
  }

  /** O8: an operator's topic is never forgotten, so that there must be a bound of their own. */
  get hasPlaceForMade(): boolean {
    return this.records.size - this.heardOf.size < LIMITS.topicsMade;
  }

  /** `metadata`: the text of a JSON object. */
  describe(record: TopicRecord, metadata: string): void {
    this.described += metadata.length - record.metadata.length;
    record.metadata = metadata;
    this.noteChanged(record);
  }

  /** P8. Forgets the topic and its history and tells who listens; undefined when there is none. */
  delete(name: string): { readonly record: TopicRecord; readonly messages: number } | undefined {
    const record = this.records.get(name);
    return record === undefined ? undefined : { record, messages: this.remove(record, "asked") };
  }

  /** P7. The last `count` kept messages of the topic, or of all topics that the filter matches; oldest first, in the order of time. */
  last(topicOrFilter: string, count: number, isHidden: (topic: string) => boolean = () => false): Message[] {
    const heard = [...this.matching(topicOrFilter)].filter(({ name }) => !isHidden(name));
    return this.history.newest(heard, Number.POSITIVE_INFINITY, count).reverse();
  }

  /** Newest first, of one topic or of all, those with a number below `before`. */
  newest(topic: string | undefined, before: number, limit: number): Message[] {
    return this.history.newest(topic === undefined ? this.records.values() : this.matching(topic), before, limit);
  }

  setBounds(bounds: HistoryBounds): void {
    const { ageMs } = this.history;
    this.history.setBounds(bounds, this.records.values());
    // Only then has somebody asked for it, by the clock of now: any other edit must not take what a wrong clock makes look old.
    if (bounds.ageMs < ageMs) this.history.dropAged(this.clock.now());
  }

  /** Returns how many messages are forgotten with it. */
  private remove(record: TopicRecord, why: "asked" | "crowded"): number {
    const messages = record.kept + record.storedOnly;
    if (this.records.delete(record.name)) this.described -= weightOfTopic(record);
    this.heardOf.delete(record);
    this.history.forget(record);
    this.listeners.tell((listener) => listener.deleted?.(record, messages, why));
    return messages;
  }

  private isFull(more: number): boolean {
    return this.records.size >= LIMITS.topicsTracked || this.described + more > LIMITS.topicsDescribedBytes;
  }

  private take(record: TopicRecord): void {
    this.records.set(record.name, record);
    this.described += weightOfTopic(record);
    if (record.source !== "console") this.heardOf.add(record);
  }

  private *matching(topicOrFilter: string): Iterable<TopicRecord> {
    if (hasWildcard(topicOrFilter)) {
      for (const record of this.records.values()) if (matches(topicOrFilter, record.name)) yield record;
      return;
    }
    const record = this.records.get(topicOrFilter);
    if (record !== undefined) yield record;
  }

  private restored(
    topic: string,
    { number, at, content, givenId, clientId, connectionId, tokenId }: KeptMessage,
  ): Message {
    const draft = { topic, content, payload: null, id: givenId, clientId };
    return new Message(this.origin, number, at, topic, draft, connectionId, tokenId);
  }

  private noteChanged(record: TopicRecord): void {
    if (record.isChanged) return;
    record.isChanged = true;
    this.changed.push(record);
    this.pulse ??= this.clock.after(LIMITS.topicsPulseMs, () => this.tellChanged());
  }

  /** Tells at once what would be told in a moment. */
  tellChanged(): void {
    this.pulse?.cancel();
    const records = this.changed.filter((record) => this.records.get(record.name) === record);
    this.changed = [];
    this.pulse = null;
    for (const record of records) record.isChanged = false;
    this.listeners.tell((listener) => listener.changed?.(records));
  }

  /** Forgets a topic that was heard of and has been silent; busy ones go to the back as they are met, and one of so many busy ones goes too. */
  private forgetOne(): boolean {
    let looks = 0;
    for (const record of this.heardOf) {
      if (++looks > EMPTY_LOOKS) break;
      // A flood of names pushes out names first, and not what others have said.
      if (record.kept + record.storedOnly > 0 || this.isActive(record)) {
        this.heardOf.delete(record);
        this.heardOf.add(record);
        continue;
      }
      this.remove(record, "crowded");
      return true;
    }
    looks = 0;
    for (const record of this.heardOf) {
      if (this.isActive(record) && ++looks < FORGET_LOOKS) {
        this.heardOf.delete(record);
        this.heardOf.add(record);
        continue;
      }
      this.remove(record, "crowded");
      return true;
    }
    return false;
  }
}

/** Owns where the kept messages of all topics lie: in one ring, oldest first, with a topic's messages linked to each other. */
import type { Message } from "./message.ts";
import type { TopicRecord } from "./topic-record.ts";

/** In place of a slot: there is none. */
export const NONE = -1;

const FIRST_SLOTS = 64;
/** Of the slots at most so many hold a message after the ring was made anew, or it would be full again at once. */
const FULL_SHARE = 0.75;

/**
 * Columns of one ring, and not a queue a topic: a busy history is far larger than the processor's cache, and so both of its ends are reached in
 * order. A message that leaves before older ones of other topics leaves its slot empty. A slot is valid until the next push.
 */
export class MessageRing {
  /** Messages that have a place, held or not. */
  count = 0;
  /** Those of them that the store alone has: memory could not hold them. They are the oldest of all. */
  storedOnly = 0;
  #messages: (Message | undefined)[] = [];
  /** The topic of each; undefined where a slot is empty. */
  #owners: (TopicRecord | undefined)[] = [];
  #weights = new Int32Array(0);
  /** Slots of the neighbours of the same topic. */
  #older = new Int32Array(0);
  #newer = new Int32Array(0);
  /** Slots are a power of two, so that a place is found by a mask. */
  #mask = -1;
  /** Number and time of those that are not held; made when there is the first. */
  #numbers: Float64Array | null = null;
  #times: Float64Array | null = null;
  /** Places before this one hold no message. */
  #heldFrom = 0;
  #head = 0;
  /** Slots from the oldest message to the newest, empty ones among them. */
  #span = 0;

  /** Constant time, but for making room now and then. The message is newer than all that are held. */
  push(record: TopicRecord, message: Message, weight: number): void {
    if (this.#span > this.#mask) this.#rebuild(this.count + 1);
    this.#put(record, message, weight);
    record.kept++;
    this.count++;
  }

  /** Takes out the oldest message of a topic that has one, and returns its weight. */
  takeOldest(record: TopicRecord): number {
    const slot = record.oldestSlot;
    const newer = this.newer(slot);
    record.oldestSlot = newer;
    if (newer === NONE) record.newestSlot = NONE;
    else this.#older[newer] = NONE;
    if (this.isHeld(slot)) {
      record.kept--;
    } else {
      record.storedOnly--;
      this.storedOnly--;
    }
    this.count--;
    this.#messages[slot] = undefined;
    this.#owners[slot] = undefined;
    if (slot === this.#head) this.#skipEmpty();
    return this.#weights[slot] ?? 0;
  }

  /** Where the oldest message that is held lies, or NONE. */
  get oldestHeld(): number {
    for (; this.#heldFrom < this.#span; this.#heldFrom++) {
      const slot = (this.#head + this.#heldFrom) & this.#mask;
      if (this.isHeld(slot)) return slot;
    }
    return NONE;
  }

  /** Lets go of the oldest message that is held, and keeps its place, number and time. Returns its weight. */
  letGo(slot: number): number {
    const record = this.ownerOf(slot);
    const { number, at } = this.at(slot);
    this.#numbers ??= new Float64Array(this.#mask + 1);
    this.#times ??= new Float64Array(this.#mask + 1);
    this.#numbers[slot] = number;
    this.#times[slot] = at;
    this.#messages[slot] = undefined;
    record.kept--;
    record.storedOnly++;
    this.storedOnly++;
    return this.#weights[slot] ?? 0;
  }

  /** Whose the message in a slot is that is not empty. */
  ownerOf(slot: number): TopicRecord {
    return this.#owners[slot] as TopicRecord;
  }

  /** Whose the oldest message of all is. */
  get ownerOfOldest(): TopicRecord | undefined {
    return this.#owners[this.#head];
  }

  /**
   * How many of the oldest messages are from before `since`. One that seems to come from after `now` was said while the clock was ahead: it is
   * older than what was said after it, and must not keep that for ever.
   */
  countAged(since: number, now: number): number {
    let [seen, aged] = [0, 0];
    for (let place = 0; place < this.#span; place++) {
      const slot = (this.#head + place) & this.#mask;
      if (this.#owners[slot] === undefined) continue;
      seen++;
      const at = this.#messages[slot]?.at ?? this.#times?.[slot] ?? 0;
      if (at > now) continue;
      if (at >= since) break;
      aged = seen;
    }
    return aged;
  }

  /** False for NONE, and for a message that the store alone has; then those before it are not held either. */
  isHeld(slot: number): boolean {
    return slot !== NONE && this.#messages[slot] !== undefined;
  }

  /** The number of the message in a slot that is not empty, held or not. */
  numberOf(slot: number): number {
    return this.#messages[slot]?.number ?? this.#numbers?.[slot] ?? 0;
  }

  /** The message in a slot that holds one. */
  at(slot: number): Message {
    return this.#messages[slot] as Message;
  }

  /** The slot of the same topic's message before this one, or NONE. */
  older(slot: number): number {
    return this.#older[slot] ?? NONE;
  }

  /** The slot of the same topic's message after this one, or NONE. */
  newer(slot: number): number {
    return this.#newer[slot] ?? NONE;
  }

  /** Where a slot stands in the order of all messages. */
  placeOf(slot: number): number {
    return (slot - this.#head) & this.#mask;
  }

  /** The place at which messages that are held begin to have this number or a higher one. */
  placeFrom(number: number): number {
    let low = 0;
    let high = this.#span;
    while (low < high) {
      const middle = (low + high) >>> 1;
      let place = middle;
      while (place > low && this.#atPlace(place) === undefined) place--;
      const message = this.#atPlace(place);
      if (message !== undefined && message.number >= number) high = place;
      else low = middle + 1;
    }
    return low;
  }

  /** Gives memory back after many have left. */
  fit(): void {
    this.#rebuild(this.count);
  }

  #atPlace(place: number): Message | undefined {
    return this.#messages[(this.#head + place) & this.#mask];
  }

  #put(record: TopicRecord, message: Message | undefined, weight: number): number {
    const slot = (this.#head + this.#span++) & this.#mask;
    const older = record.newestSlot;
    this.#messages[slot] = message;
    this.#owners[slot] = record;
    this.#weights[slot] = weight;
    this.#older[slot] = older;
    this.#newer[slot] = NONE;
    if (older === NONE) record.oldestSlot = slot;
    else this.#newer[older] = slot;
    record.newestSlot = slot;
    return slot;
  }

  #skipEmpty(): void {
    do {
      this.#head = (this.#head + 1) & this.#mask;
      this.#span--;
      if (this.#heldFrom > 0) this.#heldFrom--;
    } while (this.#span > 0 && this.#owners[this.#head] === undefined);
  }

  /** Moves everything, without the empty slots, into a ring with room for so many. */
  #rebuild(room: number): void {
    let size = FIRST_SLOTS;
    while (size * FULL_SHARE < room) size *= 2;
    const [messages, owners, weights, older] = [this.#messages, this.#owners, this.#weights, this.#older];
    const [numbers, times] = [this.#numbers, this.#times];
    const [head, span, mask] = [this.#head, this.#span, this.#mask];
    this.#messages = new Array<Message | undefined>(size).fill(undefined);
    this.#owners = new Array<TopicRecord | undefined>(size).fill(undefined);
    this.#weights = new Int32Array(size);
    this.#older = new Int32Array(size);
    this.#newer = new Int32Array(size);
    this.#numbers = this.storedOnly === 0 ? null : new Float64Array(size);
    this.#times = this.storedOnly === 0 ? null : new Float64Array(size);
    this.#heldFrom = this.storedOnly;
    [this.#mask, this.#head, this.#span] = [size - 1, 0, 0];
    for (let place = 0; place < span; place++) {
      const slot = (head + place) & mask;
      const record = owners[slot];
      if (record === undefined) continue;
      // Its topic's oldest: what the record says of slots is of the ring before.
      if (older[slot] === NONE) record.newestSlot = NONE;
      const moved = this.#put(record, messages[slot], weights[slot] ?? 0);
      if (this.#numbers !== null) this.#numbers[moved] = numbers?.[slot] ?? 0;
      if (this.#times !== null) this.#times[moved] = times?.[slot] ?? 0;
    }
  }
}

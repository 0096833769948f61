/** Owns reading the histories of many topics as one, newest first. */
import type { Message } from "./message.ts";
import { type MessageRing, NONE } from "./message-ring.ts";
import type { TopicRecord } from "./topic-record.ts";

/** One topic in the merge. */
interface Reader {
  /** Of the message that comes next. */
  slot: number;
  /** Its place among those of all topics. */
  place: number;
}

/** At most `limit` messages of these topics with a number below `before`, newest first. */
export function newest(ring: MessageRing, records: Iterable<TopicRecord>, before: number, limit: number): Message[] {
  const heap: Reader[] = [];
  const end = ring.placeFrom(before);
  for (const { newestSlot } of records) {
    let slot = newestSlot;
    while (slot !== NONE && ring.placeOf(slot) >= end) slot = ring.older(slot);
    if (ring.isHeld(slot)) heap.push({ slot, place: ring.placeOf(slot) });
  }
  for (let at = (heap.length >> 1) - 1; at >= 0; at--) sink(heap, at);
  const found: Message[] = [];
  while (found.length < limit) {
    const reader = heap[0];
    if (reader === undefined) break;
    found.push(ring.at(reader.slot));
    reader.slot = ring.older(reader.slot);
    if (ring.isHeld(reader.slot)) reader.place = ring.placeOf(reader.slot);
    else removeFirst(heap);
    sink(heap, 0);
  }
  return found;
}

function removeFirst(heap: Reader[]): void {
  const last = heap.pop();
  if (last !== undefined && heap.length > 0) heap[0] = last;
}

/** Restores the heap, newest first, below `at`. */
function sink(heap: Reader[], at: number): void {
  const reader = heap[at];
  if (reader === undefined) return;
  for (;;) {
    let child = 2 * at + 1;
    if ((heap[child + 1]?.place ?? -1) > (heap[child]?.place ?? -1)) child++;
    const other = heap[child];
    if (other === undefined || other.place <= reader.place) break;
    heap[at] = other;
    at = child;
  }
  heap[at] = reader;
}

/** Owns reading the histories of many topics as one, newest first. */
import type { Message } from "./message.ts";
import type { TopicRecord } from "./topic-record.ts";

/** One topic's place in the merge: everything below `left` is still to come. */
interface Reader {
  readonly record: TopicRecord;
  left: number;
  /** Number of the message that comes next. */
  next: number;
}

/** At most `limit` messages of these topics with a number below `before`, newest first. */
export function newest(records: Iterable<TopicRecord>, before: number, limit: number): Message[] {
  const heap: Reader[] = [];
  for (const record of records) {
    const left = record.countBelow(before);
    if (left > 0) heap.push({ record, left, next: numberAt(record, left - 1) });
  }
  for (let at = (heap.length >> 1) - 1; at >= 0; at--) sink(heap, at);
  const found: Message[] = [];
  while (found.length < limit) {
    const reader = heap[0];
    if (reader === undefined) break;
    reader.left--;
    found.push(reader.record.kept.at(reader.left) as Message);
    if (reader.left > 0) reader.next = numberAt(reader.record, reader.left - 1);
    else removeFirst(heap);
    sink(heap, 0);
  }
  return found;
}

function numberAt(record: TopicRecord, place: number): number {
  return (record.kept.at(place) as Message).number;
}

function removeFirst(heap: Reader[]): void {
  const last = heap.pop();
  if (last !== undefined && heap.length > 0) heap[0] = last;
}

/** Restores the heap, greatest number first, below `at`. */
function sink(heap: Reader[], at: number): void {
  const reader = heap[at];
  if (reader === undefined) return;
  let place = at;
  for (;;) {
    let child = 2 * place + 1;
    if ((heap[child + 1]?.next ?? -1) > (heap[child]?.next ?? -1)) child++;
    const other = heap[child];
    if (other === undefined || other.next <= reader.next) break;
    heap[place] = other;
    place = child;
  }
  heap[place] = reader;
}

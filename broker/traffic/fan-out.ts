/** Owns what became of one message: who had a filter that matched, and how each fared. */
import { LIMITS } from "../contract/limits.ts";
import type { SessionCard } from "../sessions/session-card.ts";
import type { Capture } from "./capture.ts";
import { matchingOf } from "./cards.ts";
import type { Chunk } from "./chunk.ts";
import type { Exception, Fate } from "./exceptions.ts";
import type { Ending } from "./row.ts";

/** `sent` left with the turn; `waiting` has not left yet. */
export type Fared = Fate | "sent" | "waiting";

export interface Recipient {
  readonly card: SessionCard;
  /** Those of its filters that match the topic. */
  readonly filters: readonly string[];
  readonly fared: Fared;
  /** Milliseconds from the publish to the frame handed to the operating system; null when it did not leave, or nobody knows any more. */
  readonly delayMs: number | null;
  readonly ending: Ending | null;
}

/** The recipients of a captured message, or of what was sent past all topics, its publisher left out unless it hears itself; nothing for what was refused. */
export function fanOut(capture: Capture, chunk: Chunk, index: number): readonly Recipient[] {
  const subject = chunk.subjects[index];
  if (subject === undefined || !("json" in subject || "act" in subject)) return [];
  // What is sent past all topics asks nobody's filters.
  const matching = (card: SessionCard) => ("json" in subject ? matchingOf(card, subject.topic) : []);
  const exceptions = new Map(chunk.exceptionsOf(index).map((exception) => [exception.order, exception]));
  const { unsaidIn, hearsItself, notItself } = chunk.apartOf(index);
  const sender = chunk.senders[index];
  const isHeardByItself = hearsItself || (sender?.hearsOwn === true && !notItself);
  const publisher = isHeardByItself ? undefined : sender?.id;
  const queued = (chunk.audiences[index]?.cards ?? []).filter(
    ({ id, dialect }) => id !== publisher && !unsaidIn.includes(dialect),
  );
  const shut = shutOut(chunk, exceptions, queued);
  const left = firstWrites(capture, chunk, index, queued, exceptions);
  const published = chunk.elapsed[index] ?? 0;
  return [...queued, ...shut].map((card) => {
    const exception = exceptions.get(card.order);
    const at = exception === undefined ? left.at.get(card.order) : exception.at;
    const fared = exception?.fate ?? (at === undefined && (left.isWhole || card.isAway) ? "waiting" : "sent");
    return {
      card,
      filters: matching(card),
      fared,
      delayMs: at !== undefined && (fared === "sent" || fared === "late") ? Math.max(0, at - published) : null,
      ending: exception === undefined ? null : (chunk.endingOf(card.order) ?? null),
    };
  });
}

/** Sessions that never had the message queued, since they were closing; of them only their ending is known. */
function shutOut(
  chunk: Chunk,
  exceptions: ReadonlyMap<number, Exception>,
  queued: readonly SessionCard[],
): readonly SessionCard[] {
  const known = new Set(queued.map(({ order }) => order));
  return [...exceptions.keys()].flatMap((order) => (known.has(order) ? [] : (chunk.endingOf(order)?.card ?? [])));
}

/** `isWhole`: everything since the publish was looked at, so whoever is missing has not been written yet. */
function firstWrites(
  { departures }: Capture,
  chunk: Chunk,
  index: number,
  queued: readonly SessionCard[],
  exceptions: ReadonlyMap<number, Exception>,
): { readonly at: ReadonlyMap<number, number>; readonly isWhole: boolean } {
  const place = chunk.departures[index] ?? 0;
  const wanted = new Set(queued.flatMap(({ order }) => (exceptions.has(order) ? [] : order)));
  const at = departures.firstWrites(wanted, place, LIMITS.departuresSearched);
  return { at, isWhole: place >= departures.first && departures.next - place <= LIMITS.departuresSearched };
}

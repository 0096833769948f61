/** Owns how long tokens stay out that an operator has barred, and letting one in again earlier (R9). */
import type { Token } from "../contract/nouns.ts";
import type { Rooms } from "./rooms.ts";
import { getToken } from "./single-edits.ts";
import type { ViewSources } from "./views.ts";

/** Bars that are in force, by token id; epoch milliseconds. Empty and without cost while nobody is barred. */
export function barsOf({ barred, clock }: Pick<Rooms, "barred" | "clock">): ReadonlyMap<string, number> {
  if (barred.size === 0) return barred;
  const now = clock.now();
  return new Map([...barred].filter(([, until]) => until > now));
}

/** The token as it is then; one that nobody has barred is answered as it is. @throws Refused when there is no such token */
export function liftBar(sources: ViewSources, tokenId: string): Token {
  getToken(sources, tokenId);
  sources.rooms.barred.delete(tokenId);
  return getToken(sources, tokenId);
}

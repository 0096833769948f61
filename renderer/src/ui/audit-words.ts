/** Owns the words of the audit journal: who edited, and what an edit closed. */
import { formatCount } from "./format.ts";

const ACTORS: Readonly<Record<string, string>> = { console: "Console", http: "HTTP", cli: "CLI", broker: "Broker" };

export function actorName(actor: string): string {
  return ACTORS[actor] ?? actor;
}

/** `Closed nobody`, `Closed 2, 4003`. */
export function closedWords(closed: number, codes: readonly { readonly code: number }[] = []): string {
  if (closed === 0) return "Closed nobody";
  return [`Closed ${formatCount(closed)}`, ...codes.map(({ code }) => String(code))].join(", ");
}

/** Owns the words of the audit journal: who edited, and what an edit closed. */
import type { Actor } from "../../../broker/contract/console.ts";
import { formatCount } from "./format.ts";

const NAMES = new Map<string, string>(
  Object.entries({
    console: "Console",
    http: "HTTP",
    cli: "CLI",
    pubsub: "Pub/sub REST",
    chat: "Chat REST",
    broker: "Broker",
  } satisfies Record<Actor, string>),
);

export function actorName(actor: string): string {
  return NAMES.get(actor) ?? actor;
}

/** `Closed nobody`, `Closed 2, 4003`. */
export function closedWords(closed: number, codes: readonly { readonly code: number }[] = []): string {
  if (closed === 0) return "Closed nobody";
  return [`Closed ${formatCount(closed)}`, ...codes.map(({ code }) => String(code))].join(", ");
}

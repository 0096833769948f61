/** Owns what the engine's thread and the history's thread say to each other: flat values, which cross cheaply. */
import type { KeptMessage, StoredTopic } from "../../ports/history.ts";

/** Values of each message, one after the other: objects would carry their field names along, once a message. */
export type FlatMessages = (string | number | null)[];

const FIELDS = 7;

export function pack(messages: readonly KeptMessage[]): FlatMessages {
  const flat: FlatMessages = [];
  for (const { number, at, json, givenId, clientId, connectionId, tokenId } of messages) {
    flat.push(number, at, json, givenId, clientId, connectionId, tokenId);
  }
  return flat;
}

export function unpack(flat: FlatMessages): KeptMessage[] {
  const messages: KeptMessage[] = [];
  for (let at = 0; at + FIELDS <= flat.length; at += FIELDS) {
    const [number, time, json, givenId, clientId, connectionId, tokenId] = flat.slice(at, at + FIELDS);
    messages.push({
      number: Number(number),
      at: Number(time),
      json: String(json),
      givenId: textOrNull(givenId),
      clientId: textOrNull(clientId),
      connectionId: textOrNull(connectionId),
      tokenId: textOrNull(tokenId),
    });
  }
  return messages;
}

/** The messages from the one with this number on; their numbers rise. */
export function fromNumber(flat: FlatMessages, number: number): FlatMessages {
  let at = 0;
  while (at < flat.length && Number(flat[at]) < number) at += FIELDS;
  return at === 0 ? flat : flat.slice(at);
}

export interface FlatTopic extends Omit<StoredTopic, "metadata"> {
  /** JSON. */
  readonly metadata: string;
}

export interface FlatWrite {
  readonly topic: FlatTopic;
  readonly keptFrom: number;
  readonly added: FlatMessages;
}

export interface FlatBatch {
  readonly deleted: readonly string[];
  readonly written: readonly FlatWrite[];
  readonly maxBytes: number;
}

export interface FlatHistory {
  readonly seed: string;
  readonly topics: readonly { readonly topic: FlatTopic; readonly kept: FlatMessages }[];
}

export type Request = { readonly kind: "write"; readonly batch: FlatBatch } | { readonly kind: "close" };

/** The first comes unasked and says what was found; then one a request, in their order. */
export type Answer =
  | { readonly kind: "opened"; readonly history: FlatHistory; readonly setAside: SetAside | null }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly reason: string };

/** A file that could not be read as our history, and where it lies now. */
export interface SetAside {
  readonly path: string;
  readonly reason: string;
}

function textOrNull(value: string | number | null | undefined): string | null {
  return typeof value === "string" ? value : null;
}

/** Owns what the engine's thread and the history's thread say to each other: flat values, which cross cheaply. */
import { isUtf8 } from "node:buffer";
import type { KeptMessage, StoredTopic } from "../../ports/history.ts";

/** Values of each message, one after the other: objects would carry their field names along, once a message. */
export type FlatMessages = (string | number | null | Uint8Array)[];

const FIELDS = 7;

/** What stands before the texts of a chunk, column by column: mostly small steps and one run of the same publisher. */
interface Head {
  /** Steps from the message before; the first from 0. */
  readonly numbers: number[];
  readonly times: number[];
  /** Null when no publisher gave any. */
  readonly ids: (string | null)[] | null;
  /** What the text of each message stands for, as `CAME_AS` says; left out when all are JSON text, as in every file of schema 1. */
  readonly cameAs?: string;
  /** How many in a row, then their client, connection and token; and so on. */
  readonly publishers: (string | number | null)[];
}

const RUN = 4;
/** The message is this JSON text, or the UTF-8 of this JSON string, or the bytes of this base64. */
const CAME_AS = { json: "j", text: "t", bytes: "b" } as const;
/** Between head and texts: JSON holds no bare control character but blanks. */
const BORDER = "\x1f";

/**
 * Messages of one topic as one text, as it lies in the database. The thread writes it without looking into it, so that history costs
 * little even where it shares a core with the engine.
 */
export function pack(messages: readonly KeptMessage[]): string {
  const numbers: number[] = [];
  const times: number[] = [];
  const parts = [""];
  const publishers: (string | number | null)[] = [];
  let [number, time, run, hasIds, hasBytes] = [0, 0, -RUN, false, false];
  let before: KeptMessage | undefined;
  for (const message of messages) {
    numbers.push(message.number - number);
    times.push(message.at - time);
    if (typeof message.content === "string") {
      parts.push(message.content);
    } else {
      parts.push(textOfBytes(message.content));
      hasBytes = true;
    }
    if (message.givenId !== null) hasIds = true;
    if (before === undefined || !isSamePublisher(before, message)) {
      run += RUN;
      publishers.push(0, message.clientId, message.connectionId, message.tokenId);
    }
    publishers[run] = Number(publishers[run]) + 1;
    number = message.number;
    time = message.at;
    before = message;
  }
  const ids = hasIds ? messages.map(({ givenId }) => givenId) : null;
  // Joined in one: text that is put together again afterwards is copied again.
  const head: Head = { numbers, times, ids, publishers };
  parts[0] = JSON.stringify(hasBytes ? { ...head, cameAs: messages.map(cameAs).join("") } : head);
  return parts.join(BORDER);
}

/** What `pack` packed, flat. @throws Error when the text is damaged */
export function flatOf(chunk: string): FlatMessages {
  const [head = "", ...texts] = chunk.split(BORDER);
  const { numbers, times, ids, publishers, cameAs } = headOf(JSON.parse(head), texts.length);
  const flat: FlatMessages = [];
  let [number, time, run, left] = [0, 0, -RUN, 0];
  for (const [place, text] of texts.entries()) {
    if (left === 0) {
      run += RUN;
      left = Number(publishers[run]);
    }
    left--;
    number += numbers[place] ?? Number.NaN;
    time += times[place] ?? Number.NaN;
    const [clientId = null, connectionId = null, tokenId = null] = publishers.slice(run + 1, run + RUN);
    const content = cameAs === undefined ? text : contentOf(text, cameAs[place]);
    flat.push(number, time, content, ids?.[place] ?? null, clientId, connectionId, tokenId);
  }
  return flat;
}

/** UTF-8 is not made longer by a third, and is found in the file. */
function textOfBytes(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return isUtf8(buffer) ? JSON.stringify(buffer.toString("utf8")) : buffer.toString("base64");
}

function cameAs({ content }: KeptMessage): string {
  if (typeof content === "string") return CAME_AS.json;
  return isUtf8(content) ? CAME_AS.text : CAME_AS.bytes;
}

/** @throws Error when the text is not what it is said to be */
function contentOf(text: string, kind: string | undefined): string | Uint8Array {
  if (kind === CAME_AS.json) return text;
  if (kind === CAME_AS.text) {
    const said: unknown = JSON.parse(text);
    if (typeof said === "string") return ownBytes(Buffer.from(said));
  } else if (kind === CAME_AS.bytes) {
    const bytes = Buffer.from(text, "base64");
    if (bytes.toString("base64") === text) return ownBytes(bytes);
  }
  throw new Error("the bytes of a message are damaged");
}

/** Small buffers share one, which would cross whole from thread to thread and stay with the message. */
function ownBytes(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function isSamePublisher(one: KeptMessage, other: KeptMessage): boolean {
  return one.connectionId === other.connectionId && one.tokenId === other.tokenId && one.clientId === other.clientId;
}

function headOf(value: unknown, count: number): Head {
  const head = value as Partial<Head> | null;
  if (head?.numbers?.length !== count || head.times?.length !== count || !head.publishers) {
    throw new Error("a row of messages is damaged");
  }
  return head as Head;
}

/** Flat values as messages. */
export function unflatten(flat: FlatMessages): KeptMessage[] {
  const messages: KeptMessage[] = [];
  for (let at = 0; at + FIELDS <= flat.length; at += FIELDS) {
    const [number, time, content, givenId, clientId, connectionId, tokenId] = flat.slice(at, at + FIELDS);
    messages.push({
      number: Number(number),
      at: Number(time),
      content: content instanceof Uint8Array ? content : String(content),
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

export type FlatTopic = StoredTopic;

/** Topics column by column: an object a topic would cost more than its messages. */
export interface FlatBatch {
  readonly deleted: readonly string[];
  readonly names: readonly string[];
  readonly messages: readonly number[];
  readonly lastAt: readonly (number | null)[];
  readonly keptFrom: readonly number[];
  /** The number of the last message of its chunk; null when nothing is added. */
  readonly last: readonly (number | null)[];
  /** As `pack` packs; "" when nothing is added. */
  readonly chunks: readonly string[];
  /** Some message of the chunks came as bytes. */
  readonly holdsBytes: boolean;
  /** What seldom changes of a topic: only of those where it did. */
  readonly described: readonly FlatTopic[];
  readonly maxBytes: number;
}

export interface FlatHistory {
  readonly seed: string;
  readonly topics: readonly { readonly topic: FlatTopic; readonly kept: FlatMessages }[];
}

export type Request =
  | { readonly kind: "write"; readonly batch: FlatBatch }
  | { readonly kind: "backup"; readonly path: string }
  | { readonly kind: "close" };

/** The first comes unasked and says what was found; then one a request, in their order. `progress` and `uncaught` come between. */
export type Answer =
  | { readonly kind: "opened"; readonly history: FlatHistory; readonly setAside: SetAside | null }
  | { readonly kind: "progress"; readonly share: number }
  /** Z7: something in the thread failed that nothing caught; it goes on answering, so that what waits can be written. */
  | { readonly kind: "uncaught"; readonly stack: string }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly reason: string };

/** A file that could not be read as our history, and where it lies now. */
export interface SetAside {
  readonly path: string;
  readonly reason: string;
}

function textOrNull(value: FlatMessages[number] | undefined): string | null {
  return typeof value === "string" ? value : null;
}

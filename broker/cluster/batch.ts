/** What nodes write into each other's inboxes, as JSON: read as a stranger's, since whoever may write in Redis may write there (N14, N22). */
import { LIMITS } from "../contract/limits.ts";
import { bytesOfBase64, type Content } from "../topics/content.ts";
import type { Message } from "../topics/message.ts";

const VERSION = 1;

/** A batch of a link: numbered, kept until it is acknowledged, taken in order. */
export interface DataBatch {
  readonly kind: "data";
  readonly from: string;
  /** Grows with every new link to the same node. */
  readonly term: number;
  readonly number: number;
  readonly items: readonly Item[];
}

/** Once a second, to everybody: what was heard of the receiver's link, and what was sent to it. */
export interface Beat {
  readonly kind: "beat";
  readonly from: string;
  readonly name: string;
  readonly heardTerm: number;
  readonly heard: number;
  readonly term: number;
  readonly sent: number;
}

/** Batches that are missing, from this number on; 0: facts are to be told as a whole. */
export interface Ask {
  readonly kind: "ask";
  readonly from: string;
  readonly term: number;
  readonly number: number;
}

/** Batches up to this number cannot be sent again. */
export interface Lost {
  readonly kind: "lost";
  readonly from: string;
  readonly term: number;
  readonly number: number;
}

/** The node stops. */
export interface Bye {
  readonly kind: "bye";
  readonly from: string;
}

export type Batch = DataBatch | Beat | Ask | Lost | Bye;

export interface MessageItem {
  readonly kind: "message";
  readonly topic: string;
  readonly content: Content;
  readonly number: number;
  readonly at: number;
  readonly givenId: string | null;
  readonly clientId: string | null;
  readonly connectionId: string | null;
  readonly tokenId: string | null;
  readonly kept: string | null;
  readonly revision: number;
}

/** Filters of the sender: all of them (`whole`), or some that it holds now, or holds no more. */
export interface FactsItem {
  readonly kind: "whole" | "more" | "fewer";
  /** What the ids of the sender's messages follow from. */
  readonly seed: string;
  readonly filters: readonly string[];
}

/** A part of an item that is too large for one batch. */
export interface PartItem {
  readonly kind: "part";
  readonly text: string;
  readonly isLast: boolean;
}

export type Item = MessageItem | FactsItem | PartItem;

/** The text of one item; made once for all nodes that it goes to. */
export function messageItem(message: Message, kept: string | null, revision: number): string {
  const { topic, content, number, at, givenId, clientId, connectionId, tokenId } = message;
  // Text as it is; bytes as a list of their base64.
  const said = typeof content === "string" ? content : [Buffer.from(content).toString("base64")];
  return JSON.stringify(["m", topic, said, number, at, givenId, clientId, connectionId, tokenId, kept, revision]);
}

export function factsItem(kind: FactsItem["kind"], seed: string, filters: readonly string[]): string {
  return JSON.stringify([kind === "whole" ? "=" : kind === "more" ? "+" : "-", seed, ...filters]);
}

/** The texts that an item crosses as: itself, or parts of it. */
export function partsOf(item: string): readonly string[] {
  if (item.length <= LIMITS.linkPartCharacters) return [item];
  const parts: string[] = [];
  for (let at = 0; at < item.length; at += LIMITS.linkPartCharacters) {
    const isLast = at + LIMITS.linkPartCharacters >= item.length;
    parts.push(JSON.stringify(["p", item.slice(at, at + LIMITS.linkPartCharacters), isLast]));
  }
  return parts;
}

export function dataBatch(from: string, term: number, number: number, items: readonly string[]): Uint8Array {
  return Buffer.from(`[${VERSION},${JSON.stringify(from)},"d",${term},${number},[${items.join(",")}]]`);
}

export function beatBatch({ from, name, heardTerm, heard, term, sent }: Omit<Beat, "kind">): Uint8Array {
  return Buffer.from(JSON.stringify([VERSION, from, "b", name, heardTerm, heard, term, sent]));
}

export function numberBatch(kind: "ask" | "lost", from: string, term: number, number: number): Uint8Array {
  return Buffer.from(JSON.stringify([VERSION, from, kind === "ask" ? "a" : "l", term, number]));
}

export function byeBatch(from: string): Uint8Array {
  return Buffer.from(JSON.stringify([VERSION, from, "x"]));
}

/** Null: it is none of ours. Fields that are not known are ignored (N82). */
export function readBatch(bytes: Uint8Array): Batch | null {
  if (bytes.byteLength > LIMITS.linkBatchMaxBytes) return null;
  const list = listIn(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
  if (list === null) return null;
  const [version, from, kind, one, two, three, four, five] = list;
  if (version !== VERSION || typeof from !== "string") return null;
  switch (kind) {
    case "d": {
      const items = Array.isArray(three) ? three.map(readItem) : [null];
      if (!isCount(one) || !isCount(two) || items.includes(null)) return null;
      return { kind: "data", from, term: one, number: two, items: items as Item[] };
    }
    case "b":
      if (typeof one !== "string" || !isCount(two) || !isCount(three) || !isCount(four) || !isCount(five)) return null;
      return { kind: "beat", from, name: one, heardTerm: two, heard: three, term: four, sent: five };
    case "a":
    case "l":
      if (!isCount(one) || !isCount(two)) return null;
      return { kind: kind === "a" ? "ask" : "lost", from, term: one, number: two };
    case "x":
      return { kind: "bye", from };
    default:
      return null;
  }
}

/** The item that was sent in parts; null when it is none. */
export function readParts(text: string): Item | null {
  return readItem(listIn(text));
}

function readItem(value: unknown): Item | null {
  if (!Array.isArray(value)) return null;
  const [kind, ...fields] = value as unknown[];
  switch (kind) {
    case "m": {
      const [topic, said, number, at, givenId, clientId, connectionId, tokenId, kept, revision] = fields;
      const content = readContent(said);
      if (typeof topic !== "string" || content === null || !isTextOrNull(kept)) return null;
      if (!isCount(number) || !isCount(at) || !isCount(revision)) return null;
      if (!isTextOrNull(givenId) || !isTextOrNull(clientId)) return null;
      if (!isTextOrNull(connectionId) || !isTextOrNull(tokenId)) return null;
      return { kind: "message", topic, content, number, at, givenId, clientId, connectionId, tokenId, kept, revision };
    }
    case "=":
    case "+":
    case "-": {
      const [seed, ...filters] = fields;
      if (typeof seed !== "string" || !/^[0-9a-f]{12}$/.test(seed)) return null;
      if (!filters.every((filter): filter is string => typeof filter === "string")) return null;
      return { kind: kind === "=" ? "whole" : kind === "+" ? "more" : "fewer", seed, filters };
    }
    case "p": {
      const [text, isLast] = fields;
      return typeof text === "string" && typeof isLast === "boolean" ? { kind: "part", text, isLast } : null;
    }
    default:
      return null;
  }
}

function readContent(said: unknown): Content | null {
  if (typeof said === "string") return said;
  const base64: unknown = Array.isArray(said) ? said[0] : null;
  return typeof base64 === "string" ? bytesOfBase64(base64) : null;
}

function listIn(text: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isTextOrNull = (value: unknown): value is string | null => value === null || typeof value === "string";

/** Whether a history's rows mean what they must: SQLite's own check looks at pages, not at what lies in them (O14). */
import { checkTopic } from "../../contract/topics.ts";
import type { FlatMessages, FlatTopic } from "./protocol.ts";

const SEED = /^[0-9a-f]{12}$/;
/** The last millisecond that a date can be. */
const LAST_TIME = 8.64e15;
const FIELDS = 7;

/** @throws Error that names what is damaged */
export function assertSeed(seed: string | undefined): string {
  if (seed === undefined || !SEED.test(seed)) throw new Error("its seed is missing or damaged");
  return seed;
}

/** @throws Error that names the topic's row */
export function assertTopic(id: number, { name, source, createdAt, lastAt, messages, metadata }: FlatTopic): void {
  const isSound =
    checkTopic(name).ok &&
    ["publish", "console", "subscribe"].includes(source) &&
    isTime(createdAt) &&
    (lastAt === null || isTime(lastAt)) &&
    isCount(messages) &&
    isObject(metadata);
  if (!isSound) throw new Error(`the row of topic ${id} is damaged`);
}

/** Flat messages of one chunk. Their numbers rise. @throws Error that names the chunk */
export function assertMessages(chunk: number, flat: FlatMessages): void {
  let before = -1;
  for (let at = 0; at < flat.length; at += FIELDS) {
    const [number, time, content] = [flat[at], flat[at + 1], flat[at + 2]];
    const isSound = isCount(number) && number > before && isTime(time) && isContent(content);
    if (!isSound) throw new Error(`the messages of chunk ${chunk} are damaged`);
    before = number;
  }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value) && Math.abs(value as number) <= LAST_TIME;
}

function isObject(json: string): boolean {
  const value = parsed(json);
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Bytes may be any. */
function isContent(content: unknown): boolean {
  return content instanceof Uint8Array || (typeof content === "string" && parsed(content) !== undefined);
}

/** JSON has no undefined: it stands for a text that is none. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // The caller says what is damaged.
    return undefined;
  }
}

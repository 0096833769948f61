/** Owns the number fields of a topic: what they are now, their range and trend, and one of them over time. */
import { LIMITS } from "../../contract/limits.ts";
import type { NumberField } from "../../contract/topic-views.ts";
import type { Message } from "../../topics/message.ts";
import type { TopicRecord } from "../../topics/topic-record.ts";
import type { ConsoleCore } from "../console-core.ts";
import { badField } from "../refused.ts";
import { downsample } from "./downsample.ts";
import { numberAt, numbersIn } from "./json-numbers.ts";
import { knownTopic } from "./registry.ts";

/** Newest messages that fields are read from: parsing more would hold the engine up each time a window asks. */
const FIELD_MESSAGES = 200;
const TREND_POINTS = 40;
/** Messages that one series reads; of more, evenly spread ones. */
const SERIES_MESSAGES = 5000;
const SERIES_POINTS = 600;

/** The fields of the newest message that is read, in its order. @throws Refused NOT_FOUND */
export function numberFields(core: ConsoleCore, name: string): { fields: NumberField[] } {
  const values = new Map<string, string[]>();
  let newest: readonly string[] = [];
  for (const { json } of readable(core, knownTopic(core, name), FIELD_MESSAGES)) {
    const numbers = numbersIn(json);
    newest = [...numbers.keys()];
    for (const [path, value] of numbers) {
      const list = values.get(path);
      if (list === undefined) values.set(path, [value]);
      else list.push(value);
    }
  }
  return { fields: newest.map((path) => fieldOf(path, values.get(path) ?? [])) };
}

export interface SeriesQuery {
  readonly name: string;
  readonly path?: string | undefined;
  /** ISO 8601; all that is kept when absent. */
  readonly since?: string | undefined;
}

/** @throws Refused NOT_FOUND, BAD_REQUEST */
export function numberSeries(core: ConsoleCore, { name, path = "", since }: SeriesQuery) {
  if (path !== "" && !path.startsWith("/")) throw badField("path", "is a JSON pointer: empty, or beginning with /");
  const from = since === undefined ? Number.NEGATIVE_INFINITY : Date.parse(since);
  const at: number[] = [];
  const values: number[] = [];
  const record = knownTopic(core, name);
  const stride = Math.max(1, Math.ceil(record.kept / SERIES_MESSAGES));
  for (const message of readable(core, record, record.kept, stride)) {
    if (message.at < from) continue;
    const value = numberAt(message.json, path);
    if (value === undefined) continue;
    at.push(message.at);
    values.push(value);
  }
  return { ...downsample(at, values, SERIES_POINTS), total: at.length * stride };
}

/** Of the newest `count` every `stride`th, oldest first; one so large that parsing it would be felt is left out. The newest is always among them. */
function readable({ topics }: Pick<ConsoleCore, "topics">, record: TopicRecord, count: number, stride = 1): Message[] {
  const found: Message[] = [];
  let place = 0;
  for (const message of topics.history.backwards(record)) {
    if (place >= count) break;
    if (place++ % stride === 0 && message.content.length <= LIMITS.parsedJsonLength) found.push(message);
  }
  return found.reverse();
}

function fieldOf(path: string, texts: readonly string[]): NumberField {
  const text = texts.at(-1) ?? "0";
  const before = texts.at(-2);
  const values = texts.map(Number);
  return {
    path,
    now: Number(text),
    text,
    change: before === undefined ? null : difference(text, before),
    min: Math.min(...values),
    max: Math.max(...values),
    trend: values.slice(-TREND_POINTS),
  };
}

/** Of long whole numbers exact: as numbers of JavaScript two neighbours are the same. */
function difference(now: string, before: string): number {
  if (WHOLE.test(now) && WHOLE.test(before)) return Number(BigInt(now) - BigInt(before));
  return rounded(Number(now) - Number(before));
}

const WHOLE = /^-?\d+$/;

/** 21.4 - 21.3 is 0.1 to whoever reads it. */
function rounded(value: number): number {
  return Number(value.toPrecision(12));
}

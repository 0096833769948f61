/** Owns turning a filter's tree into one question for a row, compiled once and asked of very many. */

import { compareDecimals } from "../contract/decimal.ts";
import { numberText, parseExact } from "../contract/exact-json.ts";
import { withoutEscapes } from "../contract/json-escapes.ts";
import { matches } from "../contract/topics.ts";
import type { Direction, Flag, Operator, Term } from "../contract/traffic-fields.ts";
import type { FilterNode } from "../contract/traffic-filter.ts";
import type { Chunk } from "./chunk.ts";
import { directOf, refusedBecause, ruleOf, searchedTextOf, senderOf, sizeOf, tokenOf, topicOf } from "./reading.ts";

export type Question = (chunk: Chunk, index: number) => boolean;

const EVERYTHING: Question = () => true;

/** Null matches everything. */
export function compileFilter(filter: FilterNode | null): Question {
  return filter === null ? EVERYTHING : compiled(filter);
}

function compiled(node: FilterNode): Question {
  switch (node.kind) {
    case "and": {
      const parts = node.of.map(compiled);
      return (chunk, index) => parts.every((asks) => asks(chunk, index));
    }
    case "or": {
      const parts = node.of.map(compiled);
      return (chunk, index) => parts.some((asks) => asks(chunk, index));
    }
    case "not": {
      const asks = compiled(node.of);
      return (chunk, index) => !asks(chunk, index);
    }
    case "term":
      return questionOf(node.term);
    default:
      return node satisfies never;
  }
}

function questionOf(term: Term): Question {
  switch (term.field) {
    case "text":
      return textQuestion(term.text);
    case "flag":
      return FLAG_QUESTIONS[term.flag];
    case "topic":
      return topicQuestion(term.pattern);
    case "token": {
      const fits = nameTest(term.text);
      return (chunk, index) => {
        const token = tokenOf(chunk, index);
        return token !== null && (fits(token.id) || (token.name !== null && fits(token.name)));
      };
    }
    case "from": {
      const fits = nameTest(term.text);
      return (chunk, index) => {
        const sender = senderOf(chunk, index);
        return sender !== null && (fits(sender.label) || (sender.id !== null && fits(sender.id)));
      };
    }
    case "to": {
      const fits = nameTest(term.text);
      return (chunk, index) => fits(directOf(chunk, index)?.to ?? "");
    }
    case "rule": {
      const fits = nameTest(term.text);
      return (chunk, index) => fits(ruleOf(chunk, index)) || fits(chunk.grants[index]?.permissionId ?? "");
    }
    case "result":
      return resultQuestion(term.result);
    case "dir":
      return directionQuestion(term.direction);
    case "size":
      return (chunk, index) => compares(sizeOf(chunk, index), term.operator, term.bytes);
    case "json":
      return jsonQuestion(term);
    default:
      return term satisfies never;
  }
}

const FLAG_QUESTIONS: Readonly<Record<Flag, Question>> = {
  denied: (chunk, index) => isDenied(chunk, index),
  withheld: (chunk, index) => (chunk.withheld[index] ?? 0) > 0,
  dropped: (chunk, index) => (chunk.dropped[index] ?? 0) > 0,
  delivered: (chunk, index) => (chunk.delivered[index] ?? 0) > 0,
};

/** Refused, at the door or later, or sent where nobody can be. */
export function isDenied(chunk: Chunk, index: number): boolean {
  const kind = chunk.kindOf(index);
  return kind === "refused" || kind === "door" || (kind === "direct" && refusedBecause(chunk, index) !== null);
}

function textQuestion(text: string): Question {
  const wanted = text.toLowerCase();
  const holds = (value: string) => value.toLowerCase().includes(wanted);
  /** What a client wrote with escapes is found by what it says, and by how it was written. */
  const holdsJson = (json: string) => holds(json) || (json.includes("\\") && holds(withoutEscapes(json)));
  return (chunk, index) =>
    holds(topicOf(chunk, index)) ||
    holdsJson(searchedTextOf(chunk, index)) ||
    holds(senderOf(chunk, index)?.label ?? "") ||
    holds(directOf(chunk, index)?.to ?? "") ||
    holds(tokenOf(chunk, index)?.name ?? "");
}

/** Topics repeat: each is matched once and then remembered, up to a bound. */
function topicQuestion(pattern: string): Question {
  const known = new Map<string, boolean>();
  return (chunk, index) => {
    const topic = topicOf(chunk, index);
    if (topic === "") return false;
    let answer = known.get(topic);
    if (answer === undefined) {
      answer = matches(pattern, topic);
      if (known.size >= TOPICS_REMEMBERED) known.clear();
      known.set(topic, answer);
    }
    return answer;
  };
}

const TOPICS_REMEMBERED = 4096;

/** In any case; `*` stands for any run of characters. */
function nameTest(text: string): (value: string) => boolean {
  const wanted = text.toLowerCase();
  if (!wanted.includes("*")) return (value) => value.toLowerCase() === wanted;
  const parts = wanted.split("*");
  return (value) => fitsParts(value.toLowerCase(), parts);
}

/** Each part in its place, first and last at the ends; linear, whatever was typed. */
function fitsParts(value: string, parts: readonly string[]): boolean {
  const [first = ""] = parts;
  const last = parts.at(-1) ?? "";
  if (!value.startsWith(first) || !value.endsWith(last) || value.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = value.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= value.length - last.length;
}

function resultQuestion(result: string): Question {
  switch (result) {
    case "denied":
    case "withheld":
    case "dropped":
    case "delivered":
      return FLAG_QUESTIONS[result];
    case "nobody":
      return (chunk, index) =>
        !isDenied(chunk, index) &&
        (chunk.delivered[index] ?? 0) + (chunk.withheld[index] ?? 0) + (chunk.dropped[index] ?? 0) === 0;
    default:
      return (chunk, index) => refusedBecause(chunk, index) === result;
  }
}

function directionQuestion(direction: Direction): Question {
  switch (direction) {
    case "in":
      return (chunk, index) => chunk.kindOf(index) === "in" || chunk.kindOf(index) === "refused";
    case "operator":
    case "reply":
    case "node":
    case "door":
    case "direct":
      return (chunk, index) => chunk.kindOf(index) === direction;
    default:
      return direction satisfies never;
  }
}

/** A payload is parsed only when its text holds every key that is asked for, or escapes in which one may be written. */
function jsonQuestion({ path, operator, value: wanted, digits }: Extract<Term, { field: "json" }>): Question {
  const keys = path.filter((key) => !/^\d+$/.test(key));
  const fits = typeof wanted === "string" && operator === ":" ? nameTest(wanted) : null;
  return (chunk, index) => {
    const text = searchedTextOf(chunk, index);
    if (chunk.kindOf(index) === "door") return false;
    if (!text.includes("\\") && !keys.every((key) => text.includes(key))) return false;
    const value = at(parsed(text), path);
    if (value === undefined) return false;
    if (fits !== null) return wanted === "*" || (typeof value === "string" ? fits(value) : fits(written(value)));
    if (digits !== null) {
      const order = compareDecimals(numberText(value) ?? "", digits);
      return order !== undefined && compares(order, operator, 0);
    }
    if (operator === ":") return value === wanted;
    return typeof value === "string" && typeof wanted === "string" && compares(value, operator, wanted);
  };
}

function written(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    // Nested more deeply than a stack holds: there is no text that a pattern could fit.
    return "";
  }
}

function parsed(text: string): unknown {
  try {
    return parseExact(text);
  } catch {
    // What was refused may hold no JSON, or be cut: it has no fields then.
    return undefined;
  }
}

function at(value: unknown, path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== "object" || found === null || numberText(found) !== undefined) return undefined;
    if (!Object.hasOwn(found, key)) return undefined;
    found = Object.getOwnPropertyDescriptor(found, key)?.value;
  }
  return found;
}

function compares<T extends number | string>(value: T, operator: Operator, wanted: T): boolean {
  switch (operator) {
    case ":":
      return value === wanted;
    case ">":
      return value > wanted;
    case "<":
      return value < wanted;
    case ">=":
      return value >= wanted;
    case "<=":
      return value <= wanted;
    default:
      return operator satisfies never;
  }
}

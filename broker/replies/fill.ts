/** Owns the texts of a reply, understood once: `{{topic}}`, `{{topic 2}}`, `{{json.path}}` of the message, and the placeholders that everybody has. */
import { PLACEHOLDERS, type PlaceholderContext, parseTemplate, scanTemplate } from "../contract/placeholders.ts";
import type { Incoming } from "./incoming.ts";

/** What the placeholders that are not of the message draw from. */
export type Chance = Pick<PlaceholderContext, "now" | "seq" | "random">;

export type Filled = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

/** A text of a rule, ready to be filled in for each message. */
export type Fill = (incoming: Incoming, chance: Chance) => Filled;

export type CompiledFill = { readonly ok: true; readonly fill: Fill } | { readonly ok: false; readonly reason: string };

type Value =
  /** `isText`: stands as it is, also where JSON is expected: `{{random 10 30}}` is a number there. */
  | { readonly ok: true; readonly value: unknown; readonly isText?: true }
  | { readonly ok: false; readonly reason: string };

type Reader = (incoming: Incoming, chance: Chance) => Value;
type Writer = (value: Extract<Value, { ok: true }>) => string;

/** As plain text: a text stands without quotes, anything else as JSON. */
export function compileText(template: string): CompiledFill {
  return compiled(template, () => asText);
}

/**
 * As JSON: `{"was": {{json.on}}}` takes the value as it is, quotes included; inside a string, `"room {{topic 2}}"`, a text is escaped and
 * stands without quotes of its own.
 */
export function compileJson(template: string): CompiledFill {
  let isInString = false;
  return compiled(template, (before) => {
    isInString = endsInString(before, isInString);
    return isInString ? asPartOfString : asJson;
  });
}

/** `writerAfter` is asked at each placeholder, in order, with the text between the one before and it. */
function compiled(template: string, writerAfter: (before: string) => Writer): CompiledFill {
  const scanned = scanTemplate(template);
  if (!scanned.ok) return { ok: false, reason: scanned.problem.message };
  const parts: (string | { readonly read: Reader; readonly write: Writer })[] = [];
  let before = "";
  for (const piece of scanned.pieces) {
    if (typeof piece === "string") {
      parts.push(piece);
      before = piece;
      continue;
    }
    const read = readerOf(piece.inside.trim());
    if (read === null) {
      const { at, length } = piece;
      return { ok: false, reason: `There is no placeholder ${template.slice(at, at + length)}` };
    }
    parts.push({ read, write: writerAfter(before) });
  }
  const fill: Fill = (incoming, chance) => {
    let text = "";
    for (const part of parts) {
      if (typeof part === "string") {
        text += part;
        continue;
      }
      const found = part.read(incoming, chance);
      if (!found.ok) return found;
      text += part.write(found);
    }
    return { ok: true, text };
  };
  return { ok: true, fill };
}

/** Null: there is no such placeholder. */
function readerOf(expression: string): Reader | null {
  const level = /^topic(?:\s+(\d+))?$/.exec(expression);
  if (level) {
    const [, number] = level;
    return ({ topic }) => (number === undefined ? { ok: true, value: topic } : levelOf(topic, number));
  }
  if (/^json(?![\w-])/.test(expression)) {
    const path = expression.split(".").slice(1);
    return ({ value }) => memberOf(value, path, expression);
  }
  const parsed = parseTemplate<PlaceholderContext>(`{{${expression}}}`, PLACEHOLDERS);
  return parsed.ok ? (_incoming, chance) => ({ ok: true, value: parsed.expand(chance), isText: true }) : null;
}

/** Levels are counted from 1, as people count them. */
function levelOf(topic: string, number: string): Value {
  const level = topic.split("/")[Number(number) - 1];
  return level === undefined ? { ok: false, reason: `${topic} has no level ${number}` } : { ok: true, value: level };
}

/** `json`, `json.sensor.celsius`, `json.rooms.0.name`. */
function memberOf(message: unknown, path: readonly string[], expression: string): Value {
  let value = message;
  for (const key of path) {
    const next = Array.isArray(value) ? value[Number(key)] : isRecord(value) ? value[key] : undefined;
    if (next === undefined) return { ok: false, reason: `the message has no ${expression}` };
    value = next;
  }
  return { ok: true, value };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

const asText: Writer = ({ value }) => textOf(value);
const asPartOfString: Writer = ({ value }) => JSON.stringify(textOf(value)).slice(1, -1);
const asJson: Writer = ({ value, isText }) => (isText ? textOf(value) : JSON.stringify(value));

/** Whether a JSON string is open where the text ends: each quote that no backslash takes away opens or closes one. */
function endsInString(text: string, wasInString: boolean): boolean {
  let isInside = wasInString;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === "\\" && isInside) i++;
    else if (character === '"') isInside = !isInside;
  }
  return isInside;
}

/** Owns the texts of a reply, understood once: `{{topic}}`, `{{topic 2}}`, `{{json.path}}` of the message, and the placeholders that everybody has. */
import { LIMITS } from "../contract/limits.ts";
import { PLACEHOLDERS, type PlaceholderContext, parseTemplate, scanTemplate } from "../contract/placeholders.ts";
import type { Incoming } from "./incoming.ts";

/** What the placeholders that are not of the message draw from. */
export type Chance = Pick<PlaceholderContext, "now" | "seq" | "random">;

export type Filled =
  | { readonly ok: true; readonly text: string }
  /** `isTooLong`: it was given up at the first placeholder that made it so. */
  | { readonly ok: false; readonly reason: string; readonly isTooLong?: true };

/** A text of a rule, ready to be filled in for each message, with at most so many characters. */
export type Fill = (incoming: Incoming, chance: Chance, longest: number) => Filled;

export type CompiledFill = { readonly ok: true; readonly fill: Fill } | { readonly ok: false; readonly reason: string };

type Value =
  /** `raw`: `text` is one JSON value as it was written; `plain`: a text; `bare`: stands as it is, also where JSON is expected: `{{random 10 30}}` is a number there. */
  | { readonly ok: true; readonly text: string; readonly form: "raw" | "plain" | "bare" }
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
    const { at, length } = piece;
    if (read === null) return { ok: false, reason: `There is no placeholder ${template.slice(at, at + length)}` };
    if (read === "too-many-keys") {
      return { ok: false, reason: `A placeholder has at most ${LIMITS.placeholderKeys} keys after json` };
    }
    parts.push({ read, write: writerAfter(before) });
  }
  const fill: Fill = (incoming, chance, longest) => {
    let text = "";
    for (const part of parts) {
      if (typeof part === "string") {
        text += part;
      } else {
        const found = part.read(incoming, chance);
        if (!found.ok) return found;
        text += part.write(found);
      }
      // Before the next part is made: a template may name a large message some thousand times.
      if (text.length > longest)
        return { ok: false, reason: `it has more than ${longest} characters`, isTooLong: true };
    }
    return { ok: true, text };
  };
  return { ok: true, fill };
}

/** Null: there is no such placeholder. */
function readerOf(expression: string): Reader | "too-many-keys" | null {
  const level = /^topic(?:\s+(\d+))?$/.exec(expression);
  if (level) {
    const [, number] = level;
    return ({ topic }) => (number === undefined ? plain(topic) : levelOf(topic, number));
  }
  if (/^json(?![\w-])/.test(expression)) {
    const path = expression.split(".").slice(1);
    if (path.length > LIMITS.placeholderKeys) return "too-many-keys";
    return (incoming) => memberOf(incoming, path, expression);
  }
  const parsed = parseTemplate<PlaceholderContext>(`{{${expression}}}`, PLACEHOLDERS);
  return parsed.ok ? (_incoming, chance) => ({ ok: true, text: parsed.expand(chance), form: "bare" }) : null;
}

/** Levels are counted from 1, as people count them. */
function levelOf(topic: string, number: string): Value {
  const level = topic.split("/")[Number(number) - 1];
  return level === undefined ? { ok: false, reason: `${topic} has no level ${number}` } : plain(level);
}

/** `json`, `json.sensor.celsius`, `json.rooms.0.name`. */
function memberOf(incoming: Incoming, path: readonly string[], expression: string): Value {
  const text = incoming.textAt(path);
  return text === undefined
    ? { ok: false, reason: `the message has no ${expression}` }
    : { ok: true, text, form: "raw" };
}

const plain = (text: string): Value => ({ ok: true, text, form: "plain" });

const isString = (raw: string): boolean => raw.startsWith('"');

const asText: Writer = ({ text, form }) => (form === "raw" && isString(text) ? String(JSON.parse(text)) : text);
/** A JSON string is escaped already, and keeps the spelling of its escapes. */
const asPartOfString: Writer = ({ text, form }) =>
  form === "raw" && isString(text) ? text.slice(1, -1) : JSON.stringify(text).slice(1, -1);
const asJson: Writer = ({ text, form }) => (form === "plain" ? JSON.stringify(text) : text);

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

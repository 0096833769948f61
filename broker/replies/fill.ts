/** Owns the filling of a reply's texts: `{{topic}}`, `{{topic 2}}`, `{{json.path}}` of the message, and the placeholders that everybody has. */
import { PLACEHOLDERS, type PlaceholderContext, parseTemplate } from "../contract/placeholders.ts";
import type { Incoming } from "./incoming.ts";

/** What the placeholders that are not of the message draw from. */
export type Chance = Pick<PlaceholderContext, "now" | "seq" | "random">;

export type Value =
  /** `isText`: stands as it is, also where JSON is expected: `{{random 10 30}}` is a number there. */
  | { readonly ok: true; readonly value: unknown; readonly isText?: true }
  | { readonly ok: false; readonly reason: string };

export type Filled = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** As plain text: a text stands without quotes, anything else as JSON. */
export function fillText(template: string, incoming: Incoming, chance: Chance): Filled {
  return filled(template, (expression) => {
    const found = valueIn(expression, incoming, chance);
    return found.ok ? { ok: true, text: textOf(found.value) } : found;
  });
}

/**
 * As JSON: `{"was": {{json.on}}}` takes the value as it is, quotes included; inside a string, `"room {{topic 2}}"`, a text is escaped and
 * stands without quotes of its own.
 */
export function fillJson(template: string, incoming: Incoming, chance: Chance): Filled {
  return filled(template, (expression, at) => {
    const found = valueIn(expression, incoming, chance);
    if (!found.ok) return found;
    const isInString = insideString(template, at);
    if (isInString) return { ok: true, text: JSON.stringify(textOf(found.value)).slice(1, -1) };
    const text = found.isText ? textOf(found.value) : JSON.stringify(found.value);
    return { ok: true, text };
  });
}

/** Why the braces of a template cannot be read, or null. Values are asked for later, message by message. */
export function placeholderProblem(template: string): string | null {
  const rest = template.replaceAll(PLACEHOLDER, "");
  if (rest.includes("{{")) return "{{ has no }} after it";
  for (const [whole, inside = ""] of template.matchAll(PLACEHOLDER)) {
    const expression = inside.trim();
    if (!isOfMessage(expression) && !isOfEverybody(expression)) return `There is no placeholder ${whole}`;
  }
  return null;
}

/** The placeholders of every template: time, chance, counters. */
function isOfEverybody(expression: string): boolean {
  return parseTemplate(`{{${expression}}}`, PLACEHOLDERS).ok;
}

function isOfMessage(expression: string): boolean {
  return /^topic(\s+\d+)?$/.test(expression) || /^json(?![\w-])/.test(expression);
}

function filled(template: string, each: (expression: string, at: number) => Filled): Filled {
  let text = "";
  let from = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const part = each((match[1] ?? "").trim(), match.index);
    if (!part.ok) return part;
    text += template.slice(from, match.index) + part.text;
    from = match.index + match[0].length;
  }
  return { ok: true, text: text + template.slice(from) };
}

function valueIn(expression: string, incoming: Incoming, chance: Chance): Value {
  const level = /^topic(?:\s+(\d+))?$/.exec(expression);
  if (level) return level[1] === undefined ? { ok: true, value: incoming.topic } : levelOf(incoming.topic, level[1]);
  if (/^json(?![\w-])/.test(expression)) return memberOf(incoming.value, expression);
  const parsed = parseTemplate(`{{${expression}}}`, PLACEHOLDERS);
  return parsed.ok
    ? { ok: true, value: parsed.expand(chance), isText: true }
    : { ok: false, reason: parsed.problem.message };
}

/** Levels are counted from 1, as people count them. */
function levelOf(topic: string, number: string): Value {
  const level = topic.split("/")[Number(number) - 1];
  return level === undefined ? { ok: false, reason: `${topic} has no level ${number}` } : { ok: true, value: level };
}

/** `json`, `json.sensor.celsius`, `json.rooms.0.name`. */
function memberOf(message: unknown, expression: string): Value {
  let value = message;
  for (const key of expression.split(".").slice(1)) {
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

/** Whether the place lies inside a JSON string: quotes before it that no backslash takes away are odd in number. */
function insideString(template: string, at: number): boolean {
  let isInside = false;
  for (let i = 0; i < at; i++) {
    const character = template[i];
    if (character === "\\" && isInside) i++;
    else if (character === '"') isInside = !isInside;
  }
  return isInside;
}

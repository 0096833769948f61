/** Owns the filling of a reply's texts: `{{topic}}`, `{{topic 2}}`, `{{json.path}}` of the message, and the placeholders that everybody has. */
import type { Incoming } from "./incoming.ts";

/** The placeholders that are not of the message: time, chance, counters. */
export interface Placeholders {
  isKnown(expression: string): boolean;
  /** What stands in the braces, made anew each time. */
  valueOf(expression: string): Value;
}

export type Value = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly reason: string };

export type Filled = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string };

const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;

/** As plain text: a text stands without quotes, anything else as JSON. */
export function fillText(template: string, incoming: Incoming, others: Placeholders): Filled {
  return filled(template, (expression) => {
    const found = valueIn(expression, incoming, others);
    return found.ok ? { ok: true, text: textOf(found.value) } : found;
  });
}

/**
 * As JSON: `{"was": {{json.on}}}` takes the value as it is, quotes included; inside a string, `"room {{topic 2}}"`, a text is escaped and
 * stands without quotes of its own.
 */
export function fillJson(template: string, incoming: Incoming, others: Placeholders): Filled {
  return filled(template, (expression, at) => {
    const found = valueIn(expression, incoming, others);
    if (!found.ok) return found;
    const isInString = insideString(template, at);
    const text = isInString ? JSON.stringify(textOf(found.value)).slice(1, -1) : JSON.stringify(found.value);
    return { ok: true, text };
  });
}

/** Why the braces of a template cannot be read, or null. Values are asked for later, message by message. */
export function placeholderProblem(template: string, others: Pick<Placeholders, "isKnown">): string | null {
  const rest = template.replaceAll(PLACEHOLDER, "");
  if (rest.includes("{{")) return "{{ has no }} after it";
  for (const [whole, inside = ""] of template.matchAll(PLACEHOLDER)) {
    const expression = inside.trim();
    if (!isOfMessage(expression) && !others.isKnown(expression)) return `There is no placeholder ${whole}`;
  }
  return null;
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

function valueIn(expression: string, incoming: Incoming, others: Placeholders): Value {
  const level = /^topic(?:\s+(\d+))?$/.exec(expression);
  if (level) return level[1] === undefined ? { ok: true, value: incoming.topic } : levelOf(incoming.topic, level[1]);
  if (/^json(?![\w-])/.test(expression)) return memberOf(incoming.value, expression);
  return others.valueOf(expression);
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

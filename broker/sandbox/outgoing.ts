/** Owns what is sent: topic and template with their placeholders, understood once, filled in and checked at each send. */
import { PLACEHOLDERS, type PlaceholderContext, parseTemplate, type Template } from "../contract/placeholders.ts";
import { checkTopic } from "../contract/topics.ts";

export interface OutgoingDraft {
  readonly topic: string;
  readonly template: string;
  readonly format: "json" | "text";
}

/** What is wrong, at the field that it is wrong in. */
export interface OutgoingProblem {
  readonly ok: false;
  readonly field: "topic" | "template";
  readonly message: string;
}

export interface Sendable {
  readonly ok: true;
  readonly topic: string;
  /** One JSON value as text; a text is a JSON string. */
  readonly json: string;
}

/** Something that can be sent again and again. */
export interface Outgoing {
  readonly ok: true;
  /** Filled in for this send, and checked: a placeholder may make what is no topic, or no JSON. */
  fill(context: PlaceholderContext): Sendable | OutgoingProblem;
}

export function readOutgoing({ topic, template, format }: OutgoingDraft): Outgoing | OutgoingProblem {
  const topics = parseTemplate<PlaceholderContext>(topic, PLACEHOLDERS);
  if (!topics.ok) return wrong("topic", topics.problem.message);
  const texts = parseTemplate<PlaceholderContext>(template, PLACEHOLDERS);
  if (!texts.ok) {
    const { at, message } = texts.problem;
    return wrong("template", `${place(template, at)}: ${message}`);
  }
  return { ok: true, fill: (context) => filled(topics, texts, format, context) };
}

function filled(
  topics: Template,
  texts: Template,
  format: OutgoingDraft["format"],
  context: PlaceholderContext,
): Sendable | OutgoingProblem {
  const topic = topics.expand(context);
  const checked = checkTopic(topic);
  if (!checked.ok) return wrong("topic", checked.reason);
  const text = texts.expand(context);
  if (format === "text") return { ok: true, topic, json: JSON.stringify(text) };
  const problem = jsonProblem(text);
  return problem === null ? { ok: true, topic, json: text } : wrong("template", problem);
}

/** Why the text is no JSON; null when it is. */
function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return `Filled in it is not valid JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** `line 2, column 7`: where an editor shows it. */
function place(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function wrong(field: OutgoingProblem["field"], message: string): OutgoingProblem {
  return { ok: false, field, message };
}

/** Owns what is said about a draft while it is typed: placeholders filled in once, then JSON; pure. */
import { PLACEHOLDERS, type PlaceholderContext, parseTemplate } from "../../../../broker/contract/placeholders.ts";
import { utf8Length } from "../../../../broker/contract/text.ts";
import { checkTopic } from "../../../../broker/contract/topics.ts";

export interface DraftCheck {
  readonly topicProblem: string | null;
  readonly templateProblem: string | null;
  /** Bytes of the payload as an example. */
  readonly bytes: number;
}

const EXAMPLE: PlaceholderContext = { now: 0, seq: 1, random: () => 0.5 };

export function checkDraft(draft: { topic: string; template: string; format: "json" | "text" }): DraftCheck {
  const template = parseTemplate<PlaceholderContext>(draft.template, PLACEHOLDERS);
  const text = template.ok ? template.expand(EXAMPLE) : "";
  const payload = draft.format === "text" ? JSON.stringify(text) : text;
  return {
    topicProblem: topicProblem(draft.topic),
    templateProblem: template.ok ? jsonProblem(payload) : template.problem.message,
    bytes: utf8Length(payload),
  };
}

function topicProblem(text: string): string | null {
  if (text === "") return "A topic is missing";
  const topic = parseTemplate<PlaceholderContext>(text, PLACEHOLDERS);
  if (!topic.ok) return topic.problem.message;
  const checked = checkTopic(topic.expand(EXAMPLE));
  return checked.ok ? null : checked.reason;
}

function jsonProblem(text: string): string | null {
  if (text.trim() === "") return "Nothing to send yet";
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

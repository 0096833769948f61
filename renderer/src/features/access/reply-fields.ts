/** Owns an auto-reply as its form holds it, what is wrong with it, and the way to a document; pure. */
import type { AutoReply, LibraryDraft } from "../../../../broker/contract/library.ts";
import { LIMITS } from "../../../../broker/contract/limits.ts";
import { checkPattern } from "../../../../broker/contract/topics.ts";
import { formatCount } from "../../ui/format.ts";

export interface ReplyFields {
  readonly name: string;
  readonly enabled: boolean;
  readonly pattern: string;
  readonly condition: string;
  readonly replyTopic: string;
  readonly template: string;
  readonly delayMs: number | string;
  /** null = the operator. */
  readonly tokenId: string | null;
}

export type ReplyErrors = Partial<Record<keyof ReplyFields, string>>;

const FRESH: ReplyFields = {
  name: "",
  enabled: true,
  pattern: "",
  condition: "",
  replyTopic: "",
  template: '{"of": "{{topic}}", "got": {{json}}}',
  delayMs: 0,
  tokenId: null,
};

export function fieldsOfReply(rule: AutoReply | undefined): ReplyFields {
  if (rule === undefined) return FRESH;
  const { name, enabled, pattern, condition, replyTopic, template, delayMs, tokenId } = rule;
  return { name, enabled, pattern, condition, replyTopic, template, delayMs, tokenId };
}

/** What the form says is wrong before the broker is asked. */
export function replyErrors(fields: ReplyFields): ReplyErrors {
  const errors: ReplyErrors = {};
  if (fields.name.trim() === "") errors.name = "A name, so that its outcomes can be told apart.";
  if (fields.name.trim().length > LIMITS.nameLength) errors.name = `At most ${LIMITS.nameLength} characters.`;
  const pattern = checkPattern(fields.pattern);
  if (!pattern.ok) errors.pattern = pattern.reason;
  if (fields.replyTopic === "") errors.replyTopic = "A topic that the reply goes to.";
  if (fields.template.trim() === "") errors.template = "A reply is a JSON value.";
  const delay = Number(fields.delayMs);
  if (fields.delayMs === "" || !Number.isInteger(delay) || delay < 0 || delay > LIMITS.autoReplyDelayMs) {
    errors.delayMs = `Whole milliseconds, at most ${formatCount(LIMITS.autoReplyDelayMs)}.`;
  }
  return errors;
}

export function replyDraft(id: string | undefined, fields: ReplyFields): LibraryDraft {
  const document = { kind: "autoReply", ...fields, name: fields.name.trim(), delayMs: Number(fields.delayMs) } as const;
  return id === undefined ? document : { ...document, id };
}

/** The form's field that a refusal means: `tokenId`, `rule.condition`. */
export function replyFieldOf(path: string | undefined): keyof ReplyFields | undefined {
  const last = path?.split(".").at(-1);
  const names: readonly (keyof ReplyFields)[] = [
    "name",
    "pattern",
    "condition",
    "replyTopic",
    "template",
    "delayMs",
    "tokenId",
  ];
  return names.find((name) => name === last);
}

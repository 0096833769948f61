/** JSON bodies: empty ones, broken ones, and values that are handed on as they were written. */
import { isNestedBeyond } from "../../contract/json-depth.ts";
import { topLevelMembers } from "../../contract/json-members.ts";
import { LIMITS } from "../../contract/limits.ts";
import { BodyError } from "./body.ts";

/** Fields that hold any JSON value, each with the field of the same call that takes its text instead. */
export type TextFields = Readonly<Record<string, string>>;

const NONE: TextFields = {};
/** By the beginning of the path below the prefix of the API. */
const TEXT_FIELDS: readonly (readonly [path: string, fields: TextFields])[] = [
  ["/messages", { message: "json" }],
  ["/realtime/", { data: "json" }],
  ["/topics", { metadata: "metadataJson" }],
];

/** `path` is what stands behind the prefix of the API. */
export function textFieldsOf(path: string): TextFields {
  return TEXT_FIELDS.find(([beginning]) => path.startsWith(beginning))?.[1] ?? NONE;
}

/** An empty body is an object without fields. A value in one of `fields` is not parsed but handed on as text (X6). @throws BodyError */
export function parseBody(text: string, fields: TextFields = NONE): object {
  if (text.trim() === "") return {};
  const body = parse(text);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new BodyError("The body must be a JSON object");
  }
  if (isNestedBeyond(text, LIMITS.jsonDepth)) refuseDepth(text, fields);
  return handOn({ ...body }, text, fields);
}

/** Z6: every step behind this one walks the value by recursion; what is handed on as text is not walked. */
function refuseDepth(json: string, fields: TextFields): void {
  const members = topLevelMembers(json);
  if (members === "duplicate-key") throw new BodyError("The body has a key twice");
  for (const [field, value] of members) {
    if (Object.hasOwn(fields, field) || !isNestedBeyond(value, LIMITS.jsonDepth)) continue;
    throw new BodyError(`The field ${field.slice(0, 100)} is nested deeper than ${LIMITS.jsonDepth} levels`);
  }
}

function handOn(body: Record<string, unknown>, json: string, fields: TextFields): object {
  const given = Object.entries(fields).filter(
    ([field, text]) => Object.hasOwn(body, field) && !Object.hasOwn(body, text),
  );
  if (given.length === 0) return body;
  const members = topLevelMembers(json);
  if (members === "duplicate-key") throw new BodyError("The body has a key twice");
  for (const [field, text] of given) {
    delete body[field];
    body[text] = members.get(field);
  }
  return body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BodyError("The body is not valid JSON");
  }
}

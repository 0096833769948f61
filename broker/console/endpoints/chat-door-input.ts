/** Owns what callers of `/api/rooms` send: JSON objects, and people by their names (H10). */
import { ownTopicOf } from "../../access/subject.ts";
import { Subject, SubjectDraft } from "../../contract/nouns.ts";
import type { ConsoleCore } from "../console-core.ts";
import { badField, conflict, notFound } from "../refused.ts";

/** Of people who have no token yet. */
const USER_TYPE = "user";

/** An empty body is an object without fields. @throws Refused BAD_REQUEST */
export function jsonFields(body: string): Readonly<Record<string, unknown>> {
  if (body.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw badField("body", "is not valid JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw badField("body", "is not a JSON object");
  return { ...value };
}

/**
 * The subject with this name: of `among`, else of the tokens' and rooms' subjects; `type:id` names one exactly, a username comes before an id. Where
 * several have the name, the one of `userType` is meant. @throws Refused NOT_FOUND, CONFLICT
 */
export function userNamed(
  core: ConsoleCore,
  name: string,
  userType: string | null,
  among = knownSubjects(core),
): Subject {
  const called = subjectsCalled(core, name, among);
  const found = called.length > 1 ? called.filter((subject) => subject.userType === userType) : called;
  const [one] = found.length === 0 ? called : found;
  if (one === undefined) throw notFound("user", name);
  if (found.length !== 1) throw conflict(`Several are called ${name}; write type:id`, { subjects: called });
  return one;
}

function subjectsCalled({ chat }: Pick<ConsoleCore, "chat">, name: string, among: Iterable<Subject>): Subject[] {
  const known = [...new Map([...among].map((subject) => [ownTopicOf(subject), chat.named(subject)])).values()];
  for (const isCalled of [
    (subject: Subject) => ownTopicOf(subject) === name,
    ({ username }: Subject) => username === name,
    ({ userId }: Subject) => userId === name,
  ]) {
    const called = known.filter(isCalled);
    if (called.length > 0) return called;
  }
  return [];
}

/** `"alice"`, `"user:alice"`, `{username}` or `{userType, userId}` (also `user_type`, `user_id`, with a `username`). Whom nobody knows yet is a `user`. */
export function memberFrom(core: ConsoleCore, value: unknown): Subject {
  if (typeof value === "string") return named(core, value);
  if (typeof value !== "object" || value === null) throw badField("username", "is missing or no text");
  const fields: Readonly<Record<string, unknown>> = { ...value };
  const { username, userType = fields.user_type, userId = fields.user_id } = fields;
  if (userId === undefined && typeof username === "string") return named(core, username);
  const parsed = SubjectDraft.safeParse({ userType: userType ?? USER_TYPE, userId, username });
  if (!parsed.success) throw badField("username", "is missing, or no subject can be called so");
  return parsed.data;
}

/** @throws Refused BAD_REQUEST naming the field */
export function ofSubject(core: ConsoleCore, value: unknown, field: string): Subject {
  if (typeof value !== "string") throw badField(field, "names whom the operator acts for, as `alice` or `user:alice`");
  return userNamed(core, value, null);
}

function named(core: ConsoleCore, name: string): Subject {
  if (subjectsCalled(core, name, knownSubjects(core)).length > 0) return userNamed(core, name, USER_TYPE);
  const colon = name.indexOf(":");
  const asked =
    colon < 0
      ? { userType: USER_TYPE, userId: name }
      : { userType: name.slice(0, colon), userId: name.slice(colon + 1) };
  const parsed = Subject.safeParse(asked);
  if (!parsed.success) {
    throw badField("username", "cannot be an id (/ + # or too long); give an id too: {user_id: 7, username: …}");
  }
  return parsed.data;
}

function* knownSubjects({ policy, chat }: Pick<ConsoleCore, "chat" | "policy">): Iterable<Subject> {
  for (const { subject } of policy.current.tokens.values()) if (subject !== null) yield subject;
  for (const room of chat.all()) yield* room.members;
}

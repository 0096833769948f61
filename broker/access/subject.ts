/** Owns whom a token acts as, and the topics that belong to one subject alone (Q5, Q6). */
import type { Subject } from "../contract/nouns.ts";
import { DIRECT_PREFIX, topicOfRoom } from "../contract/room-text.ts";
import type { StoredToken } from "../ports/store.ts";

/** The user type of tokens that have no subject: each is a user of its own. */
export const TOKEN_TYPE = "token";

/** Q5: the subject that the operator set, or the token itself. */
export function actingSubject({ id, subject }: Pick<StoredToken, "id" | "subject">): Subject {
  return subject ?? { userType: TOKEN_TYPE, userId: id };
}

/** The topic that is the subject's own: `<user_type>:<user_id>`. No user type holds a colon, so it names one subject. */
export function ownTopicOf({ userType, userId }: Subject): string {
  return `${userType}:${userId}`;
}

/** Who it is, without what people call it. */
export function identityOf({ userType, userId }: Subject): Subject {
  return { userType, userId };
}

/** Q6: user types in use. A topic that begins with one of them and a colon is some subject's own, also of one that comes later. */
export function userTypesOf(tokens: Iterable<StoredToken>): ReadonlySet<string> {
  const types = new Set([TOKEN_TYPE]);
  for (const { subject } of tokens) if (subject !== null) types.add(subject.userType);
  return types;
}

const typesOf = new WeakMap<ReadonlyMap<string, StoredToken>, ReadonlySet<string>>();

/** Topics of the rooms of two (H6), which their two may open without an edit. */
const DIRECT_ROOMS = topicOfRoom(DIRECT_PREFIX);

/** What says which topics are for few. */
export interface Privacy {
  readonly tokens: ReadonlyMap<string, StoredToken>;
  /** Topics of the private rooms. */
  readonly privateRooms: ReadonlySet<string>;
}

/**
 * T8: the topic is for few: some subject's own, be it one that has no token yet, or that of a private room. User types are gathered once a
 * change of the tokens.
 */
export function isPrivateTopic({ tokens, privateRooms }: Privacy, topic: string): boolean {
  if (topic.startsWith(DIRECT_ROOMS) || privateRooms.has(topic)) return true;
  const type = userTypeIn(topic);
  if (type === null) return false;
  let types = typesOf.get(tokens);
  if (types === undefined) {
    types = userTypesOf(tokens.values());
    typesOf.set(tokens, types);
  }
  return types.has(type);
}

/** Q6: user types that come with this change: topics that begin with them are somebody's own from then on. */
export function newUserTypes(
  before: ReadonlyMap<string, StoredToken>,
  after: ReadonlyMap<string, StoredToken>,
): ReadonlySet<string> {
  if (before === after) return NONE;
  const had = userTypesOf(before.values());
  return new Set([...userTypesOf(after.values())].filter((type) => !had.has(type)));
}

/** The user type that the topic names; null for a topic that can be nobody's own. */
export function userTypeIn(topic: string): string | null {
  const colon = topic.indexOf(":");
  return colon < 1 ? null : topic.slice(0, colon);
}

const NONE: ReadonlySet<string> = new Set();

/** Owns how a subject is called beside what it said (H3). */
import { principalOf } from "../access/anonymous.ts";
import type { Snapshot } from "../access/snapshot.ts";
import { actingSubject } from "../access/subject.ts";
import type { Usernames } from "../access/usernames.ts";
import type { Subject } from "../contract/nouns.ts";
import type { RoomAuthor } from "../contract/rooms.ts";
import { wireUserId } from "../contract/subject-text.ts";

/** The operator, and the broker itself. */
const SYSTEM: RoomAuthor = { id: "system", username: "system", avatar: null };

/** Where the picture of a subject lies; null when it told none. */
export type AvatarOf = (subject: Subject) => string | null;

/** Whom a token speaks for in a room; null when there is no such token any more. */
export function subjectOfToken(snapshot: Snapshot, tokenId: string): Subject | null {
  const token = principalOf(snapshot, tokenId);
  return token === undefined ? null : actingSubject(token);
}

/** The id is as clients of the realtime protocol see it: a number stays one. */
export function authorOf(subject: Subject | null, usernames: Usernames, avatarOf: AvatarOf): RoomAuthor {
  if (subject === null) return SYSTEM;
  return { id: wireUserId(subject), username: usernames.of(subject), avatar: avatarOf(subject) };
}

/** What the subject stored about itself under `avatar` (Q7): a text, or none. */
export function avatarIn(meta: ReadonlyMap<string, string>): string | null {
  const value: unknown = JSON.parse(meta.get("avatar") ?? "null");
  // A text that no file could hold would be read otherwise later than it is heard now (X7).
  return typeof value === "string" && value.isWellFormed() ? value : null;
}

/** Owns subjects as a person types and reads them: `user:alice`. */
import { Subject } from "../../../../broker/contract/nouns.ts";
import type { Room } from "../../../../broker/contract/rooms.ts";

export function subjectText({ userType, userId }: Subject): string {
  return `${userType}:${userId}`;
}

/** What follows the first colon is the id; a word without a colon is a `user`. Undefined: no subject can be called so. */
export function subjectFrom(text: string): Subject | undefined {
  const trimmed = text.trim();
  const colon = trimmed.indexOf(":");
  const parts =
    colon < 0
      ? { userType: "user", userId: trimmed }
      : { userType: trimmed.slice(0, colon), userId: trimmed.slice(colon + 1) };
  const parsed = Subject.safeParse(parts);
  return parsed.success ? parsed.data : undefined;
}

/** How a room is called: a direct one by its two. */
export function roomTitle({ name, between }: Pick<Room, "name" | "between">): string {
  return between === null ? name : between.map(({ userId, username }) => username ?? userId).join(", ");
}

/** Two letters for the round mark of an author. */
export function initials(name: string): string {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");
  const letters =
    words.length > 1 ? words.slice(0, 2).map((word) => [...word][0] ?? "") : [...(words[0] ?? "?")].slice(0, 2);
  return letters.join("").toUpperCase();
}

/** The id and the name of a subject as clients and people see it (Q3, H3). */
import type { Subject } from "./nouns.ts";

/** An id that is a whole decimal number is one on the wire, as in the references; anything else is text. */
export function wireUserId({ userId }: Pick<Subject, "userId">): number | string {
  return /^(?:0|[1-9]\d*)$/.test(userId) && Number.isSafeInteger(Number(userId)) ? Number(userId) : userId;
}

/** How people call the subject. */
export function subjectName({ userId, username }: Subject): string {
  return username ?? userId;
}

/** Owns the name of the one private room of two: the same whoever asks, and nobody else's (H6). */
import { createHash } from "node:crypto";
import { ownTopicOf } from "../access/subject.ts";
import type { Subject } from "../contract/nouns.ts";
import { DIRECT_PREFIX } from "../contract/room-text.ts";

/** Hexadecimal digits of the hash: two pairs of one name are as likely as two equal UUIDs. */
const DIGITS = 32;

export function directName(one: Subject, other: Subject): string {
  const pair = [ownTopicOf(one), ownTopicOf(other)].sort().join("\0");
  return DIRECT_PREFIX + createHash("sha256").update(pair).digest("hex").slice(0, DIGITS);
}

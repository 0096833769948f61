/** The one private room of two: its name, the same whoever asks, and how it is found (H6). */
import { createHash } from "node:crypto";
import { ownTopicOf } from "../../access/subject.ts";
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { ChatRooms } from "../../chat/chat-rooms.ts";
import type { Subject } from "../../contract/nouns.ts";
import { DIRECT_PREFIX } from "../../contract/room-text.ts";

/** Hexadecimal digits of the hash: two pairs of one name are as likely as two equal UUIDs. */
const DIGITS = 32;

export function directName(one: Subject, other: Subject): string {
  const pair = [ownTopicOf(one), ownTopicOf(other)].sort().join("\0");
  return DIRECT_PREFIX + createHash("sha256").update(pair).digest("hex").slice(0, DIGITS);
}

/** The direct room of the two, else the oldest private room with exactly them: rooms of another server had names of their own. */
export function findDirect(chat: ChatRooms, one: Subject, other: Subject): ChatRoom | undefined {
  const direct = chat.get(directName(one, other));
  if (direct !== undefined) return direct;
  for (const room of chat.all()) {
    if (room.kind === "private" && room.memberCount === 2 && room.isMember(one) && room.isMember(other)) return room;
  }
  return undefined;
}

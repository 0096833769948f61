/** Owns reading and writing conversations from the operator path: page by page, and checked like a frame (H6). */
import { z } from "zod";
import { REFUSALS } from "../../contract/codes.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { Subject } from "../../contract/nouns.ts";
import { checkBody } from "../../contract/room-text.ts";
import type { RoomMessage } from "../../contract/rooms.ts";
import { subjectName } from "../../contract/subject-text.ts";
import type { ConsoleCore } from "../console-core.ts";
import { badCursor, type Page, type Paging } from "../lists/cursor.ts";
import { asking, askingLater, badField, conflict } from "../refused.ts";
import { findRoom } from "./chat-rooms.ts";

/** Newest first. The cursor is the id to go on below. @throws Refused */
export function listRoomMessages(core: ConsoleCore, name: string, paging: Paging): Page<RoomMessage> {
  const room = findRoom(core, name);
  const limit = paging.limit ?? LIMITS.roomPage;
  const before = paging.cursor === undefined ? undefined : Number(paging.cursor);
  if (before !== undefined && !Number.isSafeInteger(before)) throw badCursor();
  const found = asking(() => core.chat.messages(room, before, limit + 1));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return found.length > limit && last !== undefined ? { items, nextCursor: String(last.id) } : { items };
}

/**
 * Keeps it and, when it is on disk, sends it. A subject that may not enter a private room may not write in it either. Rejects with Refused, and
 * nothing is sent. `createdAt`: when it was said on another server, ISO 8601.
 */
export async function postMessage(
  core: ConsoleCore,
  name: string,
  body: unknown,
  as: Subject | null,
  createdAt?: unknown,
): Promise<RoomMessage> {
  const room = findRoom(core, name);
  if (as !== null && !room.welcomes(as)) {
    throw conflict(`${subjectName(core.chat.named(as))} is not a member of ${name}`, { name, subject: as });
  }
  const checked = checkBody(body);
  if (!checked.ok) throw badField("body", REFUSALS[checked.fault]);
  const at = createdAt === undefined ? undefined : timeOf(core, createdAt);
  return askingLater(() => core.say(room, checked.body, as, at));
}

/** A message of an earlier server keeps its time. @throws Refused BAD_REQUEST */
function timeOf({ clock }: Pick<ConsoleCore, "clock">, given: unknown): string {
  const parsed = z.iso.datetime({ offset: true }).safeParse(given);
  const at = parsed.success ? Date.parse(parsed.data) : Number.NaN;
  if (Number.isNaN(at)) throw badField("created_at", "is no time; write it as 2026-01-31T12:00:00Z");
  if (at > clock.now()) throw badField("created_at", "is in the future; leave it out for now");
  return new Date(at).toISOString();
}

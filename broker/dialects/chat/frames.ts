/** Owns the server's frames of the chat dialect (H2 to H4), as text. */
import { REFUSALS, type RefusalCode } from "../../contract/codes.ts";
import type { RoomMessage } from "../../contract/rooms.ts";

export function messageFrame(message: RoomMessage): string {
  return `{"ok":true,"event":"message","message":${JSON.stringify(message)}}`;
}

export function onlineCountFrame(count: number): string {
  return `{"ok":true,"event":"online_count","online_count":${count}}`;
}

/** Errors of the frame as a whole stand where the reference's forms put them. */
const WHOLE_FRAME = "__all__";

/** What was wrong, under the field that was wrong. */
export function errorFrame(code: RefusalCode, text: string): string {
  const field = code.startsWith("body-") ? "body" : WHOLE_FRAME;
  return JSON.stringify({ ok: false, event: "error", errors: { [field]: [text || REFUSALS[code]] } });
}

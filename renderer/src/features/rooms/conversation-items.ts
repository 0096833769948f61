/** Owns a conversation as lines: a line for each day, messages grouped by who wrote them. */
import type { RoomMessage } from "../../../../broker/contract/rooms.ts";

export type Line =
  | { readonly kind: "day"; readonly key: string; readonly at: string }
  | {
      readonly kind: "message";
      readonly key: string;
      readonly message: RoomMessage;
      /** The first of its author's group: it has the name above it. */
      readonly isFirst: boolean;
    };

/** After such a pause the author is named again. */
const GROUP_MS = 5 * 60_000;

/** `messages` are oldest first; days are those of this machine. */
export function linesOf(messages: readonly RoomMessage[]): Line[] {
  const lines: Line[] = [];
  let before: RoomMessage | undefined;
  for (const message of messages) {
    const isNewDay = before === undefined || dayOf(before.created_at) !== dayOf(message.created_at);
    if (isNewDay) lines.push({ kind: "day", key: `day-${message.id}`, at: message.created_at });
    const isFirst = isNewDay || before === undefined || !isGroup(before, message);
    lines.push({ kind: "message", key: String(message.id), message, isFirst });
    before = message;
  }
  return lines;
}

function isGroup(before: RoomMessage, message: RoomMessage): boolean {
  const pause = Date.parse(message.created_at) - Date.parse(before.created_at);
  return before.author.id === message.author.id && pause < GROUP_MS;
}

function dayOf(time: string): string {
  return new Date(time).toDateString();
}

/** `Today`, `Yesterday`, `Monday 9 March`, with the year when it is another. */
export function dayLabel(time: string, now: number): string {
  const date = new Date(time);
  const today = new Date(now);
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (date.toDateString() === today.toDateString()) return "Today";
  if (date.toDateString() === yesterday.toDateString()) return "Yesterday";
  const isThisYear = date.getFullYear() === today.getFullYear();
  const year = isThisYear ? {} : ({ year: "numeric" } as const);
  return date.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", ...year }).replace(",", "");
}

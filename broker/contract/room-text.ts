/** Owns what a chat room may be called and what may be said in it (H1, H2). */
import { LIMITS } from "./limits.ts";
import { type Checked, checkTopic } from "./topics.ts";

/** The topics of chat rooms begin so; the room's name is the one level after it (H7). */
const PREFIX = "chat/";

/** Direct rooms are named by their pair, so that nobody else can take the name. */
export const DIRECT_PREFIX = "direct-";

/** The engine's topic of a room. */
export function topicOfRoom(name: string): string {
  return PREFIX + name;
}

/** The room that a topic would belong to; undefined for the topics of others. */
export function roomOfTopic(topic: string): string | undefined {
  if (!topic.startsWith(PREFIX)) return undefined;
  const name = topic.slice(PREFIX.length);
  return name === "" || name.includes("/") ? undefined : name;
}

/** A name is one level of a topic and one segment of a path. */
export function checkRoomName(name: string): Checked {
  const refused = (reason: string): Checked => ({ ok: false, reason });
  if (name === "") return refused("A room's name must not be empty.");
  if (name.trim() !== name) return refused("A room's name must not begin or end with a blank.");
  if (characters(name) > LIMITS.nameLength)
    return refused(`A room's name has at most ${LIMITS.nameLength} characters.`);
  if (name === "." || name === "..") return refused("A path cannot hold this name.");
  if (name === "direct") return refused("A room cannot be called direct: that is the path of direct rooms.");
  if (/[/,]/.test(name)) return refused("A room's name must not contain / or a comma.");
  if (/\p{Cc}/u.test(name)) return refused("A room's name must not contain control characters.");
  const topic = checkTopic(topicOfRoom(name));
  return topic.ok ? topic : refused(topic.reason.replaceAll(/A topic/g, "A room's name"));
}

export type BodyFault = "body-missing" | "body-too-long" | "body-null" | "body-half-character";

/** What will be stored and sent, or what is wrong with it (H2, X7). */
export function checkBody(
  body: unknown,
): { readonly ok: true; readonly body: string } | { readonly ok: false; readonly fault: BodyFault } {
  if (typeof body !== "string") return { ok: false, fault: "body-missing" };
  const text = body.trim();
  if (text === "") return { ok: false, fault: "body-missing" };
  if (characters(text) > LIMITS.chatBodyCharacters) return { ok: false, fault: "body-too-long" };
  if (text.includes("\0")) return { ok: false, fault: "body-null" };
  if (!text.isWellFormed()) return { ok: false, fault: "body-half-character" };
  return { ok: true, body: text };
}

/** Characters as a person counts them in most scripts: code points, as the reference does. */
export function characters(text: string): number {
  let count = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    if (isHigh(text.charCodeAt(at)) && isLow(text.charCodeAt(at + 1))) {
      count--;
      at++;
    }
  }
  return count;
}

const isHigh = (code: number) => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number) => code >= 0xdc00 && code <= 0xdfff;

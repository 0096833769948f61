/** Owns the messages of rooms on their way to the router: each is kept before anybody may send it, also those of other dialects (H3, H7). */
import type { Policy } from "../../access/policy.ts";
import { subjectOfToken } from "../../chat/author.ts";
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { ChatRooms } from "../../chat/chat-rooms.ts";
import type { RefusalCode } from "../../contract/codes.ts";
import { checkBody, roomOfTopic } from "../../contract/room-text.ts";
import type { RoomMessage } from "../../contract/rooms.ts";
import { jsonOf } from "../../topics/content.ts";
import type { MessageDraft } from "../../topics/message.ts";
import type { TopicKeeper } from "../../topics/topic-keeper.ts";
import { messageFrame } from "./frames.ts";

export interface RoomKeeperParts {
  readonly chat: ChatRooms;
  readonly policy: Policy;
}

export class RoomKeeper implements TopicKeeper {
  readonly #parts: RoomKeeperParts;

  constructor(parts: RoomKeeperParts) {
    this.#parts = parts;
  }

  isFor(topic: string): boolean {
    return roomOfTopic(topic) !== undefined;
  }

  /** A value without a `body`, or on the topic of no room, is a message like any other. */
  keep(draft: MessageDraft, tokenId: string | null): MessageDraft | RefusalCode {
    const { chat, policy } = this.#parts;
    const room = chat.get(roomOfTopic(draft.topic) ?? "");
    if (room === undefined) return draft;
    const value: unknown = JSON.parse(jsonOf(draft.content));
    if (typeof value !== "object" || value === null || !("body" in value)) return draft;
    const checked = checkBody(value.body);
    if (!checked.ok) return checked.fault;
    const author = tokenId === null ? null : subjectOfToken(policy.current, tokenId);
    const message = chat.keep(room, checked.body, author);
    return { ...draft, payload: this.#payload(message) };
  }

  /** A kept message on its room's topic; its JSON is what other dialects hear. */
  draftOf(room: ChatRoom, message: RoomMessage): MessageDraft {
    return { topic: room.topic, content: JSON.stringify(message), payload: this.#payload(message) };
  }

  /** The frame of a message that was kept here, for clients of its room; null for any other message. */
  frameOf(payload: MessageDraft["payload"]): Uint8Array | null {
    return payload?.dialect === this ? payload.bytes : null;
  }

  keptText(payload: MessageDraft["payload"]): string | null {
    const frame = this.frameOf(payload);
    return frame === null ? null : Buffer.from(frame).toString();
  }

  payloadOf(kept: string): MessageDraft["payload"] {
    return { dialect: this, bytes: Buffer.from(kept) };
  }

  #payload(message: RoomMessage): MessageDraft["payload"] {
    return { dialect: this, bytes: Buffer.from(messageFrame(message)) };
  }
}

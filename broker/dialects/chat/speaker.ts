/** Owns saying something in a room: kept first, then sent to everybody who hears it (H3). */
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { ChatRooms, Told } from "../../chat/chat-rooms.ts";
import type { Subject } from "../../contract/nouns.ts";
import type { RoomMessage } from "../../contract/rooms.ts";
import type { Commands } from "../../delivery/commands.ts";
import type { Session } from "../../sessions/session.ts";
import type { RoomKeeper } from "./room-keeper.ts";

export interface SpeakerParts {
  readonly chat: ChatRooms;
  readonly keeper: RoomKeeper;
  readonly commands: Commands;
}

export class Speaker {
  readonly #parts: SpeakerParts;

  constructor(parts: SpeakerParts) {
    this.#parts = parts;
  }

  /** The body is checked. `from` may have left when the message is kept, which is sent all the same. */
  say(room: ChatRoom, body: string, author: Subject, from: Session, refused: Told["refused"]): void {
    this.#post(room, body, author, from, { kept: () => undefined, refused });
  }

  /** Over REST, and as the operator (`author` null), of an earlier time if one is given. Resolves when it has been sent; rejects with StoreError, and nothing was. */
  sayFor(room: ChatRoom, body: string, author: Subject | null, createdAt?: string): Promise<RoomMessage> {
    return new Promise((kept, refused) => this.#post(room, body, author, null, { kept, refused }, createdAt));
  }

  #post(
    room: ChatRoom,
    body: string,
    author: Subject | null,
    from: Session | null,
    told: Told,
    createdAt?: string,
  ): void {
    const { chat, keeper, commands } = this.#parts;
    const kept = (message: RoomMessage) => {
      // It is kept, whatever becomes of its way to the readers: who waits for the answer hears so.
      try {
        commands.publishKept(keeper.draftOf(room, message), from);
      } finally {
        told.kept(message);
      }
    };
    chat.post(room, body, author, { kept, refused: told.refused }, createdAt);
  }
}

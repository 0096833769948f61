/** Owns saying something in a room: kept first, then sent to everybody who hears it (H3). */
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { Subject } from "../../contract/nouns.ts";
import type { RoomMessage } from "../../contract/rooms.ts";
import type { Commands } from "../../delivery/commands.ts";
import type { Session } from "../../sessions/session.ts";
import type { RoomKeeper } from "./room-keeper.ts";

export class Speaker {
  readonly #keeper: RoomKeeper;
  readonly #commands: Commands;

  constructor(keeper: RoomKeeper, commands: Commands) {
    this.#keeper = keeper;
    this.#commands = commands;
  }

  /** The body is checked. `from` is null over REST and for the operator. @throws StoreError with nothing sent */
  say(room: ChatRoom, body: string, author: Subject | null, from: Session | null): RoomMessage {
    const message = this.#keeper.keepIn(room, body, author);
    this.#commands.publishKept(this.#keeper.draftOf(room, message), from);
    return message;
  }
}

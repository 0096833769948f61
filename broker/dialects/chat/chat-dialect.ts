/** Owns the chat protocol: a room's sessions, what they say, and what they are told (H1 to H4). */
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { ChatRooms } from "../../chat/chat-rooms.ts";
import type { RefusalCode } from "../../contract/codes.ts";
import type { Subject } from "../../contract/nouns.ts";
import type { Commands } from "../../delivery/commands.ts";
import type { Subscriptions } from "../../delivery/subscriptions.ts";
import type { Faults } from "../../ports/faults.ts";
import type { Wire } from "../../ports/wire.ts";
import type { Dialect } from "../../sessions/dialect.ts";
import type { Session } from "../../sessions/session.ts";
import type { Message } from "../../topics/message.ts";
import { decode } from "./decode.ts";
import { errorFrame } from "./frames.ts";
import { OnlineCounts } from "./online-counts.ts";
import type { RoomKeeper } from "./room-keeper.ts";
import type { Speaker } from "./speaker.ts";

export interface ChatDialectParts {
  readonly wire: Wire;
  readonly faults: Faults;
  readonly chat: ChatRooms;
  readonly commands: Commands;
  readonly subscriptions: Subscriptions;
  readonly keeper: RoomKeeper;
  readonly speaker: Speaker;
}

/** What the dialect remembers of a session. */
class Place {
  readonly room: ChatRoom;
  readonly subject: Subject;
  constructor(room: ChatRoom, subject: Subject) {
    this.room = room;
    this.subject = subject;
  }
}

export class ChatDialect implements Dialect {
  readonly name = "chat";
  /** Who may be in a room is no permission on a topic: there is no subscription that could be lost. */
  readonly narrowing = null;
  readonly isSubjectBound = true;
  readonly wire: Wire;
  readonly #parts: ChatDialectParts;
  readonly #counts: OnlineCounts;

  constructor(parts: ChatDialectParts) {
    this.wire = parts.wire;
    this.#parts = parts;
    this.#counts = new OnlineCounts(parts.faults, parts.wire);
  }

  /** The session stands, and its subject may be in the room. */
  enter(session: Session, room: ChatRoom, subject: Subject): void {
    session.dialectState = new Place(room, subject);
    this.#parts.chat.enter(room, session, subject);
    this.#parts.subscriptions.own(session, room.topic);
    this.#counts.entered(room, session);
  }

  ended(session: Session): void {
    const place = session.dialectState;
    if (!(place instanceof Place)) return;
    this.#parts.chat.leave(place.room, session);
    this.#counts.left(place.room);
  }

  receive(session: Session, payload: Uint8Array): void {
    const size = payload.byteLength;
    const { commands, speaker } = this.#parts;
    const place = session.dialectState;
    if (!(place instanceof Place)) return;
    const { room, subject } = place;
    const decoded = decode(Buffer.from(payload.buffer, payload.byteOffset, size).toString("utf8"));
    if (!decoded.ok) {
      commands.refuse(session, decoded.refusal, room.topic, size);
      return;
    }
    speaker.say(room, decoded.body, subject, session, () => commands.refuse(session, "not-stored", room.topic, size));
  }

  /** What was published on the room's topic and not said in the room is not for its clients. */
  encode({ payload }: Message): Uint8Array | null {
    return this.#parts.keeper.frameOf(payload);
  }

  encodeRefusal(_session: Session, code: RefusalCode, text: string): string {
    return errorFrame(code, text);
  }
}

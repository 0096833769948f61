/** Owns where a chat room is knocked at, and who may come in (H1). */
import type { ChatRoom } from "../../chat/chat-room.ts";
import type { ChatRooms } from "../../chat/chat-rooms.ts";
import type { Subject } from "../../contract/nouns.ts";
import type { StoredToken } from "../../ports/store.ts";
import type { FurtherCheck } from "../../sessions/admission.ts";
import type { FurtherRefusal } from "../../sessions/admission-steps.ts";
import { attemptOf } from "../../sessions/attempt.ts";
import { readCredentials } from "../../sessions/credentials.ts";
import type { Doorway } from "../../sessions/dialect.ts";
import type { Entrance } from "../../sessions/entrance.ts";
import type { ChatDialect } from "./chat-dialect.ts";

const PATH = "/ws/chatroom/";

interface Place {
  readonly room: ChatRoom;
  readonly subject: Subject;
}

export function chatDoorway(entrance: Entrance, dialect: ChatDialect, rooms: ChatRooms): Doorway {
  return {
    wire: dialect.wire,
    told: { name: dialect.name, path: `${PATH}<room>`, anonymous: false },
    at: (path) => {
      if (!path.startsWith(PATH)) return undefined;
      const name = roomName(path);
      return (knock, link) => {
        const asked = { ...readCredentials(knock), filters: null };
        const found: { place?: Place } = {};
        const attempt = attemptOf(knock, dialect.name);
        const further: FurtherCheck = (token) => {
          const judged = judge(rooms.get(name), name, token);
          if ("step" in judged) return judged;
          found.place = judged;
          return undefined;
        };
        entrance.accept(attempt, link, dialect, asked, further, (session) => {
          if (found.place !== undefined) dialect.enter(session, found.place.room, found.place.subject);
        });
      };
    },
  };
}

/** The steps of H1, for a token that is welcome otherwise. */
function judge(room: ChatRoom | undefined, name: string, { subject }: StoredToken): Place | FurtherRefusal {
  if (subject === null) return { step: "subject-missing", detail: "a chat room needs to know who speaks" };
  if (room === undefined) return { step: "room-unknown", detail: name };
  if (!room.welcomes(subject)) return { step: "not-a-member", detail: name };
  return { room, subject };
}

/** Percent-decoded, without a slash at the end. Text that does not decode is the name of no room. */
function roomName(path: string): string {
  const segment = path.slice(PATH.length).replace(/\/$/, "");
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

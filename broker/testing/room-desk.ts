/** Owns the desk that tests of chat rooms begin with: fresh for each, with two people who may go into a room. */
import { afterEach, beforeEach } from "vitest";
import type { Subject } from "../contract/nouns.ts";
import { DeskUnderTest } from "./desk-harness.ts";
import type { FakeLink } from "./fake-link.ts";

export const ada: Subject = { userType: "user", userId: "ada" };
export const bo: Subject = { userType: "user", userId: "bo" };

export class RoomDesk extends DeskUnderTest {
  /** A client of a new token of `subject` at the room's door. */
  enter(room: string, subject: Subject): FakeLink {
    const { secret } = this.token({}, { subject });
    return this.knock(`/ws/chatroom/${room}`, { authorization: `Token ${secret}` });
  }
}

/** Hands a desk to `take` before each test of the file, and closes it after. */
export function eachRoomDesk(take: (fresh: RoomDesk) => void): void {
  let under: RoomDesk;
  beforeEach(() => {
    under = new RoomDesk();
    take(under);
  });
  afterEach(() => under.desk.close());
}

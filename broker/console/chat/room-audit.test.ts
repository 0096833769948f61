/** Checks that edits of chat rooms are edits like others: audited in words, undone where nothing is lost, refused with a reason otherwise. */
import { describe, expect, it } from "vitest";
import { ada, bo, eachRoomDesk, type RoomDesk } from "../../testing/room-desk.ts";
import { previewRevert, revertAudit } from "../edits/revert.ts";
import { listAudit } from "../lists/lists.ts";
import { Refused } from "../refused.ts";
import { addMember, createRoom, deleteRoom, directRoom, removeMember } from "./chat-rooms.ts";

let under: RoomDesk;
eachRoomDesk((fresh) => {
  under = fresh;
});

const newest = () => under.newestAudit();
const undo = (id = newest().id) => revertAudit(under.corridor, id, "http");
const members = (name: string) => under.core.chat.get(name)?.members;

describe("the audit of rooms", () => {
  it("A5 a room that was made is an edit in words, and undone and brought back as it was", () => {
    createRoom(under.corridor, { name: "attic", kind: "private", members: [ada] }, "http");
    expect(newest()).toMatchObject({
      revision: 1,
      actor: "http",
      revertible: true,
      summary: [{ subject: "Room attic", object: "room", before: "none", after: "private, 1 member" }],
    });
    const made = newest().id;
    expect(undo().revision).toBe(2);
    expect(under.core.chat.get("attic")).toBeUndefined();
    undo();
    expect(members("attic")).toEqual([ada]);
    expect(() => undo(made)).toThrow(Refused);
  });

  it("A5 a member who was added goes by the undo and is closed as the preview said, and one who was removed is back", () => {
    createRoom(under.corridor, { name: "attic", kind: "private" }, "http");
    addMember(under.corridor, "attic", ada, "console");
    expect(newest().summary).toEqual([{ subject: "Room attic", object: "user:ada", before: "none", after: "member" }]);
    const client = under.enter("attic", ada);
    const added = listAudit(under.core, {}).items.find(({ summary }) => summary[0]?.object === "user:ada");
    const { closed } = previewRevert(under.desk, added?.id ?? "");
    expect(closed).toMatchObject([{ code: 4003, filter: "chat/attic" }]);
    expect(undo(added?.id).closed.map(({ connectionId }) => connectionId)).toEqual(
      closed.map((one) => one.connectionId),
    );
    expect(client.closedWith).toMatchObject({ code: 4003 });
    addMember(under.corridor, "attic", bo, "http");
    removeMember(under.corridor, "attic", bo, "http");
    undo();
    expect(members("attic")).toEqual([bo]);
  });

  it("A5 edits of other members do not stand in the way of an undo, edits of the same room as a whole do", () => {
    createRoom(under.corridor, { name: "attic" }, "http");
    const made = newest().id;
    addMember(under.corridor, "attic", ada, "http");
    const first = newest().id;
    addMember(under.corridor, "attic", bo, "http");
    expect(() => undo(made)).toThrow(/changed the same things later/);
    undo(first);
    expect(members("attic")).toEqual([bo]);
  });

  it("A5 what would lose messages is refused with the reason: a deleted room, and the making of one that was talked in", () => {
    createRoom(under.corridor, { name: "attic" }, "http");
    const made = newest().id;
    const room = under.core.chat.get("attic");
    if (room === undefined) throw new Error("no room");
    under.core.say(room, "hello", null);
    expect(() => undo(made)).toThrow("because the message in attic would be lost");
    deleteRoom(under.corridor, "attic", "http");
    expect(newest()).toMatchObject({
      revertible: false,
      fixedBecause: "the messages went with it",
      summary: [{ subject: "Room attic", object: "room", before: "public, 1 message", after: "deleted" }],
    });
    expect(() => undo()).toThrow("cannot be undone, because the messages went with it");
  });

  it("A5 a direct room that the operator makes is one edit that names its two, and is undone while nothing was said in it", () => {
    const { name } = directRoom(under.corridor, [ada, bo], "console");
    expect(directRoom(under.corridor, [bo, ada], "console")).toMatchObject({ name, created: false });
    expect(under.core.policy.current.revision).toBe(1);
    const summary = { subject: "Room of user:ada and user:bo", object: "room", before: "none", after: "direct" };
    expect(newest()).toMatchObject({ actor: "console", revertible: true, summary: [summary] });
    const made = newest().id;
    undo();
    expect(under.core.chat.get(name)).toBeUndefined();
    expect(newest().summary).toMatchObject([{ subject: summary.subject, before: "direct, 0 messages" }]);
    undo();
    const room = under.core.chat.get(name);
    if (room === undefined) throw new Error("no room");
    expect(room.members).toEqual([ada, bo]);
    expect(() => undo(made)).toThrow(Refused);
    under.core.say(room, "hello", null);
    const back = listAudit(under.core, {}).items.find(({ revertible }) => revertible)?.id;
    expect(() => undo(back)).toThrow("because the message in the room of user:ada and user:bo would be lost");
  });

  it("A5 a direct room that one of its two opens leaves no row and no revision", () => {
    const { created } = directRoom(under.corridor, [ada, bo], null);
    expect([created, under.core.chat.size, under.core.policy.current.revision]).toEqual([true, 1, 0]);
    expect(listAudit(under.core, {}).items).toEqual([]);
  });

  it("A5 a deleted room in which nothing was said is brought back as it was", () => {
    createRoom(under.corridor, { name: "attic", kind: "private", members: [ada] }, "http");
    const createdAt = under.core.chat.get("attic")?.createdAt;
    deleteRoom(under.corridor, "attic", "http");
    undo();
    expect(under.core.chat.get("attic")).toMatchObject({ kind: "private", createdAt, members: [ada] });
  });

  it("A5 a store that refuses changes neither rooms nor audit", () => {
    createRoom(under.corridor, { name: "attic" }, "http");
    const before = newest();
    under.store.close();
    expect(() => addMember(under.corridor, "attic", ada, "http")).toThrow(Refused);
    expect(members("attic")).toEqual([]);
    expect(under.core.policy.current.revision).toBe(before.revision);
  });
});

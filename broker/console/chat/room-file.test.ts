/** Checks chat rooms in the workspace file: out and in again, what an import of them closes, and what it refuses. */
import { expect, it } from "vitest";
import { Workspace } from "../../contract/workspace.ts";
import { sampleWorkspace } from "../../sample.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { ada, bo, eachRoomDesk, type RoomDesk } from "../../testing/room-desk.ts";
import { previewRevert, revertAudit } from "../edits/revert.ts";
import { listAudit } from "../lists/lists.ts";
import { Refused } from "../refused.ts";
import { exportWorkspace, importWorkspace, previewImport } from "../workspace/workspace-file.ts";
import { addMember, createRoom, directRoom, removeMember } from "./chat-rooms.ts";

let under: RoomDesk;
eachRoomDesk((fresh) => {
  under = fresh;
});

const file = (part: Partial<Workspace>) => Workspace.parse({ ...exportWorkspace(under.desk, false), ...part });
const load = (workspace: Workspace) => importWorkspace(under.corridor, workspace, "http");
const names = () => [...under.core.chat.all()].map(({ name }) => name);
const room = (name: string) => {
  const found = under.core.chat.get(name);
  if (found === undefined) throw new Error(`no room ${name}`);
  return found;
};

it("H11 rooms travel with name, kind and members and without messages, and the same file again changes nothing", () => {
  createRoom(under.corridor, { name: "family", members: [ada, bo] }, "http");
  createRoom(under.corridor, { name: "attic", kind: "private", members: [ada] }, "http");
  directRoom(under.corridor, [ada, bo], null);
  under.core.say(room("family"), "secret", null);
  const exported = exportWorkspace(under.desk, false);
  expect(exported).toMatchObject({
    signalbox: 2,
    rooms: [
      { name: "family", kind: "public", members: [ada, bo] },
      { name: "attic", kind: "private", members: [ada] },
      { kind: "direct", members: [ada, bo] },
    ],
  });
  expect(JSON.stringify(exported)).not.toContain("secret");
  const { revision } = under.core.policy.current;
  expect(load(Workspace.parse(exported)).effect.revision).toBe(revision);
  const other = new DeskUnderTest();
  importWorkspace(other.corridor, exported, "http");
  expect(exportWorkspace(other.desk, false)).toEqual(exported);
  other.desk.close();
});

it("H11 an import makes, changes and deletes rooms, says so before, and closes exactly whom the preview named", () => {
  createRoom(under.corridor, { name: "old" }, "http");
  createRoom(under.corridor, { name: "family" }, "http");
  under.core.say(room("family"), "stays", null);
  const clients = [under.enter("old", ada), under.enter("family", bo), under.enter("family", ada)];
  const workspace = file({
    rooms: [
      { name: "family", kind: "private", members: [ada] },
      { name: "new", kind: "public", members: [] },
    ],
  });
  const preview = previewImport(under.desk, workspace);
  expect(preview.rooms).toEqual({ added: ["new"], changed: ["family"], removed: ["old"] });
  expect(names()).toEqual(["old", "family"]);
  const { effect } = load(workspace);
  expect(effect.closed.map(({ connectionId }) => connectionId)).toEqual(preview.closed.map((one) => one.connectionId));
  expect(clients.map(({ closedWith }) => closedWith?.code)).toEqual([4404, 4003, undefined]);
  expect(names()).toEqual(["family", "new"]);
  expect(room("family").messages).toBe(1);
  expect(
    listAudit(under.core, {}).items[0]?.summary.map(({ subject, object, after }) => [subject, object, after]),
  ).toEqual([
    ["Room old", "room", "deleted"],
    ["Room new", "room", "public"],
    ["Room family", "kind", "private"],
    ["Room family", "user:ada", "member"],
  ]);
});

it("H11 a file of version 1, and one without rooms, leave the rooms as they are", () => {
  createRoom(under.corridor, { name: "family" }, "http");
  load(Workspace.parse({ signalbox: 1, tags: [{ pattern: "a" }], tokens: [] }));
  load(Workspace.parse({ signalbox: 2, tags: [], tokens: [] }));
  expect(names()).toEqual(["family"]);
});

const undo = (id = under.newestAudit().id) => revertAudit(under.corridor, id, "http");
const tag = { pattern: "a", description: "" };
const publicRoom = (name: string, members = [] as (typeof ada)[]) => ({ name, kind: "public" as const, members });

it("H11 A5 undoing an import takes policy and rooms back, and closes whom the preview named; undoing that brings both again", () => {
  createRoom(under.corridor, { name: "empty", members: [bo] }, "http");
  createRoom(under.corridor, { name: "family", kind: "private", members: [ada] }, "http");
  under.core.say(room("family"), "stays", null);
  const before = exportWorkspace(under.desk, false);
  const workspace = file({ tags: [tag], rooms: [publicRoom("family", [bo]), publicRoom("new")] });
  load(workspace);
  const client = under.enter("new", ada);
  // Letting `ada` in made a token, which is a later edit.
  const imported = listAudit(under.core, {}).items.find(({ summary }) =>
    summary.some(({ after }) => after === "public"),
  );
  const preview = previewRevert(under.desk, imported?.id ?? "");
  expect(preview.rooms).toEqual({ added: ["empty"], changed: ["family"], removed: ["new"] });
  expect(preview.keptRooms).toBeUndefined();
  expect(preview.closed).toMatchObject([{ code: 4404, filter: "chat/new" }]);
  undo(imported?.id);
  expect(client.closedWith?.code).toBe(4404);
  const { rooms, tags } = exportWorkspace(under.desk, false);
  expect([tags, [...(rooms ?? [])].sort((a, b) => (a.name < b.name ? -1 : 1))]).toEqual([before.tags, before.rooms]);
  expect(room("family").messages).toBe(1);
  undo();
  expect(exportWorkspace(under.desk, false)).toMatchObject({ tags: workspace.tags, rooms: workspace.rooms });
});

it("H11 A5 rooms by which something would be lost do not stand in the way of the policy: they stay, and preview and row say why", () => {
  for (const name of ["old", "held"]) createRoom(under.corridor, { name }, "http");
  directRoom(under.corridor, [ada, bo], null);
  for (const one of under.core.chat.all()) if (one.name !== "held") under.core.say(one, "gone", null);
  load(file({ tags: [tag], rooms: [publicRoom("held", [ada]), publicRoom("new"), publicRoom("quiet")] }));
  const imported = under.newestAudit();
  expect(imported).toMatchObject({ revertible: true });
  under.core.say(room("new"), "hello", null);
  addMember(under.corridor, "held", bo, "http");
  removeMember(under.corridor, "held", ada, "http");
  const { revision } = under.newestAudit();
  const why = [
    { name: "old", because: "the messages went with it" },
    { name: "of user:ada and user:bo", because: "the messages went with it" },
    { name: "new", because: "the message in new would be lost; delete the room instead" },
    { name: "held", because: `revision ${revision} changed it later` },
  ];
  expect(previewRevert(under.desk, imported.id)).toMatchObject({
    rooms: { added: [], changed: [], removed: ["quiet"] },
    keptRooms: why,
  });
  undo(imported.id);
  expect(under.core.policy.current.tags.size).toBe(0);
  expect([names(), room("held").members]).toEqual([["held", "new"], [bo]]);
  const told = under.newestAudit().summary.filter(({ subject }) => subject.startsWith("Room"));
  expect(told).toEqual([
    { subject: "Room quiet", object: "room", before: "public, 0 messages", after: "deleted" },
    ...why.map(({ name, because }) => ({
      subject: `Room ${name}`,
      object: "not undone",
      before: "",
      after: because,
    })),
  ]);
});

it("H11 A5 an import of rooms alone is undone as a whole or not at all", () => {
  createRoom(under.corridor, { name: "empty" }, "http");
  load(file({ rooms: [publicRoom("new", [ada])] }));
  undo();
  expect(names()).toEqual(["empty"]);
  load(file({ rooms: [publicRoom("new"), publicRoom("more")] }));
  under.core.say(room("new"), "hello", null);
  expect(() => undo()).toThrow("cannot be undone, because the message in new would be lost");
  expect(names()).toEqual(["new", "more"]);
  load(file({ rooms: [] }));
  expect(under.newestAudit()).toMatchObject({ revertible: false, fixedBecause: "the messages went with it" });
});

it("H11 A5 a later import of the same room's kind is undone first", () => {
  load(file({ rooms: [publicRoom("a")] }));
  load(file({ rooms: [{ ...publicRoom("a"), kind: "private" }] }));
  const first = under.newestAudit().id;
  load(file({ rooms: [publicRoom("a")] }));
  expect(() => undo(first)).toThrow(/changed the same things later/);
  undo();
  undo(first);
  expect(room("a").kind).toBe("public");
});

it.each([
  ["a name that cannot be", { name: "a/b", kind: "public", members: [] }, "rooms.0.name"],
  ["a name of direct rooms", { name: "direct-x", kind: "public", members: [] }, "rooms.0.name"],
  ["a member twice", { name: "a", kind: "private", members: [ada, ada] }, "rooms.0.members"],
  ["a direct room of one", { name: "direct-x", kind: "direct", members: [ada] }, "rooms.0.members"],
  ["a direct room under another name", { name: "direct-x", kind: "direct", members: [ada, bo] }, "rooms.0.name"],
] as const)("H11 %s is refused with its place, and nothing is changed", (_what, written, field) => {
  createRoom(under.corridor, { name: "family" }, "http");
  const { revision } = under.core.policy.current;
  const workspace = file({
    tags: [{ pattern: "a", description: "" }],
    rooms: [{ ...written, members: [...written.members] }],
  });
  const refusal = () => {
    try {
      load(workspace);
    } catch (error) {
      if (error instanceof Refused) return error.refusal;
      throw error;
    }
    return undefined;
  };
  expect(refusal()).toMatchObject({ code: "BAD_REQUEST", field });
  expect([names(), under.core.policy.current.revision]).toEqual([["family"], revision]);
});

it("H11 a store that refuses an import changes neither policy, library nor rooms", () => {
  createRoom(under.corridor, { name: "family" }, "http");
  addMember(under.corridor, "family", ada, "http");
  const before = exportWorkspace(under.desk, false);
  under.store.close();
  expect(() => load(sampleWorkspace())).toThrow(Refused);
  expect(exportWorkspace(under.desk, false)).toEqual(before);
});

it("H11 the sample has a public and a private room whose members its tokens speak for", () => {
  load(sampleWorkspace());
  expect(names()).toEqual(["family", "landlord"]);
  const phone = [...under.core.policy.current.tokens.values()].find(({ name }) => name === "Phone app");
  expect(room("landlord").kind).toBe("private");
  expect(phone?.subject && room("landlord").isMember(phone.subject)).toBe(true);
});

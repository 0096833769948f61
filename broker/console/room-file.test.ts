/** Checks chat rooms in the workspace file: out and in again, what an import of them closes, and what it refuses. */
import { expect, it } from "vitest";
import { Workspace } from "../contract/workspace.ts";
import { sampleWorkspace } from "../sample.ts";
import { DeskUnderTest } from "../testing/desk-harness.ts";
import { ada, bo, eachRoomDesk, type RoomDesk } from "../testing/room-desk.ts";
import { addMember, createRoom, directRoom } from "./chat-rooms.ts";
import { listAudit } from "./lists.ts";
import { Refused } from "./refused.ts";
import { revertAudit } from "./revert.ts";
import { exportWorkspace, importWorkspace, previewImport } from "./workspace-file.ts";

let under: RoomDesk;
eachRoomDesk((fresh) => {
  under = fresh;
});

const file = (part: Partial<Workspace>) => Workspace.parse({ ...exportWorkspace(under.rooms, false), ...part });
const load = (workspace: Workspace) => importWorkspace(under.desk, workspace, "http");
const names = () => [...under.rooms.chat.all()].map(({ name }) => name);
const room = (name: string) => {
  const found = under.rooms.chat.get(name);
  if (found === undefined) throw new Error(`no room ${name}`);
  return found;
};

it("H11 rooms travel with name, kind and members and without messages, and the same file again changes nothing", () => {
  createRoom(under.desk, { name: "family", members: [ada, bo] }, "http");
  createRoom(under.desk, { name: "attic", kind: "private", members: [ada] }, "http");
  directRoom(under.desk, [ada, bo], null);
  under.rooms.say(room("family"), "secret", null);
  const exported = exportWorkspace(under.rooms, false);
  expect(exported).toMatchObject({
    signalbox: 2,
    rooms: [
      { name: "family", kind: "public", members: [ada, bo] },
      { name: "attic", kind: "private", members: [ada] },
      { kind: "direct", members: [ada, bo] },
    ],
  });
  expect(JSON.stringify(exported)).not.toContain("secret");
  const { revision } = under.rooms.policy.current;
  expect(load(Workspace.parse(exported)).effect.revision).toBe(revision);
  const other = new DeskUnderTest();
  importWorkspace(other.desk, exported, "http");
  expect(exportWorkspace(other.rooms, false)).toEqual(exported);
  other.desk.close();
});

it("H11 an import makes, changes and deletes rooms, says so before, and closes exactly whom the preview named", () => {
  createRoom(under.desk, { name: "old" }, "http");
  createRoom(under.desk, { name: "family" }, "http");
  under.rooms.say(room("family"), "stays", null);
  const clients = [under.enter("old", ada), under.enter("family", bo), under.enter("family", ada)];
  const workspace = file({
    rooms: [
      { name: "family", kind: "private", members: [ada] },
      { name: "new", kind: "public", members: [] },
    ],
  });
  const preview = previewImport(under.rooms, workspace);
  expect(preview.rooms).toEqual({ added: ["new"], changed: ["family"], removed: ["old"] });
  expect(names()).toEqual(["old", "family"]);
  const { effect } = load(workspace);
  expect(effect.closed.map(({ connectionId }) => connectionId)).toEqual(preview.closed.map((one) => one.connectionId));
  expect(clients.map(({ closedWith }) => closedWith?.code)).toEqual([4404, 4003, undefined]);
  expect(names()).toEqual(["family", "new"]);
  expect(room("family").messages).toBe(1);
  expect(
    listAudit(under.rooms, {}).items[0]?.summary.map(({ subject, object, after }) => [subject, object, after]),
  ).toEqual([
    ["Room old", "room", "deleted"],
    ["Room new", "room", "public"],
    ["Room family", "kind", "private"],
    ["Room family", "user:ada", "member"],
  ]);
});

it("H11 a file of version 1, and one without rooms, leave the rooms as they are", () => {
  createRoom(under.desk, { name: "family" }, "http");
  load(Workspace.parse({ signalbox: 1, tags: [{ pattern: "a" }], tokens: [] }));
  load(Workspace.parse({ signalbox: 2, tags: [], tokens: [] }));
  expect(names()).toEqual(["family"]);
});

it("H11 undoing an import takes the policy back and leaves the rooms; one of rooms alone is undone where nothing is lost", () => {
  createRoom(under.desk, { name: "old" }, "http");
  const both = file({
    tags: [{ pattern: "a", description: "" }],
    rooms: [{ name: "new", kind: "public", members: [] }],
  });
  load(both);
  const newest = () => listAudit(under.rooms, {}).items[0];
  revertAudit(under.desk, newest()?.id ?? "", "http");
  expect(under.rooms.policy.current.tags.size).toBe(0);
  expect(names()).toEqual(["new"]);
  load(
    file({
      rooms: [
        { name: "new", kind: "public", members: [ada] },
        { name: "more", kind: "public", members: [] },
      ],
    }),
  );
  revertAudit(under.desk, newest()?.id ?? "", "http");
  expect([names(), room("new").members]).toEqual([["new"], []]);
  load(file({ rooms: [] }));
  expect(newest()).toMatchObject({ revertible: false, fixedBecause: "the messages went with it" });
});

it.each([
  ["a name that cannot be", { name: "a/b", kind: "public", members: [] }, "rooms.0.name"],
  ["a name of direct rooms", { name: "direct-x", kind: "public", members: [] }, "rooms.0.name"],
  ["a member twice", { name: "a", kind: "private", members: [ada, ada] }, "rooms.0.members"],
  ["a direct room of one", { name: "direct-x", kind: "direct", members: [ada] }, "rooms.0.members"],
  ["a direct room under another name", { name: "direct-x", kind: "direct", members: [ada, bo] }, "rooms.0.name"],
] as const)("H11 %s is refused with its place, and nothing is changed", (_what, written, field) => {
  createRoom(under.desk, { name: "family" }, "http");
  const { revision } = under.rooms.policy.current;
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
  expect([names(), under.rooms.policy.current.revision]).toEqual([["family"], revision]);
});

it("H11 a store that refuses an import changes neither policy, library nor rooms", () => {
  createRoom(under.desk, { name: "family" }, "http");
  addMember(under.desk, "family", ada, "http");
  const before = exportWorkspace(under.rooms, false);
  under.store.close();
  expect(() => load(sampleWorkspace())).toThrow(Refused);
  expect(exportWorkspace(under.rooms, false)).toEqual(before);
});

it("H11 the sample has a public and a private room whose members its tokens speak for", () => {
  load(sampleWorkspace());
  expect(names()).toEqual(["family", "landlord"]);
  const phone = [...under.rooms.policy.current.tokens.values()].find(({ name }) => name === "Phone app");
  expect(room("landlord").kind).toBe("private");
  expect(phone?.subject && room("landlord").isMember(phone.subject)).toBe(true);
});

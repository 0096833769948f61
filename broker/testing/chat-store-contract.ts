/** Owns what every chat store must do, whatever it keeps its rows in. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type {
  ChatStore,
  RoomsChange,
  StoredMember,
  StoredRoom,
  StoredRoomMessage,
  StoredRoomMessageDraft,
} from "../ports/chat-store.ts";
import type { Store } from "../ports/store.ts";
import { auditRow, NO_ROWS } from "./policy-rows.ts";

const AT = "2026-01-01T00:00:00.000Z";
const alice = { userType: "user", userId: "alice" };
const bob = { userType: "user", userId: "bob", username: "Bob +1" };
/** The same id of another type is another subject. */
const robot = { userType: "device", userId: "alice" };

const room = (name: string, fields: Partial<StoredRoom> = {}): StoredRoom => ({
  name,
  kind: "public",
  createdAt: AT,
  members: [],
  ...fields,
});

/** `make` gives an empty store of its own to each test; the suite closes it. */
export function describeChatStore(name: string, make: () => Store): void {
  describe(`ChatStore: ${name}`, () => {
    let store: Store;
    let chat: ChatStore;
    beforeEach(() => {
      store = make();
      chat = store.chat;
    });
    afterEach(() => store.close());

    const draft = (where: string, body: string) => ({ room: where, body, author: alice, createdAt: AT });
    const say = (where: string, body: string, keep = 100) => {
      const [message] = chat.addMessagesNow([draft(where, body)], keep);
      if (message === undefined) throw new Error("the store answered no message");
      return message;
    };
    /** Resolves when they have settled. */
    const add = (drafts: readonly StoredRoomMessageDraft[], keep = 100) =>
      new Promise<readonly StoredRoomMessage[]>((resolve, reject) => {
        const added = chat.addMessages(drafts, keep, (error) => {
          if (error === null) resolve(added.messages);
          else reject(error);
        });
        if (added.isDurable) resolve(added.messages);
      });
    /** Commits what an edit does to rooms. */
    const edit = (rooms: Partial<RoomsChange>) => {
      const [last] = store.listAudit({ limit: 1 });
      const revision = (last?.revision ?? 0) + 1;
      const change = { deleted: [], made: [], changed: [], ...rooms };
      store.commit({ revision, rows: { ...NO_ROWS, rooms: change }, undo: NO_ROWS }, auditRow(revision));
    };
    const never = () => expect.unreachable("these messages had settled");
    const bodies = (options: Parameters<ChatStore["messages"]>[0]) => chat.messages(options).map(({ body }) => body);
    const failed = expect.objectContaining({ name: "StoreError", kind: "failed" });

    it("H8 a new store has no rooms", () => {
      expect(chat.loadRooms()).toEqual([]);
      expect(chat.messages({ room: "lobby", limit: 10 })).toEqual([]);
    });

    it("H8 rooms load in the order in which they were made, with members, count and newest message", () => {
      const members = [
        { subject: bob, addedAt: AT },
        { subject: robot, addedAt: AT },
      ];
      chat.addRoom(room("zoo", { kind: "private", members: members.slice(0, 1) }));
      chat.addRoom(room("küche ☕"));
      chat.addRoom(room("direct-1", { kind: "direct" }));
      edit({ changed: [{ name: "zoo", added: [{ subject: robot, addedAt: AT }], removed: [] }] });
      edit({ changed: [{ name: "zoo", added: [{ subject: alice, addedAt: AT }], removed: [] }] });
      say("küche ☕", "one");
      const last = say("küche ☕", "two 'quoted' \"twice\"\n🙂");
      expect(chat.loadRooms()).toEqual([
        {
          ...room("zoo", { kind: "private", members: [...members, { subject: alice, addedAt: AT }] }),
          messages: 0,
          last: null,
        },
        { ...room("küche ☕"), messages: 2, last },
        { ...room("direct-1", { kind: "direct" }), messages: 0, last: null },
      ]);
    });

    it("H8 a name is taken once, and a refused room leaves nothing", () => {
      chat.addRoom(room("lobby"));
      expect(() => chat.addRoom(room("lobby", { kind: "private" }))).toThrow(failed);
      const twice = [
        { subject: bob, addedAt: AT },
        { subject: bob, addedAt: AT },
      ];
      expect(() => chat.addRoom(room("other", { members: twice }))).toThrow(failed);
      expect(chat.loadRooms().map(({ name: each, kind }) => [each, kind])).toEqual([["lobby", "public"]]);
    });

    it("H8 a deleted room goes with its members and messages, and its name is free", () => {
      chat.addRoom(room("lobby", { members: [{ subject: bob, addedAt: AT }] }));
      chat.addRoom(room("other"));
      say("lobby", "gone");
      say("other", "stays");
      edit({ deleted: ["lobby", "never there"] });
      chat.addRoom(room("lobby"));
      expect(chat.loadRooms().find((each) => each.name === "lobby")).toMatchObject({ members: [], messages: 0 });
      expect(bodies({ room: "lobby", limit: 10 })).toEqual([]);
      expect(bodies({ room: "other", limit: 10 })).toEqual(["stays"]);
    });

    it("H8 a member is added once, and removed once", () => {
      chat.addRoom(room("lobby"));
      const [joining, other] = [alice, robot].map((subject) => ({ subject, addedAt: AT }));
      if (joining === undefined || other === undefined) throw new Error("two were named");
      const members = (name: string, added: StoredMember[], removed: StoredMember[]) =>
        edit({ changed: [{ name, added, removed }] });
      members("lobby", [joining], []);
      expect(() => members("lobby", [joining], [])).toThrow(failed);
      expect(() => members("nowhere", [joining], [])).toThrow(failed);
      members("lobby", [other], [joining]);
      members("lobby", [], [joining]);
      expect(chat.loadRooms()[0]?.members.map(({ subject }) => subject)).toEqual([robot]);
    });

    it("H8 messages have ids that grow over all rooms and are read newest first, page by page", () => {
      chat.addRoom(room("a"));
      chat.addRoom(room("b"));
      const ids = ["a", "b", "a", "a"].map((where, index) => say(where, `m${index}`).id);
      expect(ids).toEqual([...ids].sort((one, other) => one - other));
      expect(new Set(ids).size).toBe(4);
      const first = chat.messages({ room: "a", limit: 2 });
      expect(first.map(({ body }) => body)).toEqual(["m3", "m2"]);
      expect(bodies({ room: "a", before: first[1]?.id ?? 0, limit: 2 })).toEqual(["m0"]);
    });

    it("H8 every field of a message comes back, also without an author", () => {
      chat.addRoom(room("a"));
      const message = { room: "a", body: "  kept as it is ", author: null, createdAt: "2026-02-03T04:05:06.789Z" };
      const stored = chat.addMessagesNow([message], 10);
      expect(stored).toEqual([{ ...message, id: expect.any(Number) }]);
      expect(chat.messages({ room: "a", limit: 1 })).toEqual(stored);
    });

    it("H8 a message for no room is refused", () => {
      expect(() => say("nowhere", "x")).toThrow(failed);
    });

    it("H3 messages that are added together are read when they have settled, in their order", async () => {
      chat.addRoom(room("a"));
      chat.addRoom(room("b"));
      const drafts = [draft("a", "one"), draft("b", "two"), draft("a", "three")];
      const messages = await add(drafts);
      expect(messages).toEqual(drafts.map((each) => ({ ...each, id: expect.any(Number) })));
      expect(chat.messages({ room: "a", limit: 10 })).toEqual([messages[2], messages[0]]);
      expect(chat.messages({ room: "b", limit: 10 })).toEqual([messages[1]]);
      const next = await add([draft("b", "four")]);
      expect(next[0]?.id).toBeGreaterThan(messages[2]?.id ?? Number.NaN);
      expect(chat.loadRooms()).toMatchObject([
        { messages: 2, last: { body: "three" } },
        { messages: 2, last: { body: "four" } },
      ]);
    });

    it("H3 of messages one of which is for no room none is kept, and the next ones are", async () => {
      chat.addRoom(room("a"));
      const wrong = [draft("a", "lost"), draft("nowhere", "x")];
      expect(() => chat.addMessages(wrong, 100, never)).toThrow(failed);
      expect(() => chat.addMessagesNow(wrong, 100)).toThrow(failed);
      await add([draft("a", "kept")]);
      expect(bodies({ room: "a", limit: 10 })).toEqual(["kept"]);
    });

    it("H3 a message that cannot wait comes after those that settle, and is read at once with them", async () => {
      chat.addRoom(room("a"));
      chat.addMessages([draft("a", "one"), draft("a", "two")], 100, never);
      say("a", "three");
      expect(bodies({ room: "a", limit: 10 })).toEqual(["three", "two", "one"]);
      await add([draft("a", "four")]);
      expect(bodies({ room: "a", limit: 10 })).toEqual(["four", "three", "two", "one"]);
    });

    it("H3 what settles is read at once when somebody waits for it", async () => {
      chat.addRoom(room("a"));
      chat.addMessages([draft("a", "one")], 100, never);
      expect(chat.addMessagesNow([], 100)).toEqual([]);
      expect(bodies({ room: "a", limit: 10 })).toEqual(["one"]);
    });

    it("H3 a message that is refused leaves those that settle as they were", async () => {
      chat.addRoom(room("a"));
      const settling = add([draft("a", "one")]);
      expect(() => say("nowhere", "x")).toThrow(failed);
      await settling;
      expect(bodies({ room: "a", limit: 10 })).toEqual(["one"]);
    });

    it("H8 of a talkative room the newest messages are kept, and at most a tenth more; others lose nothing", () => {
      chat.addRoom(room("loud"));
      chat.addRoom(room("quiet"));
      say("quiet", "whisper");
      for (let count = 1; count <= 57; count++) {
        say("loud", String(count), 20);
        const kept = bodies({ room: "loud", limit: 1000 }).map(Number);
        expect(kept.length).toBeLessThanOrEqual(22);
        expect(kept.length).toBeGreaterThanOrEqual(Math.min(count, 20));
        expect(kept).toEqual(kept.map((_, index) => count - index));
      }
      expect(bodies({ room: "quiet", limit: 10 })).toEqual(["whisper"]);
    });

    it("H8 messages that are added together are pruned as they would be one by one", async () => {
      chat.addRoom(room("loud"));
      const drafts = Array.from({ length: 57 }, (_, index) => draft("loud", String(index + 1)));
      await add(drafts, 20);
      const kept = bodies({ room: "loud", limit: 1000 }).map(Number);
      expect(kept.length).toBeGreaterThanOrEqual(20);
      expect(kept.length).toBeLessThanOrEqual(22);
      expect(kept).toEqual(kept.map((_, index) => 57 - index));
    });

    it("H8 an edit of rooms is stored whole beside its audit row, or not at all", () => {
      chat.addRoom(room("old"));
      chat.addRoom(room("kept", { members: [{ subject: bob, addedAt: AT }] }));
      say("kept", "still there");
      const joined = { subject: robot, addedAt: AT };
      const left = { subject: bob, addedAt: AT };
      const rooms = {
        deleted: ["old"],
        made: [room("new", { members: [joined] })],
        changed: [{ name: "kept", kind: "private" as const, added: [joined], removed: [left] }],
      };
      const commit = (revision: number, changed = rooms.changed) =>
        store.commit(
          { revision, rows: { ...NO_ROWS, rooms: { ...rooms, changed } }, undo: NO_ROWS },
          auditRow(revision, { summary: [] }),
        );
      const before = chat.loadRooms();
      expect(() =>
        commit(1, [{ ...rooms.changed[0], name: "nowhere", added: [], removed: [], kind: "private" }]),
      ).toThrow(failed);
      expect(chat.loadRooms()).toEqual(before);
      expect(store.listAudit({ limit: 1 })).toEqual([]);
      commit(1);
      expect(chat.loadRooms()).toMatchObject([
        { name: "kept", kind: "private", members: [joined], messages: 1 },
        { name: "new", members: [joined] },
      ]);
    });

    it("S11 calls after the close are refused", () => {
      store.close();
      expect(() => chat.loadRooms()).toThrow(failed);
      expect(() => chat.addRoom(room("a"))).toThrow(failed);
      expect(() => chat.addMessages([draft("a", "x")], 10, never)).toThrow(failed);
      expect(() => chat.addMessagesNow([draft("a", "x")], 10)).toThrow(failed);
    });
  });
}

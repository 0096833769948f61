/** Plants exceptions where nobody above catches: microtasks, promises, callbacks of the disk, listeners and views. */

import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Posts } from "../../chat/posts.ts";
import { createRoom } from "../../console/chat/chat-rooms.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { ChatStore } from "../../ports/chat-store.ts";
import { user } from "../../testing/chat-harness.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { SilentLog } from "../../testing/silent-log.ts";
import { FaultCounter } from "../fault-counter.ts";

const planted = (): never => {
  throw new Error("planted");
};

describe("callbacks of the disk", () => {
  it("Z3 a message that cannot be handed on costs the ones behind it nothing", () => {
    const faults = new FaultCounter(new SilentLog(), () => 0);
    let settle: (error: null) => void = () => undefined;
    let next = 1;
    const store = {
      addMessages(drafts: readonly object[], _most: number, settled: typeof settle) {
        settle = settled;
        return { messages: drafts.map((draft) => ({ ...draft, id: next++ })), isDurable: false };
      },
    } as unknown as ChatStore;
    const posts = new Posts(store, faults);
    const kept: number[] = [];
    const draft = { room: "hall", body: "x", author: null, createdAt: "2026-01-01T00:00:00.000Z" } as never;
    const refused = () => undefined;
    posts.add({ draft, kept: ({ id }) => kept.push(id), refused });
    posts.add({ draft, kept: planted, refused });
    posts.add({ draft, kept: ({ id }) => kept.push(id), refused });
    settle(null);
    settle(null);
    expect(kept).toEqual([1, 3]);
    expect(faults).toMatchObject({ count: 1, last: { place: "chat" } });
  });
});

describe("an engine in which one callback fails", () => {
  let under: DeskUnderTest;
  beforeEach(() => {
    under = new DeskUnderTest(undefined, hooks);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    under.desk.close();
  });
  /** Answers when a test says so. */
  let allow: (isAllowed: boolean) => void = () => undefined;
  const hooks = {
    canSubscribe: () =>
      new Promise<boolean>((resolve) => {
        allow = resolve;
      }),
  };

  it("Z3 in a promise of a frame: the client hears internal, and its later frames are answered", async () => {
    const { secret } = under.token({ "a/#": "read" }, { subject: user("ada") });
    const client = under.knock("/ws/realtime/");
    client.say({ type: "authenticate", token: secret });
    client.say({ type: "subscribe", topic: "a/b" });
    client.say({ type: "ping" });
    const router = vi.spyOn(under.core.registry, "announceChanged").mockImplementation(planted);
    allow(true);
    await vi.waitFor(() => expect(client.texts.join()).toContain('"pong"'));
    router.mockRestore();
    expect(client.texts.join()).toContain('"code":"internal"');
    expect(under.core.faults).toMatchObject({ count: 1, last: { place: "promise" } });
  });

  it("Z3 in a microtask: the other rooms are told how many are there", async () => {
    const { secret } = under.token({}, { subject: user("ada") });
    createRoom(under.corridor, { name: "one" }, "http");
    createRoom(under.corridor, { name: "two" }, "http");
    under.knock("/ws/chatroom/one", { authorization: `Token ${secret}` });
    const second = under.knock("/ws/chatroom/two", { authorization: `Token ${secret}` });
    const place: object = Object.getPrototypeOf(under.core.chat.get("one")?.place);
    vi.spyOn(place as { subjects: number }, "subjects", "get").mockImplementationOnce(planted);
    await vi.waitFor(() => expect(second.texts.join()).toContain("online_count"));
    expect(under.core.faults).toMatchObject({ count: 1, last: { place: "chat" } });
  });

  it("Z3 in a timer: its neighbours run, and it runs again", () => {
    const sample = vi.spyOn(under.core.registry, "size", "get").mockImplementation(planted);
    under.clock.advance(3000);
    sample.mockRestore();
    expect(under.core.faults.last).toMatchObject({ place: "timer", message: "planted" });
    const before = under.core.faults.count;
    under.clock.advance(3000);
    expect(under.core.faults.count).toBe(before);
    expect(under.desk.stats.series().at.length).toBeGreaterThan(1);
  });

  it("Z5 in a listener of sessions: an edit closes everybody that it must", () => {
    const { id, secret } = under.token({ "a/#": "read" });
    const clients = [under.connect(secret, "a/1"), under.connect(secret, "a/2"), under.connect(secret, "a/3")];
    under.core.registry.listen({ closed: planted });
    under.edit({ kind: "token.delete", id } as never);
    expect(clients.map(({ closedWith }) => closedWith?.code)).toEqual([4002, 4002, 4002]);
    expect(under.core.faults).toMatchObject({ count: 3, last: { place: "listener" } });
  });

  it("Z5 in a view: every window begins anew with a snapshot, and misses nothing", async () => {
    const watcher = under.desk.live.watch();
    await watcher.next();
    const waiting = watcher.next();
    const { secret } = under.token({ "a/#": "read" });
    const current = vi.spyOn(under.desk.stats, "newestPoint").mockImplementation(planted);
    under.connect(secret, "a/1");
    under.clock.advance(1000 + LIMITS.livePatchMs);
    current.mockRestore();
    const event = (await waiting).value;
    expect(under.core.faults.last).toMatchObject({ place: "view" });
    const snapshot = event?.type === "snapshot" ? event : (await watcher.next()).value;
    expect(snapshot).toMatchObject({ type: "snapshot", connections: [{ filters: ["a/1"] }] });
  });

  it("Z5 in the question of a traffic view: the message path goes on", () => {
    const { secret } = under.token({ "a/#": "readwrite" });
    const reader = under.connect(secret, "a/1");
    const writer = under.connect(secret, "a/2");
    const stop = under.core.capture.listen({
      changing: planted,
      changed: planted,
      evicted: planted,
      cleared: planted,
    });
    writer.publish("a/1", "one");
    under.core.capture.clear();
    writer.publish("a/1", "two");
    stop();
    return vi.waitFor(() => expect(reader.texts.join()).toContain("two"));
  });
});

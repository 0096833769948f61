/** Plants exceptions in each kind of callback of a whole engine with real sockets: everybody else is served. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BrokerDialect } from "./dialects/broker/broker-dialect.ts";
import { ChatDialect } from "./dialects/chat/chat-dialect.ts";
import { PubSubDialect } from "./dialects/pubsub/pubsub-dialect.ts";
import { RealtimeDialect } from "./dialects/realtime/realtime-dialect.ts";
import type { BrokerClient } from "./testing/broker-client.ts";
import { type ChatUnderTest, startChat, user } from "./testing/chat-harness.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await stand.stop();
});

const planted = (): never => {
  throw new Error("planted");
};

async function faults(): Promise<{ count: number; last: { place: string; message: string } | null }> {
  return (await stand.api("GET", "/stats")).body.faults;
}

/** Resolves with the first text that fits, also one that has come already. */
async function heard(client: BrokerClient, fits: (text: string) => boolean): Promise<string> {
  for (;;) {
    const found = client.texts.find(fits);
    if (found !== undefined) return found;
    await client.received(client.texts.length + 1);
  }
}

/** Clients of each dialect, each with rights and subscriptions on `all/#`, and a bystander on `by/#` with its own publisher. */
async function everybody() {
  const { secret } = await stand.token({ "all/#": "readwrite", "by/#": "readwrite" }, { subject: user("ada") });
  await stand.room("hall");
  const broker = await stand.connect({ secret, filters: ["all/#"], path: "/ws/brocker/?errors=1" });
  const writer = await stand.connect({ secret, filters: ["all/none"] });
  const bystander = await stand.connect({ secret, filters: ["by/#"] });
  const pubsub = await stand.connect({ secret, path: "/ws/" });
  pubsub.send(JSON.stringify({ type: "subscribe", topic: "all/#", client_id: "c" }));
  await heard(pubsub, (text) => text.includes('"subscribed"'));
  const realtime = await stand.connect({ path: "/ws/realtime/" });
  realtime.send(JSON.stringify({ type: "authenticate", token: secret }));
  realtime.send(JSON.stringify({ type: "subscribe", topic: "all/x" }));
  await heard(realtime, (text) => text.includes('"subscribed"'));
  const chat = (await stand.enter("hall", secret)).client;
  return { secret, broker, writer, bystander, pubsub, realtime, chat };
}

const DIALECTS = [
  ["broker", BrokerDialect, '{"tag":"all/x","message":1}', '"code":"internal"'],
  ["pubsub", PubSubDialect, '{"type":"ping","request_id":"r1"}', '"code":"INTERNAL"'],
  ["realtime", RealtimeDialect, '{"type":"ping"}', '"code":"internal"'],
  ["chat", ChatDialect, '{"body":"hello"}', '"__all__"'],
] as const;

describe("an exception while a connection is served", () => {
  it.each(DIALECTS)(
    "Z1 Z2 in %s's receive: its client hears internal and stays, everybody else is served",
    async (name, Dialect, frame, told) => {
      const all = await everybody();
      const receive = vi.spyOn(Dialect.prototype, "receive").mockImplementation(planted);
      all[name].send(frame);
      expect(await heard(all[name], (text) => text.includes(told))).toContain("rror");
      receive.mockRestore();
      all.writer.publish("by/1", "still here");
      expect(await heard(all.bystander, (text) => text.includes("still here"))).toContain("by/1");
      all[name].send(frame);
      await all[name].received(all[name].texts.length + (name === "broker" ? 0 : 1));
      expect([all.broker, all.pubsub, all.realtime, all.chat, all.writer].map(({ end }) => end)).toEqual([
        null,
        null,
        null,
        null,
        null,
      ]);
      expect(await faults()).toMatchObject({ count: 1, last: { place: "frame", message: "planted" } });
      expect((await stand.api("GET", "/refusals")).body.items[0]).toMatchObject({ code: "internal" });
      const line = stand.log.lines.find(({ fields }) => fields.place === "frame");
      expect(line?.fields).toMatchObject({
        dialect: name,
        connectionId: expect.any(String),
        error: expect.stringContaining("guards.test.ts"),
      });
    },
  );

  it.each(DIALECTS.slice(0, 3))(
    "Z1 in %s's encode: clients of the others hear the message, and that dialect the next one",
    async (name, Dialect) => {
      const all = await everybody();
      const encode = vi.spyOn(Dialect.prototype, "encode").mockImplementation(planted);
      all.writer.publish("all/x", "first");
      const others = (["broker", "pubsub", "realtime"] as const).filter((other) => other !== name);
      for (const other of others) await heard(all[other], (text) => text.includes("first"));
      encode.mockRestore();
      all.writer.publish("all/x", "second");
      await heard(all[name], (text) => text.includes("second"));
      expect(all[name].texts.some((text) => text.includes("first"))).toBe(false);
      expect(await faults()).toMatchObject({ count: 1, last: { place: "encode" } });
    },
  );

  it("Z1 in chat's encode: the message is kept, its author's connection stays, and the next one is heard", async () => {
    const all = await everybody();
    const encode = vi.spyOn(ChatDialect.prototype, "encode").mockImplementation(planted);
    all.chat.send('{"body":"first"}');
    await vi.waitFor(async () => expect(await faults()).toMatchObject({ count: 1, last: { place: "encode" } }));
    encode.mockRestore();
    all.chat.send('{"body":"second"}');
    await heard(all.chat, (text) => text.includes("second"));
    const { items } = (await stand.api("GET", "/rooms/hall/messages")).body;
    expect(items.map(({ body }: { body: string }) => body)).toEqual(["second", "first"]);
  });

  it.each(DIALECTS)(
    "Z1 in the error frame of %s too: its client hears nothing of it, and everybody is served",
    async (name, Dialect, frame) => {
      const all = await everybody();
      vi.spyOn(Dialect.prototype, "receive").mockImplementation(planted);
      vi.spyOn(Dialect.prototype, "encodeRefusal").mockImplementation(planted);
      all[name].send(frame);
      await vi.waitFor(async () => expect((await faults()).count).toBe(2));
      vi.restoreAllMocks();
      all.writer.publish("by/1", "still here");
      await heard(all.bystander, (text) => text.includes("still here"));
      expect(all[name].end).toBeNull();
    },
  );

  it("Z1 while a session opens: the newcomer is closed with 1011 and leaves no trace in the count", async () => {
    const { secret } = await stand.token({ "all/#": "readwrite" }, { maxConnections: 1 });
    const opened = vi.spyOn(PubSubDialect.prototype, "opened").mockImplementation(planted);
    const refused = stand.knock({ secret, path: "/ws/" });
    expect(await refused.closed).toMatchObject({ code: 1011, reason: "internal error" });
    opened.mockRestore();
    const next = await stand.connect({ secret, path: "/ws/" });
    await heard(next, (text) => text.includes('"connected"'));
    expect(await faults()).toMatchObject({ count: 1, last: { place: "handshake" } });
  });

  it("Z1 while a session ends: the others of its dialect are served, and its slot is free", async () => {
    const { secret } = await stand.token({ "all/#": "readwrite" }, { maxConnections: 1 });
    const client = await stand.connect({ secret, path: "/ws/" });
    const ended = vi.spyOn(PubSubDialect.prototype, "ended").mockImplementation(planted);
    client.socket.close();
    await client.closed;
    await vi.waitFor(async () => expect(await faults()).toMatchObject({ count: 1, last: { place: "session" } }));
    ended.mockRestore();
    const next = await stand.connect({ secret, path: "/ws/" });
    await heard(next, (text) => text.includes('"connected"'));
  });
});

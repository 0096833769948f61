/** Tests that engines which share a bus share messages and slots, whatever the protocol (N20 to N31). */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryNet } from "./adapters/memory-bus.ts";
import { MemoryStore } from "./adapters/memory-store.ts";
import { SeededChance } from "./adapters/seeded-chance.ts";
import { SystemChance } from "./adapters/system-chance.ts";
import { SystemClock } from "./adapters/system-clock.ts";
import { createRoom } from "./console/chat/chat-rooms.ts";
import { DeskUnderTest } from "./testing/desk-harness.ts";
import type { FakeLink } from "./testing/fake-link.ts";

const ada = { userType: "user", userId: "ada" };
const bo = { userType: "user", userId: "bo" };

let net: MemoryNet;
let one: DeskUnderTest;
let two: DeskUnderTest;
/** The policy is made at the first node, before the second one reads it. */
let both: { readonly id: string; readonly secret: string };
let person: { readonly id: string; readonly secret: string };
beforeEach(async () => {
  net = new MemoryNet(new SystemClock(), new SeededChance(1));
  const store = new MemoryStore();
  one = new DeskUnderTest(store, undefined, new SystemChance(), net.bus());
  both = one.token({ "a/#": "readwrite" }, { subject: ada, maxConnections: 3 });
  person = one.token({ "a/#": "readwrite" }, { subject: bo });
  createRoom(one.corridor, { name: "lobby" }, "http");
  two = new DeskUnderTest(store, undefined, new SystemChance(), net.bus());
  await Promise.all([one.start(), two.start()]);
});
afterEach(() => {
  one.desk.close();
  two.desk.close();
});

const jsonOf = (text: string) => JSON.parse(text);
const turns = async (count = 4) => {
  for (let turn = 0; turn < count; turn++) await new Promise(setImmediate);
};

/** A client of each protocol that hears `a/x` (chat: the room), and how it says something there. */
interface Way {
  open(desk: DeskUnderTest, secret: string): FakeLink | Promise<FakeLink>;
  say(link: FakeLink, text: string): void;
  /** What it was told of messages, as texts of them. */
  heard(link: FakeLink): unknown[];
}

const WAYS: Readonly<Record<"broker" | "pubsub" | "realtime" | "chat", Way>> = {
  broker: {
    open: (desk, secret) => desk.connect(secret, "a/#"),
    say: (link, text) => link.publish("a/x", text),
    heard: (link) => link.takeTexts().map((text) => jsonOf(text).message),
  },
  pubsub: {
    open: async (desk, secret) => {
      const link = desk.knock("/ws/", { authorization: `Bearer ${secret}` });
      link.say({ type: "subscribe", topic: "a/x", client_id: "pub-sub" });
      return link;
    },
    say: (link, text) =>
      link.say({ type: "publish", topic: "a/x", client_id: "pub-sub", message: { id: `id-${text}`, payload: text } }),
    heard: (link) =>
      link
        .takeTexts()
        .map(jsonOf)
        .filter(({ type }) => type === "message")
        .map(({ message }) => message.payload),
  },
  realtime: {
    open: async (desk, secret) => {
      const link = desk.knock("/ws/realtime/");
      link.say({ type: "authenticate", token: secret });
      await turns();
      link.say({ type: "subscribe", topic: "a/x" });
      return link;
    },
    say: () => undefined,
    heard: (link) =>
      link
        .takeTexts()
        .map(jsonOf)
        .filter((frame) => JSON.stringify(frame).includes('"said-'))
        .map((frame) => /said-\d+/.exec(JSON.stringify(frame))?.[0]),
  },
  chat: {
    open: (desk, secret) => desk.knock("/ws/chatroom/lobby", { authorization: `Bearer ${secret}` }),
    say: (link, text) => link.say({ body: text }),
    heard: (link) =>
      link
        .takeTexts()
        .map((text) => /said-\d+/.exec(text)?.[0])
        .filter((text) => text !== undefined),
  },
};

const texts = (count: number) => Array.from({ length: count }, (_, number) => `said-${number}`);

describe("messages between nodes", () => {
  it.each([
    ["broker", "broker"],
    ["broker", "pubsub"],
    ["broker", "realtime"],
    ["pubsub", "broker"],
    ["pubsub", "pubsub"],
    ["pubsub", "realtime"],
  ] as const)(
    "N21 M5 what a %s client says at one node, a %s client at the other hears, once and in order",
    async (from, to) => {
      const [reader, writer] = [await WAYS[to].open(two, person.secret), await WAYS[from].open(one, both.secret)];
      await turns();
      reader.takeTexts();
      for (const text of texts(20)) WAYS[from].say(writer, text);
      const heard: unknown[] = [];
      await vi.waitFor(() => {
        heard.push(...WAYS[to].heard(reader));
        expect(heard).toEqual(texts(20));
      });
    },
  );

  it("N21 H3 what is said in a chat room is heard in it at the other node, and by its sender once", async () => {
    const [sender, other] = [WAYS.chat.open(one, both.secret), WAYS.chat.open(two, person.secret)] as FakeLink[];
    await turns();
    if (sender === undefined || other === undefined) throw new Error("nobody");
    WAYS.chat.say(sender, "said-1");
    one.core.chat.drain();
    const heard: unknown[] = [];
    await vi.waitFor(() => {
      heard.push(...WAYS.chat.heard(other));
      expect(heard).toEqual(["said-1"]);
    });
    expect(WAYS.chat.heard(sender)).toEqual(["said-1"]);
  });

  it("N25 O5 P2 a message is at the other node what it is at its own: id, time, client, and who sent it", async () => {
    const writer = await WAYS.pubsub.open(one, both.secret);
    const readers = [await WAYS.pubsub.open(one, person.secret), await WAYS.pubsub.open(two, person.secret)];
    const ordinary = WAYS.broker.open(one, both.secret) as FakeLink;
    await turns();
    for (const reader of readers) reader.takeTexts();
    WAYS.pubsub.say(writer, "own-id");
    WAYS.broker.say(ordinary, "made-id");
    const events = (link: FakeLink | undefined) =>
      link?.texts.map(jsonOf).filter(({ type }) => type === "message") ?? [];
    await vi.waitFor(() => expect(events(readers[1])).toHaveLength(2));
    expect(events(readers[1])).toEqual(events(readers[0]));
    const chunk = two.core.capture.all().at(-1);
    const rows = chunk?.subjects.slice(0, chunk.count).filter((subject) => subject !== undefined && "json" in subject);
    expect(rows).toMatchObject([
      { topic: "a/x", tokenId: both.id, clientId: "pub-sub", connectionId: expect.stringMatching(/^con_/) },
      { topic: "a/x", tokenId: both.id },
    ]);
  });

  it("N21 a message crosses to a node that has a reader for it, and to no other", async () => {
    const sent = vi.spyOn(net, "deliver");
    const writer = WAYS.broker.open(one, both.secret) as FakeLink;
    await turns();
    sent.mockClear();
    WAYS.broker.say(writer, "said-1");
    await turns();
    expect(sent).not.toHaveBeenCalled();
    const reader = WAYS.broker.open(two, person.secret) as FakeLink;
    await turns();
    sent.mockClear();
    for (const text of texts(50)) WAYS.broker.say(writer, text);
    await turns();
    expect(WAYS.broker.heard(reader)).toEqual(texts(50));
    // All of one turn is one batch.
    expect(sent).toHaveBeenCalledTimes(1);
    reader.goneWith(1006);
    await turns();
    sent.mockClear();
    WAYS.broker.say(writer, "said-2");
    await turns();
    expect(sent).not.toHaveBeenCalled();
  });

  it("N25 a message larger than a batch crosses whole", async () => {
    const reader = WAYS.broker.open(two, person.secret) as FakeLink;
    const writer = WAYS.broker.open(one, both.secret) as FakeLink;
    await turns();
    const large = `${"ä\\\u0001".repeat(20_000)}`;
    WAYS.broker.say(writer, large);
    await vi.waitFor(() => expect(reader.texts).toHaveLength(1));
    expect(WAYS.broker.heard(reader)).toEqual([large]);
  });

  it("U2 N28 a message is answered by the node that accepted it alone", async () => {
    const consider = [one, two].map(({ core }) => vi.spyOn(core.replies, "consider"));
    const reader = WAYS.broker.open(two, person.secret) as FakeLink;
    const writer = WAYS.broker.open(one, both.secret) as FakeLink;
    await turns();
    WAYS.broker.say(writer, "said-1");
    await vi.waitFor(() => expect(reader.texts).toHaveLength(1));
    expect(consider[1]).not.toHaveBeenCalled();
  });
});

describe("slots between nodes", () => {
  it("C6 N30 a limit holds over all nodes, and a slot that is given up at one is free at the other", async () => {
    const open = (desk: DeskUnderTest) => desk.connect(both.secret, "a/#");
    const links = [open(one), open(two), open(one), open(two), open(one), open(two)];
    await turns(10);
    const rejected = links.filter(({ closedWith }) => closedWith !== null);
    expect(rejected.map(({ closedWith }) => closedWith?.code)).toEqual([4004, 4004, 4004]);
    expect(one.core.registry.size + two.core.registry.size).toBe(3);
    links.find(({ closedWith }) => closedWith === null)?.goneWith(1006);
    await turns();
    const next = open(two);
    await turns();
    expect(next.closedWith).toBeNull();
    const late = open(one);
    await turns();
    expect(late.closedWith).toMatchObject({ code: 4004 });
  });

  it("N31 a token without a limit waits for nobody", () => {
    one.connect(person.secret, "a/#");
    expect(one.core.registry.size).toBe(1);
  });

  it("N18 the slots of a node that stops are free at once", async () => {
    for (let opened = 0; opened < 3; opened++) two.connect(both.secret, "a/#");
    await turns(10);
    expect(two.core.registry.size).toBe(3);
    const stopping = two.stop();
    for (const session of [...two.core.registry.all()]) session.link.destroy();
    two.clock.advance(5_000);
    await stopping;
    await turns();
    one.connect(both.secret, "a/#");
    await turns();
    expect(one.core.registry.size).toBe(1);
  });
});

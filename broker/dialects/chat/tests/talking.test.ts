/** Tests saying things in rooms, over real sockets. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryChatStore } from "../../../adapters/memory-store/memory-chat-store.ts";
import { MemoryStore } from "../../../adapters/memory-store.ts";
import { createRoom, findRoom } from "../../../console/chat/chat-rooms.ts";
import { StoreError } from "../../../ports/store.ts";
import { type ChatFrame, type ChatUnderTest, startChat } from "../../../testing/chat-harness.ts";
import { DeskUnderTest } from "../../../testing/desk-harness.ts";
import type { FakeLink } from "../../../testing/fake-link.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
  await stand.room("lobby");
});
afterEach(async () => {
  await stand.stop();
});

const REQUIRED = { ok: false, event: "error", errors: { body: ["This field is required."] } };

describe("saying something", () => {
  it("H3 a message goes to everybody in the room, its sender included, and to no other room", async () => {
    await stand.room("kitchen");
    const alice = await stand.enter("lobby", await stand.person("alice"));
    const bob = await stand.enter("lobby", await stand.person("bob"));
    const cook = await stand.enter("kitchen", await stand.person("cook"));
    alice.say("  hello ");
    const [own, heard] = await Promise.all([alice.heard("hello"), bob.heard("hello")]);
    expect(own).toEqual(heard);
    expect(heard).toEqual({
      ok: true,
      event: "message",
      message: {
        id: expect.any(Number),
        body: "hello",
        author: { id: "alice", username: "alice", avatar: null },
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      },
    });
    cook.say("soup");
    await cook.heard("soup");
    expect(cook.bodies).toEqual(["soup"]);
  });

  it("H3 a message is stored before anybody hears it", async () => {
    const alice = await stand.enter("lobby", await stand.person("alice"));
    const storedWhenHeard: Promise<unknown>[] = [];
    alice.client.socket.on("message", (data) => {
      const { message }: ChatFrame = JSON.parse(String(data));
      if (message !== undefined) storedWhenHeard.push(stand.api("GET", "/rooms/lobby/messages"));
    });
    alice.say("is it kept?");
    const { message } = await alice.heard("is it kept?");
    expect(await storedWhenHeard[0]).toMatchObject({ status: 200, body: { items: [message] } });
  });

  it.each([
    ["an empty text", { body: "" }],
    ["blanks", { body: " \n\t " }],
    ["no body", {}],
    ["null", { body: null }],
    ["a number", { body: 7 }],
    ["an object", { body: { text: "x" } }],
    ["a list", { body: ["x"] }],
  ])("H2 %s is answered to the sender alone", async (_what, frame) => {
    const alice = await stand.enter("lobby", await stand.person("alice"));
    const bob = await stand.enter("lobby", await stand.person("bob"));
    alice.client.send(JSON.stringify(frame));
    expect(await alice.frame(({ event }) => event === "error")).toEqual(REQUIRED);
    alice.say("after");
    await bob.heard("after");
    expect(bob.frames.map(({ event }) => event)).toEqual(["online_count", "message"]);
  });

  it("H2 a text has at most 4000 characters after trimming, counted as code points", async () => {
    const alice = await stand.enter("lobby", await stand.person("alice"));
    const longest = "🙂".repeat(4000);
    alice.say(` ${longest} `);
    await alice.heard(longest);
    alice.say(`${longest}x`);
    expect(await alice.frame(({ event }) => event === "error")).toMatchObject({
      errors: { body: [expect.stringContaining("4000")] },
    });
    expect(alice.bodies).toHaveLength(1);
  });

  it.each([
    ["no JSON", "{", "The frame is not valid JSON"],
    ["a list", "[]", "The frame must be a JSON object"],
    ["a text", '"hello"', "The frame must be a JSON object"],
    ["null", "null", "The frame must be a JSON object"],
    ["bytes", Buffer.from('{"body":"x"}'), "Binary frames are not part of this dialect; send JSON text"],
  ])("H2 %s is answered with an error of the whole frame, and the connection lives", async (_what, frame, text) => {
    const alice = await stand.enter("lobby", await stand.person("alice"));
    alice.client.send(frame);
    expect(await alice.frame(({ event }) => event === "error")).toEqual({
      ok: false,
      event: "error",
      errors: { __all__: [text] },
    });
    alice.say("still here");
    await alice.heard("still here");
    const { items } = (await stand.api("GET", "/refusals")).body;
    expect(items).toMatchObject([{ reason: text }]);
  });

  it("X7 H2 half of a surrogate pair is refused by name, and neither stored nor heard", async () => {
    const alice = await stand.enter("lobby", await stand.person("alice"));
    alice.client.send('{"body":"half \\ud83d pair"}');
    expect(await alice.frame(({ event }) => event === "error")).toMatchObject({
      errors: { body: [expect.stringContaining("surrogate pair")] },
    });
    await stand.api("POST", "/messages", { topic: "chat/lobby", json: '{"body":"half \\ud83d pair"}' });
    alice.say("whole \u{1f642}");
    await alice.heard("whole \u{1f642}");
    expect(alice.bodies).toEqual(["whole \u{1f642}"]);
    expect((await stand.api("GET", "/rooms/lobby/messages")).body.items).toHaveLength(1);
  });

  it("H2 M7 who is too fast is told so, and what was too much is neither kept nor sent", async () => {
    const alice = await stand.enter("lobby", await stand.person("alice", { messagesPerSecond: 1, burst: 1 }));
    alice.say("one");
    alice.say("two");
    expect(await alice.frame(({ event }) => event === "error")).toMatchObject({
      errors: { __all__: ["Too many messages a second"] },
    });
    expect(alice.bodies).toEqual(["one"]);
  });
});

describe("a store that refuses", () => {
  const framesOf = (connection: FakeLink) => connection.texts.map((text) => JSON.parse(text));
  const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

  it("H3 the sender is told and nobody hears the message; the next one goes through", async () => {
    const store = new MemoryStore();
    const under = new DeskUnderTest(store);
    createRoom(under.corridor, { name: "study" }, "http");
    const chat = findRoom(under.core, "study");
    const enter = (userId: string) => {
      const { secret } = under.token({}, { subject: { userType: "user", userId } });
      return under.knock("/ws/chatroom/study", { authorization: `Token ${secret}` });
    };
    const [alice, bob] = [enter("alice"), enter("bob")];
    const refusal = vi.spyOn(MemoryChatStore.prototype, "addMessagesNow").mockImplementation(() => {
      throw new StoreError("full", "the disk is full");
    });
    alice.send({ body: "lost" });
    refusal.mockRestore();
    alice.send({ body: "kept" });
    await nextTurn();
    expect(framesOf(alice).filter(({ event }) => event === "error")).toEqual([
      {
        ok: false,
        event: "error",
        errors: { __all__: ["The message could not be stored, and was not sent; try again"] },
      },
    ]);
    expect(framesOf(bob).flatMap(({ message }) => message?.body ?? [])).toEqual(["kept"]);
    expect(chat.posted).toBe(1);
    expect(under.log.lines.some(({ message }) => message === "a chat message was not stored")).toBe(true);
    under.desk.close();
  });
});

/** Tests who may enter a room, and how many are told to be there, over real sockets. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChatUnderTest, startChat, user } from "../../../testing/chat-harness.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
  await stand.room("lobby");
  await stand.room("attic", "private", ["alice"]);
});
afterEach(() => stand.stop());

describe("the door of a room", () => {
  it("H1 a public room is open to every subject, also without a single permission", async () => {
    const alice = await stand.enter("lobby", await stand.person("alice"));
    alice.say("hello");
    await alice.heard("hello");
    expect(await stand.connections()).toMatchObject([
      { dialect: "chat", subject: user("alice"), filters: ["chat/lobby"], state: "online" },
    ]);
  });

  it.each([
    ["no token", undefined, "lobby", 4001, "credentials missing"],
    ["an unknown token", "never-was-one", "lobby", 4003, "token unknown"],
    ["an unknown token and no such room", "never-was-one", "nowhere", 4003, "token unknown"],
  ])("H1 %s: closed with %d", async (_what, secret, room, code, reason) => {
    expect(await stand.knockAt(room, secret).client.closed).toMatchObject({ code, reason });
  });

  it.each([
    ["no such room", "bob", "nowhere", 4404, "no such room: nowhere"],
    ["a private room of others", "bob", "attic", 4003, "not a member of this private room: attic"],
    ["no name at all", "bob", "", 4404, "no such room"],
  ])("H1 %s: closed with a code and a reason, which stand in the door log", async (_what, who, room, code, reason) => {
    expect(await stand.knockAt(room, await stand.person(who)).client.closed).toMatchObject({ code, reason });
    const { items } = (await stand.api("GET", "/doorlog")).body;
    expect(items).toMatchObject([{ dialect: "chat", code, reason, tokenName: who }]);
  });

  it("H1 a token without a subject is closed with 4003, and that comes before the room", async () => {
    const { secret } = await stand.token({ "#": "readwrite" });
    for (const room of ["lobby", "nowhere"]) {
      const { code, reason } = await stand.knockAt(room, secret).client.closed;
      expect([code, reason]).toEqual([4003, "the token has no subject: a chat room needs to know who speaks"]);
    }
  });

  it("H1 a member enters a private room; its limit is judged last and leaves no trace", async () => {
    const secret = await stand.person("alice", { maxConnections: 1 });
    const first = await stand.enter("attic", secret);
    expect(await stand.knockAt("attic", secret).client.closed).toMatchObject({ code: 4004 });
    first.client.socket.close();
    await first.client.closed;
    await stand.enter("attic", secret);
  });

  it("H1 the name is percent-decoded, and a slash may end the path", async () => {
    await stand.room("küche & co ☕");
    const secret = await stand.person("alice");
    await stand.enter("küche & co ☕", secret);
    await stand.enter("", secret, { path: "/ws/chatroom/lobby/" });
    expect(await stand.knockAt("", secret, { path: "/ws/chatroom/%E0%A4%A" }).client.closed).toMatchObject({
      code: 4404,
    });
  });

  it("H1 C3 a browser brings its token as a subprotocol or in the query", async () => {
    const secret = await stand.person("alice");
    const protocols = ["signalbox.v1", `token.${Buffer.from(secret).toString("base64url")}`];
    await stand.enter("", "", { secret: undefined, path: "/ws/chatroom/lobby", protocols });
    await stand.enter("", "", { secret: undefined, path: `/ws/chatroom/lobby?token=${secret}` });
  });

  it("H1 R1 a token that is revoked, or gets another subject, leaves its rooms with 4002", async () => {
    const { id, secret } = await stand.token({}, { subject: user("alice") });
    const here = await stand.enter("lobby", secret);
    const edited = await stand.api("PATCH", `/tokens/${id}`, { subject: user("mallory") });
    expect(await here.client.closed).toMatchObject({ code: 4002, reason: "subject changed" });
    expect(edited.body.closed).toHaveLength(1);
    const again = await stand.enter("lobby", secret);
    await stand.api("DELETE", `/tokens/${id}`);
    expect(await again.client.closed).toMatchObject({ code: 4002 });
  });
});

describe("who is online", () => {
  it("H4 a newcomer is told the number, and everybody when it changes", async () => {
    const alice = await stand.enter("lobby", await stand.person("alice"));
    const bob = await stand.enter("lobby", await stand.person("bob"));
    expect(bob.frames).toEqual([{ ok: true, event: "online_count", online_count: 2 }]);
    await alice.frame(({ online_count }) => online_count === 2);
    bob.client.socket.close();
    await alice.client.received(3);
    expect(alice.counts).toEqual([1, 2, 1]);
  });

  it("H4 a second tab, also with another token of the subject, changes nothing and is told the number", async () => {
    const alice = await stand.enter("lobby", await stand.person("alice"));
    const bob = await stand.enter("lobby", await stand.person("bob"));
    const secondTab = await stand.enter("lobby", await stand.person("bob"));
    expect(secondTab.counts).toEqual([2]);
    secondTab.client.socket.close();
    await secondTab.client.closed;
    alice.say("anybody else?");
    await bob.heard("anybody else?");
    expect(alice.counts).toEqual([1, 2]);
    expect(bob.counts).toEqual([2]);
  });

  it("H4 rooms count for themselves", async () => {
    const secret = await stand.person("alice");
    const inLobby = await stand.enter("lobby", secret);
    const inAttic = await stand.enter("attic", secret);
    expect([inLobby.counts, inAttic.counts]).toEqual([[1], [1]]);
  });

  it("H4 a client that vanishes without a word is gone for the others", async () => {
    const alice = await stand.enter("lobby", await stand.person("alice"));
    const bob = await stand.enter("lobby", await stand.person("bob"));
    bob.client.socket.terminate();
    await alice.client.received(3);
    expect(alice.counts).toEqual([1, 2, 1]);
  });

  it("H4 many who are closed at once are told as one", async () => {
    const { id, secret } = await stand.token({}, { subject: user("herd") });
    const alice = await stand.enter("lobby", await stand.person("alice"));
    for (let count = 0; count < 5; count++) await stand.enter("lobby", secret);
    await stand.enter("lobby", await stand.person("carol"));
    await alice.frame(({ online_count }) => online_count === 3);
    const carols = (await stand.connections()).filter(({ tokenName }) => tokenName === "carol");
    await stand.api("POST", "/edits", {
      edits: [
        { kind: "token.delete", id },
        { kind: "token.delete", id: carols[0]?.tokenId },
      ],
    });
    await alice.client.received(4);
    expect(alice.counts).toEqual([1, 2, 3, 1]);
  });
});

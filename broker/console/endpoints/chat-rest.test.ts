/** Tests rooms over the admin API (H6). */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChatUnderTest, startChat, user } from "../../testing/chat-harness.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
});
afterEach(() => stand.stop());

describe("rooms over REST", () => {
  it("H6 a room is made public unless asked otherwise, listed, read and deleted", async () => {
    const made = await stand.api("POST", "/rooms", { name: "lobby" });
    expect(made).toMatchObject({
      status: 201,
      body: {
        name: "lobby",
        kind: "public",
        topic: "chat/lobby",
        members: 0,
        online: 0,
        people: [],
        lastMessage: null,
      },
    });
    await stand.room("attic", "private", ["alice", "bob"]);
    const { items } = (await stand.api("GET", "/rooms")).body;
    expect(items).toMatchObject([
      { name: "lobby", kind: "public" },
      { name: "attic", kind: "private", members: 2 },
    ]);
    const { people, ...room } = (await stand.api("GET", "/rooms/attic")).body;
    expect(room).toEqual(items[1]);
    expect(people).toEqual([
      { subject: user("alice"), isMember: true, connections: 0 },
      { subject: user("bob"), isMember: true, connections: 0 },
    ]);
    expect((await stand.api("DELETE", "/rooms/lobby")).body).toEqual({
      name: "lobby",
      messages: 0,
      closed: [],
      leaked: 0,
    });
    expect((await stand.api("GET", "/rooms/lobby")).status).toBe(404);
  });

  it("H6 rooms are listed page by page", async () => {
    for (const name of ["a", "b", "c"]) await stand.room(name);
    const first = (await stand.api("GET", "/rooms?limit=2")).body;
    const second = (await stand.api("GET", `/rooms?limit=2&cursor=${encodeURIComponent(first.nextCursor)}`)).body;
    const names = [...first.items, ...second.items].map(({ name }: { name: string }) => name);
    expect(names).toEqual(["a", "b", "c"]);
    expect(second.nextCursor).toBeUndefined();
  });

  it.each([
    ["", "name"],
    [" x", "name"],
    ["a/b", "name"],
    ["direct", "name"],
    ["a,b", "name"],
    ["a+b", "name"],
    ["#", "name"],
    ["..", "name"],
    ["line\nbreak", "name"],
    ["direct-mine", "name"],
    ["x".repeat(121), "name"],
  ])("H6 the name %j is refused, and the field named", async (name, field) => {
    expect(await stand.api("POST", "/rooms", { name })).toMatchObject({ status: 400, body: { field } });
    expect((await stand.api("GET", "/rooms")).body.items).toEqual([]);
  });

  it("H6 a name that is taken, a member twice, an unknown room and an unknown kind are each refused", async () => {
    await stand.room("lobby");
    expect((await stand.api("POST", "/rooms", { name: "lobby" })).status).toBe(409);
    const twice = { name: "x", members: [user("a"), user("a")] };
    expect(await stand.api("POST", "/rooms", twice)).toMatchObject({ status: 400, body: { field: "members" } });
    expect((await stand.api("POST", "/rooms", { name: "x", kind: "direct" })).status).toBe(400);
    expect((await stand.api("DELETE", "/rooms/nowhere")).status).toBe(404);
    expect((await stand.api("POST", "/rooms/nowhere/members", user("a"))).status).toBe(404);
    expect((await stand.api("DELETE", "/rooms/lobby/members/user/nobody")).status).toBe(404);
    await stand.api("POST", "/rooms/lobby/members", user("a"));
    expect((await stand.api("POST", "/rooms/lobby/members", user("a"))).status).toBe(409);
  });

  it("H6 the direct room of two is found or made, whoever is named first, and never has a third", async () => {
    const made = (await stand.api("POST", "/rooms/direct", { between: [user("alice"), user("bob")] })).body;
    expect(made).toMatchObject({ kind: "direct", members: 2, created: true, between: [user("alice"), user("bob")] });
    const found = (await stand.api("POST", "/rooms/direct", { between: [user("bob"), user("alice")] })).body;
    expect(found).toMatchObject({ name: made.name, created: false });
    const others = (await stand.api("POST", "/rooms/direct", { between: [user("alice"), user("carol")] })).body;
    expect(others.name).not.toBe(made.name);
    expect((await stand.api("POST", `/rooms/${made.name}/members`, user("carol"))).status).toBe(409);
    expect((await stand.api("DELETE", `/rooms/${made.name}/members/user/bob`)).status).toBe(409);
    expect((await stand.api("POST", "/rooms/direct", { between: [user("alice"), user("alice")] })).status).toBe(400);
    expect(await stand.knockAt(made.name, await stand.person("carol")).client.closed).toMatchObject({ code: 4003 });
    const bob = await stand.enter(made.name, await stand.person("bob"));
    bob.say("just us");
    await bob.heard("just us");
  });

  it("H6 messages are paged newest first, 30 unless asked otherwise", async () => {
    await stand.room("lobby");
    for (let count = 1; count <= 35; count++) {
      await stand.api("POST", "/rooms/lobby/messages", { body: `m${count}`, as: user("alice") });
    }
    const first = (await stand.api("GET", "/rooms/lobby/messages")).body;
    expect(first.items).toHaveLength(30);
    expect(first.items[0]).toMatchObject({ body: "m35", author: { username: "alice" } });
    const second = (await stand.api("GET", `/rooms/lobby/messages?cursor=${first.nextCursor}`)).body;
    expect(second.items.map(({ body }: { body: string }) => body)).toEqual(["m5", "m4", "m3", "m2", "m1"]);
    expect(second.nextCursor).toBeUndefined();
    expect((await stand.api("GET", "/rooms/lobby/messages?limit=2")).body.items).toHaveLength(2);
    expect((await stand.api("GET", "/rooms/lobby/messages?cursor=x")).status).toBe(400);
    expect((await stand.api("GET", "/rooms/lobby/messages?limit=0")).status).toBe(400);
  });

  it("H6 a message over REST is checked and sent like a frame, as a subject or as the operator", async () => {
    await stand.room("attic", "private", ["alice"]);
    const alice = await stand.enter("attic", await stand.person("alice"));
    const posted = await stand.api("POST", "/rooms/attic/messages", { body: " hi ", as: user("alice") });
    expect(posted.status).toBe(201);
    expect((await alice.heard("hi")).message).toEqual(posted.body);
    await stand.api("POST", "/rooms/attic/messages", { body: "notice" });
    expect((await alice.heard("notice")).message?.author.username).toBe("system");
    const empty = await stand.api("POST", "/rooms/attic/messages", { body: "  " });
    expect(empty).toMatchObject({ status: 400, body: { field: "body", message: "body: This field is required." } });
    expect((await stand.api("POST", "/rooms/attic/messages", {})).status).toBe(400);
    const stranger = await stand.api("POST", "/rooms/attic/messages", { body: "x", as: user("bob") });
    expect(stranger.status).toBe(409);
    expect(alice.bodies).toEqual(["hi", "notice"]);
  });
});

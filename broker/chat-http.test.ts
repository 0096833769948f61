/** Tests `/api/rooms` as chat's own clients call it (H10), over real HTTP. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ChatUnderTest, startChat, user } from "./testing/chat-harness.ts";

let stand: ChatUnderTest;
let alice: string;
let bob: string;
beforeEach(async () => {
  stand = await startChat();
  alice = await stand.person("alice");
  bob = await stand.person("bob");
  await stand.room("lobby");
  await stand.room("attic", "private", ["alice"]);
});
afterEach(() => stand.stop());

async function call(secret: string, method: string, path: string, body?: unknown, scheme = "Bearer") {
  const response = await fetch(`${stand.engine.url}/api/rooms${path}`, {
    method,
    ...(secret === "" ? {} : { headers: { authorization: `${scheme} ${secret}` } }),
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape, as a script would.
  return { status: response.status, body: (await response.json()) as any };
}
type AuditRow = { actor: string; summary: { subject: string }[] };
const names = (rooms: { name: string }[]) => rooms.map(({ name }) => name);

describe("a subject", () => {
  it("H10 lists and reads the rooms that it may enter, and no others", async () => {
    expect(names((await call(alice, "GET", "/")).body.rooms)).toEqual(["lobby", "attic"]);
    expect(names((await call(bob, "GET", "", undefined, "Token")).body.rooms)).toEqual(["lobby"]);
    expect(await call(bob, "GET", "/lobby/")).toMatchObject({ status: 200, body: { name: "lobby", people: [] } });
    for (const path of ["/attic/", "/attic/messages/", "/attic/members/"]) {
      expect(await call(bob, "GET", path)).toMatchObject({
        status: 403,
        body: { error: "You are not a member of attic" },
      });
    }
    expect((await call(bob, "GET", "/nowhere/")).status).toBe(404);
  });

  it("H10 writes as itself, checked and sent like a frame", async () => {
    const listener = await stand.enter("lobby", alice);
    const posted = await call(bob, "POST", "/lobby/messages/", { body: " hello ", as: "alice" });
    expect(posted).toMatchObject({ status: 201, body: { body: "hello", author: { username: "bob" } } });
    expect((await listener.heard("hello")).message).toEqual(posted.body);
    expect(await call(bob, "POST", "/lobby/messages", { body: "" })).toMatchObject({
      status: 400,
      body: { error: "body: This field is required.", errors: { body: ["This field is required."] } },
    });
    expect((await call(bob, "POST", "/attic/messages/", { body: "x" })).status).toBe(403);
    expect((await call(bob, "POST", "/lobby/messages/", "{")).status).toBe(400);
    expect((await call(bob, "POST", "/lobby/messages/", "[]")).status).toBe(400);
  });

  it("H10 pages the last messages, 30 unless asked otherwise", async () => {
    for (let count = 1; count <= 33; count++) await call(bob, "POST", "/lobby/messages/", { body: `m${count}` });
    const first = (await call(alice, "GET", "/lobby/messages/")).body;
    expect([first.messages.length, first.messages[0].body]).toEqual([30, "m33"]);
    const second = (await call(alice, "GET", `/lobby/messages/?before=${first.next}&limit=2`)).body;
    expect(second.messages.map(({ body }: { body: string }) => body)).toEqual(["m3", "m2"]);
    expect((await call(alice, "GET", "/lobby/messages/?limit=101")).status).toBe(400);
  });

  it("H10 opens the one private room with another by name", async () => {
    const made = await call(alice, "POST", "/direct/bob/");
    expect(made).toMatchObject({ status: 201, body: { kind: "direct", created: true } });
    const found = await call(bob, "POST", "/direct/alice");
    expect(found).toMatchObject({ status: 200, body: { name: made.body.name, created: false } });
    const inside = await stand.enter(made.body.name, bob);
    inside.say("hi");
    await inside.heard("hi");
    expect(await call(alice, "POST", "/direct/nobody/")).toMatchObject({
      status: 404,
      body: { error: "There is no user nobody" },
    });
    expect((await call(alice, "POST", "/direct/alice/")).status).toBe(400);
  });

  it("H10 a name of several types means the caller's own type, and type:id names one exactly", async () => {
    await stand.token({}, { subject: { userType: "device", userId: "bob" } });
    const own = (await call(alice, "POST", "/direct/bob/")).body;
    expect(own.between).toContainEqual(user("bob"));
    const other = (await call(alice, "POST", "/direct/device%3Abob/")).body;
    expect(other.name).not.toBe(own.name);
    const robot = (await stand.token({}, { subject: { userType: "robot", userId: "r2" } })).secret;
    expect((await call(robot, "POST", "/direct/bob/")).status).toBe(409);
  });

  it("H10 may not do what is the operator's", async () => {
    expect((await call(alice, "POST", "/", { name: "mine" })).status).toBe(403);
    expect((await call(alice, "DELETE", "/attic/")).status).toBe(403);
    expect((await call(alice, "POST", "/attic/members/", { username: "bob" })).status).toBe(403);
    expect((await call(alice, "DELETE", "/attic/members/alice/")).status).toBe(403);
  });

  it("H10 is known by the secret of a token that may connect and has a subject", async () => {
    const { id, secret } = await stand.token({}, { subject: user("carol") });
    expect((await call(secret, "GET", "/")).status).toBe(200);
    await stand.api("PATCH", `/tokens/${id}`, { enabled: false });
    for (const wrong of ["", "never-was-one", secret]) expect((await call(wrong, "GET", "/")).status).toBe(401);
    const plain = (await stand.token({ "x/#": "read" })).secret;
    expect((await call(plain, "GET", "/")).status).toBe(403);
  });
});

describe("the operator", () => {
  it("H10 makes, fills and deletes rooms with the admin key", async () => {
    const { adminKey } = stand.engine;
    const made = await call(adminKey, "POST", "/", { name: "cellar", is_private: true, members: ["alice"] });
    expect(made).toMatchObject({ status: 201, body: { kind: "private", members: 1 } });
    expect((await call(adminKey, "POST", "/cellar/members/", { username: "bob" })).body.members).toBe(2);
    expect(
      (await call(adminKey, "POST", "/cellar/members/", { user_type: "device", user_id: "d1" })).body.members,
    ).toBe(3);
    const inside = await stand.enter("cellar", bob);
    expect((await call(adminKey, "DELETE", "/cellar/members/bob/")).body.closed).toHaveLength(1);
    expect(await inside.client.closed).toMatchObject({ code: 4003 });
    expect((await call(adminKey, "POST", "/cellar/messages/", { body: "notice" })).body.author.username).toBe("system");
    expect((await call(adminKey, "POST", "/cellar/messages/", { body: "hi", as: "alice" })).body.author.username).toBe(
      "alice",
    );
    expect((await call(adminKey, "POST", "/direct/bob/", { as: "alice" })).status).toBe(201);
    expect((await call(adminKey, "POST", "/direct/bob/")).status).toBe(400);
    expect((await call(adminKey, "DELETE", "/cellar/")).body).toMatchObject({ name: "cellar", messages: 2 });
    expect((await call(adminKey, "PUT", "/lobby/")).status).toBe(404);
    expect((await call(adminKey, "GET", "/lobby/x/y/z/")).status).toBe(404);
    expect((await call(adminKey, "GET", "/%E0%A4%A/")).status).toBe(400);
  });

  it("A5 signs its edits with the door, direct rooms too; one that a subject opens for itself leaves no row", async () => {
    const { adminKey } = stand.engine;
    const rows = async () => (await stand.api("GET", "/audit")).body.items;
    const before = (await rows()).length;
    expect((await call(alice, "POST", "/direct/bob/")).status).toBe(201);
    expect((await call(adminKey, "POST", "/direct/bob/", { as: "alice" })).status).toBe(200);
    expect(await rows()).toHaveLength(before);
    await stand.person("carol");
    expect((await call(adminKey, "POST", "/direct/carol/", { as: "alice" })).status).toBe(201);
    await call(adminKey, "POST", "/attic/members/", { username: "bob" });
    await call(adminKey, "DELETE", "/lobby/");
    const told = (await rows()).slice(0, 3).map(({ actor, summary }: AuditRow) => [actor, summary[0]?.subject]);
    expect(told).toEqual([
      ["chat", "Room lobby"],
      ["chat", "Room attic"],
      ["chat", "Room of user:alice and user:carol"],
    ]);
  });
});

describe("subjects with a number as id and a username", () => {
  const call7 = (method: string, path: string, body?: unknown) => call(stand.engine.adminKey, method, path, body);
  const person7 = (userId: unknown, username: string) =>
    stand.person(username, { subject: { userType: "user", userId, username } });

  it("H3 Q5 the author has the id as a number and the username, in frames, pages and topics", async () => {
    const anna = await stand.enter("lobby", await person7(7, "anna+work@example.org"));
    anna.say("hello");
    const { message } = await anna.heard("hello");
    expect(message?.author).toEqual({ id: 7, username: "anna+work@example.org", avatar: null });
    expect((await call(alice, "GET", "/lobby/messages/")).body.messages[0]).toEqual(message);
    const { body } = await stand.api("GET", "/topics/chat%2Flobby/messages");
    expect(JSON.parse(body.items[0].json)).toEqual(message);
    expect((await call7("GET", "/lobby/")).body.people).toMatchObject([
      { subject: { userType: "user", userId: "7", username: "anna+work@example.org" } },
    ]);
  });

  it("H10 a username finds its subject before an id does, and type:id names one exactly", async () => {
    await person7("7", "anna");
    await person7(8, "7");
    const ids = async (name: string) => {
      const { body } = await call(alice, "POST", `/direct/${encodeURIComponent(name)}/`);
      return body.between?.map(({ userId }: { userId: string }) => userId) ?? body.code;
    };
    expect(await ids("anna")).toEqual(["alice", "7"]);
    expect(await ids("7")).toEqual(["alice", "8"]);
    expect(await ids("user:7")).toEqual(["alice", "7"]);
    expect(await ids("nobody")).toBe("NOT_FOUND");
    expect((await call7("POST", "/attic/members/", { username: "anna" })).status).toBe(201);
    expect((await call7("POST", "/attic/members/", { user_id: 9, username: "nina/9" })).status).toBe(201);
    expect((await call7("POST", "/attic/members/", { username: "new/name" })).body).toMatchObject({
      field: "username",
      error: expect.stringContaining("user_id"),
    });
    expect((await call7("GET", "/attic/members/")).body.members.map((one: { subject: object }) => one.subject)).toEqual(
      [
        { userType: "user", userId: "alice" },
        { userType: "user", userId: "7", username: "anna" },
        { userType: "user", userId: "9", username: "nina/9" },
      ],
    );
    expect((await call7("DELETE", "/attic/members/nina%2F9/")).status).toBe(200);
  });

  it("Q5 H3 another username closes nobody and is seen at once; who has no token any more keeps the name that was said", async () => {
    const { items } = (await stand.api("GET", "/tokens")).body;
    const { id } = items.find(({ name }: { name: string }) => name === "bob");
    const listener = await stand.enter("lobby", bob);
    const rename = (username: string | undefined) =>
      stand.api("PATCH", `/tokens/${id}`, { subject: { userType: "user", userId: "bob", username } });
    expect((await rename("Bobby")).body.closed).toEqual([]);
    listener.say("one");
    expect((await listener.heard("one")).message?.author).toEqual({ id: "bob", username: "Bobby", avatar: null });
    expect((await rename("Robert")).body.closed).toEqual([]);
    const names = async () =>
      (await call7("GET", "/lobby/messages/")).body.messages.map((one: { author: object }) => one.author);
    expect(await names()).toEqual([{ id: "bob", username: "Robert", avatar: null }]);
    await stand.api("DELETE", `/tokens/${id}`);
    expect(await names()).toEqual([{ id: "bob", username: "Bobby", avatar: null }]);
  });

  it("Q5 a username that is empty, too long or holds control characters is refused by its field", async () => {
    for (const username of [" ", "x".repeat(151), "a\nb", 7, "\ud800"]) {
      const { body } = await stand.api("POST", "/tokens", { subject: { userType: "user", userId: "1", username } });
      expect(body).toMatchObject({ code: "BAD_REQUEST", field: "subject.username" });
    }
    for (const userId of [-1, 1.5, true, null, 2 ** 60]) {
      expect((await stand.api("POST", "/tokens", { subject: { userType: "user", userId } })).status).toBe(400);
    }
  });

  it("H6 a private room of exactly two that came with a name of its own is their direct room", async () => {
    await stand.room("Xk3jT", "private", ["alice", "bob"]);
    await stand.room("three", "private", ["alice", "bob", "carol"]);
    for (const [secret, name] of [
      [alice, "bob"],
      [bob, "alice"],
    ] as const) {
      expect(await call(secret, "POST", `/direct/${name}/`)).toMatchObject({
        status: 200,
        body: { name: "Xk3jT", created: false },
      });
    }
    await call7("POST", "/Xk3jT/members/", { username: "carol" });
    expect(await call(alice, "POST", "/direct/bob/")).toMatchObject({ status: 201, body: { created: true } });
  });

  it("H6 the operator's message keeps the time at which it was said, others may give none", async () => {
    const said = { body: "old", as: "bob", created_at: "2024-02-29T23:30:00.123456+01:00" };
    expect((await call7("POST", "/lobby/messages/", said)).body).toMatchObject({
      created_at: "2024-02-29T22:30:00.123Z",
      author: { username: "bob" },
    });
    expect((await call(alice, "GET", "/lobby/messages/")).body.messages[0].created_at).toBe("2024-02-29T22:30:00.123Z");
    for (const created_at of [
      "2999-01-01T00:00:00Z",
      "yesterday",
      5,
      "2024-02-30T00:00:00Z",
      "2024-01-01T00:00:00",
      null,
    ]) {
      expect((await call7("POST", "/lobby/messages/", { ...said, created_at })).body).toMatchObject({
        field: "created_at",
      });
    }
    expect((await call(bob, "POST", "/lobby/messages/", said)).body).toMatchObject({ field: "created_at" });
    const { body } = await stand.api("POST", "/rooms/lobby/messages", { body: "x", createdAt: "2024-01-01T00:00:00Z" });
    expect(body.created_at).toBe("2024-01-01T00:00:00.000Z");
  });
});

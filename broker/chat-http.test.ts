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

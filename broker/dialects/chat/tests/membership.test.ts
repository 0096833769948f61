/** Tests that membership is in force at once, over real sockets (H5). */
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ChatUnderTest, startChat, user } from "../../../testing/chat-harness.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
});
afterEach(() => stand.stop());

it("H5 a removed member's connections to that room close with 4003, those to other rooms stay", async () => {
  await stand.room("attic", "private", ["alice", "bob"]);
  await stand.room("cellar", "private", ["bob"]);
  const alice = await stand.enter("attic", await stand.person("alice"));
  const secret = await stand.person("bob");
  const tabs = [await stand.enter("attic", secret), await stand.enter("attic", secret)];
  const below = await stand.enter("cellar", secret);
  const path = "/rooms/attic/members/user/bob";
  const preview = (await stand.api("POST", `${path}/preview`)).body;
  const { status, body } = await stand.api("DELETE", path);
  expect(status).toBe(200);
  for (const { client } of tabs) {
    expect(await client.closed).toMatchObject({ code: 4003, reason: "removed from the room" });
  }
  expect(body.closed).toHaveLength(2);
  expect(body.closed[0]).toMatchObject({
    code: 4003,
    reason: "removed from the room",
    filter: "chat/attic",
    commitToCloseMs: expect.any(Number),
  });
  expect(body.leaked).toBe(0);
  const ids = (list: { connectionId: string }[]) => list.map(({ connectionId }) => connectionId).sort();
  expect(ids(preview.closed)).toEqual(ids(body.closed));
  expect(body.people).toEqual([{ subject: user("alice"), isMember: true, connections: 1 }]);
  await alice.frame(({ online_count }) => online_count === 1);
  below.say("still here");
  await below.heard("still here");
  expect(await stand.knockAt("attic", secret).client.closed).toMatchObject({ code: 4003 });
});

it("H5 what was said before the removal reached the member, and nothing after it", async () => {
  await stand.room("attic", "private", ["alice", "bob"]);
  const alice = await stand.enter("attic", await stand.person("alice"));
  const bob = await stand.enter("attic", await stand.person("bob"));
  alice.say("before");
  await bob.heard("before");
  await stand.api("DELETE", "/rooms/attic/members/user/bob");
  alice.say("after");
  await alice.heard("after");
  await bob.client.closed;
  expect(bob.bodies).toEqual(["before"]);
});

it("H5 an added member may enter at once, and a removed one that is added again too", async () => {
  await stand.room("attic", "private");
  const secret = await stand.person("bob");
  expect(await stand.knockAt("attic", secret).client.closed).toMatchObject({ code: 4003 });
  const added = await stand.api("POST", "/rooms/attic/members", user("bob"));
  expect(added).toMatchObject({ status: 201, body: { members: 1 } });
  await stand.enter("attic", secret);
  await stand.api("DELETE", "/rooms/attic/members/user/bob");
  await stand.api("POST", "/rooms/attic/members", user("bob"));
  await stand.enter("attic", secret);
});

it("H5 who is removed from a public room is closed too, and may come again", async () => {
  await stand.room("lobby");
  const secret = await stand.person("bob");
  const bob = await stand.enter("lobby", secret);
  const { body } = await stand.api("DELETE", "/rooms/lobby/members/user/bob");
  expect(body.closed).toHaveLength(1);
  expect(await bob.client.closed).toMatchObject({ code: 4003 });
  await stand.enter("lobby", secret);
});

it("H5 deleting a room closes everybody in it with 4404, as its preview said, and nobody else", async () => {
  await stand.room("lobby");
  await stand.room("other");
  const people = await Promise.all(["alice", "bob", "carol"].map((name) => stand.person(name)));
  const inside = await Promise.all(people.map((secret) => stand.enter("lobby", secret)));
  const outside = await stand.enter("other", people[0] ?? "");
  inside[0]?.say("last words");
  await Promise.all(inside.map((one) => one.heard("last words")));
  const preview = (await stand.api("POST", "/rooms/lobby/delete/preview")).body;
  const { body } = await stand.api("DELETE", "/rooms/lobby");
  for (const { client } of inside) {
    expect(await client.closed).toMatchObject({ code: 4404, reason: "room deleted" });
  }
  expect(body).toMatchObject({ name: "lobby", messages: 1, leaked: 0 });
  expect(preview.closed).toHaveLength(3);
  const ids = (list: { connectionId: string }[]) => list.map(({ connectionId }) => connectionId).sort();
  expect(ids(body.closed)).toEqual(ids(preview.closed));
  expect(await stand.knockAt("lobby", people[0]).client.closed).toMatchObject({ code: 4404 });
  outside.say("unmoved");
  await outside.heard("unmoved");
  expect((await stand.api("GET", "/rooms/lobby/messages")).status).toBe(404);
});

it("H5 such a close is seen where other closes are: among revocations and ended connections", async () => {
  await stand.room("lobby");
  const bob = await stand.enter("lobby", await stand.person("bob"));
  await stand.api("DELETE", "/rooms/lobby");
  await bob.client.closed;
  const { items: revocations } = (await stand.api("GET", "/revocations")).body;
  expect(revocations).toMatchObject([
    { closed: 1, codes: [{ code: 4404, count: 1 }], summary: [{ subject: "Room lobby", after: "deleted" }] },
  ]);
  const { items: endings } = (await stand.api("GET", "/endings")).body;
  expect(endings).toMatchObject([
    { dialect: "chat", closed: { code: 4404, reason: "room deleted", by: "policy" }, subject: user("bob") },
  ]);
});

it("H5 a room that is made again after its deletion is a new one", async () => {
  await stand.room("lobby");
  const secret = await stand.person("alice");
  const before = await stand.enter("lobby", secret);
  before.say("old");
  await before.heard("old");
  await stand.api("DELETE", "/rooms/lobby");
  await before.client.closed;
  await stand.room("lobby");
  const after = await stand.enter("lobby", secret);
  expect(after.counts).toEqual([1]);
  expect((await stand.api("GET", "/rooms/lobby/messages")).body).toEqual({ items: [] });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codesOf, type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

async function must(method: string, path: string, body?: unknown) {
  const answer = await stand.api(method, path, body);
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  return answer.body;
}

describe("live revocation", () => {
  it.each([
    ["deleted", (id: string) => must("DELETE", `/tokens/${id}`)],
    ["disabled", (id: string) => must("PATCH", `/tokens/${id}`, { enabled: false })],
    ["expired", (id: string) => must("PATCH", `/tokens/${id}`, { expiresAt: "2020-01-01T00:00:00Z" })],
    ["rotated", (id: string) => must("POST", `/tokens/${id}/rotate`)],
    ["given another secret", (id: string) => must("PATCH", `/tokens/${id}`, { secret: "another-secret" })],
  ])("R1 a token that is %s closes its sessions with 4002, and nobody else's", async (_how, edit) => {
    const token = await stand.token({ "a/#": "read" });
    const other = await stand.token({ "a/#": "read" });
    const clients = [
      await stand.connect({ ...token, filters: ["a/b"] }),
      await stand.connect({ ...token, filters: ["a/#"] }),
    ];
    const bystander = await stand.connect({ ...other, filters: ["a/b"] });
    const effect = await edit(token.id);
    expect(codesOf(effect.closed)).toEqual([4002, 4002]);
    expect(effect).toMatchObject({ kept: 1, leaked: 0 });
    for (const client of clients) expect((await client.closed).code).toBe(4002);
    expect(bystander.end).toBeNull();
  });

  it("R1 a token whose time comes while it is connected closes with 4002", async () => {
    const token = await stand.token({ a: "read" });
    const client = await stand.connect({ ...token, filters: ["a"] });
    await must("PATCH", `/tokens/${token.id}`, { expiresAt: new Date(Date.now() + 300).toISOString() });
    expect(client.end).toBeNull();
    expect(await client.closed).toMatchObject({ code: 4002, reason: "token expired" });
    expect((await stand.api("GET", "/audit")).body.items[0]).toMatchObject({ closed: expect.any(Number) });
  });

  it("R2 a deleted permission closes exactly the sessions with a filter that it covered, with 4003", async () => {
    const token = await stand.token({ "home/+/door": "read", "home/+/temp": "read" });
    const door = await stand.connect({ ...token, filters: ["home/hall/door", "home/+/temp"] });
    const temp = await stand.connect({ ...token, filters: ["home/hall/temp"] });
    const id = await stand.permissionId(token.id, "home/+/door");
    const effect = await must("DELETE", `/permissions/${id}`);
    expect(effect.closed).toMatchObject([
      { tokenId: token.id, code: 4003, filter: "home/hall/door", today: "read", after: "none", framesDiscarded: 0 },
    ]);
    expect(effect.closed[0].commitToCloseMs).toBeGreaterThan(0);
    expect(await door.closed).toMatchObject({ code: 4003, reason: "permission revoked: home/+/door" });
    expect(temp.end).toBeNull();
  });

  it("R2 what a session without such a filter lost bites at its next message", async () => {
    const token = await stand.token({ "w/#": "readwrite", "r/#": "read" });
    const listener = await stand.token({ "w/#": "read" });
    const subscriber = await stand.connect({ ...listener, filters: ["w/#"] });
    const publisher = await stand.connect({ ...token, path: "/ws/brocker/?errors=1", filters: ["r/x"] });
    publisher.publish("w/a", 1);
    await subscriber.received(1);
    const tagId = (await must("GET", "/tags")).items.find((tag: { pattern: string }) => tag.pattern === "w/#").id;
    const effect = await must("PUT", "/permissions", { tokenId: token.id, tagId, access: "read" });
    expect(effect.closed).toEqual([]);
    expect(effect.narrowed).toMatchObject([{ topicPattern: "w/#", lost: "publish" }]);
    publisher.publish("w/a", 2);
    await publisher.received(1);
    expect(JSON.parse(publisher.texts[0] ?? "").error.code).toBe("publish-needs-readwrite");
    expect(subscriber.texts).toHaveLength(1);
  });

  it("R2 a deleted tag, or one whose pattern changes, closes whom it covered", async () => {
    const token = await stand.token({ "a/#": "read", "b/#": "read" });
    const a = await stand.connect({ ...token, filters: ["a/x"] });
    const b = await stand.connect({ ...token, filters: ["b/x"] });
    const tags: { id: string; pattern: string }[] = (await must("GET", "/tags")).items;
    const idOf = (pattern: string) => tags.find((tag) => tag.pattern === pattern)?.id;
    expect(codesOf((await must("DELETE", `/tags/${idOf("a/#")}`)).closed)).toEqual([4003]);
    expect(codesOf((await must("PATCH", `/tags/${idOf("b/#")}`, { pattern: "c/#" })).closed)).toEqual([4003]);
    expect((await a.closed).code).toBe(4003);
    expect((await b.closed).code).toBe(4003);
  });

  it("R3 a lowered limit closes the newest sessions over it, with 4004", async () => {
    const token = await stand.token({ a: "read" }, { maxConnections: 5 });
    const clients = [];
    for (let i = 0; i < 5; i++) clients.push(await stand.connect({ ...token, filters: ["a"] }));
    const effect = await must("PATCH", `/tokens/${token.id}`, { maxConnections: 2 });
    expect(codesOf(effect.closed)).toEqual([4004, 4004, 4004]);
    for (const client of clients.slice(2)) expect((await client.closed).code).toBe(4004);
    expect(clients.slice(0, 2).map((client) => client.end)).toEqual([null, null]);
  });

  it("R4 strict closes on a widening too; the same value, a description, a name and a note close nobody", async () => {
    const token = await stand.token({ a: "read" });
    const client = await stand.connect({ ...token, filters: ["a"] });
    const tagId = (await must("GET", "/tags")).items[0].id;
    for (const quiet of [
      await must("PUT", "/permissions", { tokenId: token.id, tagId, access: "read" }),
      await must("PATCH", `/tags/${tagId}`, { description: "new words" }),
      await must("PATCH", `/tokens/${token.id}`, { name: "Another", note: "x" }),
    ]) {
      expect(quiet.closed).toEqual([]);
    }
    expect(client.end).toBeNull();
    const widened = await must("PUT", "/permissions", { tokenId: token.id, tagId, access: "readwrite" });
    expect(widened.closed).toMatchObject([{ code: 4003, reason: "permission changed: a" }]);
    expect((await client.closed).code).toBe(4003);
  });

  it("R4 minimal closes only who may no longer read; publishing changes in place", async () => {
    await must("PATCH", "/settings", { enforcement: "minimal" });
    const token = await stand.token({ "a/#": "readwrite" });
    const client = await stand.connect({ ...token, path: "/ws/brocker/?errors=1", filters: ["a/x"] });
    const tagId = (await must("GET", "/tags")).items[0].id;
    const lowered = await must("PUT", "/permissions", { tokenId: token.id, tagId, access: "read" });
    expect(lowered).toMatchObject({ closed: [], narrowed: [{ topicPattern: "a/#" }] });
    client.publish("a/y", 1);
    await client.received(1);
    await must("PUT", "/permissions", { tokenId: token.id, tagId, access: "readwrite" });
    client.publish("a/y", 2);
    expect((await must("GET", "/connections")).items).toHaveLength(1);
    expect(codesOf((await must("DELETE", `/tags/${tagId}`)).closed)).toEqual([4003]);
  });

  it("R5 an edit that is refused closes nobody and changes nothing", async () => {
    const token = await stand.token({ a: "read" });
    const client = await stand.connect({ ...token, filters: ["a"] });
    const { revision } = (await stand.api("POST", "/access/preview", { edit: { kind: "token.delete", id: token.id } }))
      .body;
    const answer = await stand.api("POST", "/edits", {
      edits: [
        { kind: "token.update", id: token.id, patch: { enabled: false } },
        { kind: "tag.create", tag: { pattern: "a" } },
      ],
    });
    expect(answer.status).toBe(409);
    expect((await must("GET", `/tokens/${token.id}`)).enabled).toBe(true);
    const again = await must("POST", "/access/preview", { edit: { kind: "token.delete", id: token.id } });
    expect(again.revision).toBe(revision);
    expect(client.end).toBeNull();
  });

  it("R6 the live numbers of a revocation are kept: spread of close frames and of sockets gone", async () => {
    const token = await stand.token({ a: "read" });
    const clients = await Promise.all(Array.from({ length: 10 }, () => stand.connect({ ...token, filters: ["a"] })));
    await must("DELETE", `/tokens/${token.id}`);
    await Promise.all(clients.map((client) => client.closed));
    let revocation = (await must("GET", "/revocations")).items[0];
    while (revocation.goneMs?.count !== 10) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      revocation = (await must("GET", "/revocations")).items[0];
    }
    expect(revocation).toMatchObject({ closed: 10, leaked: 0, codes: [{ code: 4002, count: 10 }] });
    expect(revocation.closeMs.p50).toBeLessThanOrEqual(revocation.closeMs.p95);
    expect(revocation.closeMs.max).toBeLessThanOrEqual(revocation.goneMs.max);
  });

  it("R7 the preview names exactly who is then closed, closes nobody, and counts publishes that would be refused", async () => {
    const token = await stand.token({ "a/#": "readwrite", "b/#": "read" });
    const listener = await stand.token({ "a/#": "read" });
    const subscriber = await stand.connect({ ...listener, filters: ["a/#"] });
    const client = await stand.connect({ ...token, filters: ["a/x"] });
    const other = await stand.connect({ ...token, filters: ["b/x"] });
    for (let i = 0; i < 7; i++) other.publish("a/topic", i);
    await subscriber.received(7);
    const id = await stand.permissionId(token.id, "a/#");
    const edit = { kind: "permission.delete", id };
    const preview = await must("POST", "/access/preview", { edit });
    expect(preview.wouldRefuse).toMatchObject({
      count: 7,
      sample: [{ tokenId: token.id, topic: "a/topic", count: 7 }],
    });
    expect([client.end, other.end]).toEqual([null, null]);
    const effect = await must("POST", "/edits", { edits: [edit] });
    const named = (closed: { connectionId: string; code: number }[]) =>
      closed.map((one) => [one.connectionId, one.code]);
    expect(named(effect.closed)).toEqual(named(preview.closed));
    expect(preview.kept).toBe(effect.kept);
  });

  it("R8 explain names the step, the nearest permission and the smallest change, which then allows it", async () => {
    const token = await stand.token({ "home/+/temp": "read" });
    const question = { tokenId: token.id, action: "publish", topic: "home/hall/temp" };
    const denied = await must("POST", "/access/explain", question);
    expect(denied).toMatchObject({ allowed: false, nearest: { pattern: "home/+/temp", access: "read" } });
    expect(denied.fix.edits).toHaveLength(1);
    await must("POST", "/edits", { edits: denied.fix.edits });
    expect(await must("POST", "/access/explain", question)).toMatchObject({ allowed: true });
  });

  it("R9 a kick closes with the operator's code and reason", async () => {
    const token = await stand.token({ a: "read" });
    const clients = await Promise.all(Array.from({ length: 3 }, () => stand.connect({ ...token, filters: ["a"] })));
    const ids = (await stand.connections()).map(({ id }) => id);
    const one = await must("POST", `/connections/${ids[0]}/kick`, {});
    expect(one.closed).toMatchObject([{ connectionId: ids[0], code: 4010 }]);
    const rest = await must("POST", "/connections/kick", { ids, code: 4321, reason: "maintenance" });
    expect(codesOf(rest.closed)).toEqual([4321, 4321]);
    expect(rest.missing).toEqual([ids[0]]);
    const ends = await Promise.all(clients.map((client) => client.closed));
    expect(ends.map(({ code }) => code).sort()).toEqual([4010, 4321, 4321]);
  });
});

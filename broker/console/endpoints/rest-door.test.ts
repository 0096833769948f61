/** Checks the admin API over HTTP: every procedure once, with its status and shape. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { contract } from "../../contract/console.ts";
import { EditEffect, EditPreview, Explanation } from "../../contract/edits.ts";
import { LIMITS } from "../../contract/limits.ts";
import { AuditView, LiveEvent, RevocationView, ServerInfo, Stats } from "../../contract/live.ts";
import {
  ConnectionView,
  DoorEntry,
  MessageView,
  Permission,
  Refusal,
  Settings,
  Tag,
  Token,
} from "../../contract/nouns.ts";
import { Workspace } from "../../contract/workspace.ts";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";

let under: EngineUnderTest;
beforeEach(async () => {
  under = await startEngine();
});
afterEach(() => under.stop());

const api: EngineUnderTest["api"] = (...call) => under.api(...call);

describe("tokens", () => {
  it("A1 POST answers 201 with the token flat beside the effect, and its secret once", async () => {
    const draft = { name: "Sensor", maxConnections: 3, subject: { userType: "device", userId: "7" }, note: "attic" };
    const made = await api("POST", "/tokens", draft);
    expect(made.status).toBe(201);
    expect(Token.parse(made.body)).toMatchObject({ ...draft, state: "enabled", connections: 0, lastSeenAt: null });
    expect(EditEffect.parse(made.body)).toEqual({ revision: 1, closed: [], narrowed: [], kept: 0, leaked: 0 });
    expect(made.body.secret).toMatch(/^[\w-]{43}$/);
    const got = await api("GET", `/tokens/${made.body.id}`);
    expect([got.status, got.body.secret]).toEqual([200, undefined]);
    expect(Token.strict().parse(got.body).id).toBe(made.body.id);
  });

  it("A1 POST without any field makes a token with our secret and the defaults", async () => {
    for (const body of [undefined, {}]) {
      const { status, body: token } = await api("POST", "/tokens", body);
      expect(status).toBe(201);
      expect(token).toMatchObject({ name: null, maxConnections: 0, enabled: true, expiresAt: null, note: "" });
    }
  });

  it("A1 a given secret is taken, shown on request, and rotated to another", async () => {
    const { body: token } = await api("POST", "/tokens", { secret: "firmware-0001" });
    expect(token.secret).toBe("firmware-0001");
    const shown = await api("GET", `/tokens/${token.id}/secret`);
    expect([shown.status, shown.body]).toEqual([200, { id: token.id, secret: "firmware-0001" }]);
    const rotated = await api("POST", `/tokens/${token.id}/rotate`);
    expect(rotated.status).toBe(200);
    expect(rotated.body.secret).toMatch(/^[\w-]{43}$/);
    expect(EditEffect.parse(rotated.body).revision).toBe(2);
    const chosen = await api("POST", `/tokens/${token.id}/rotate`, { secret: "firmware-0002" });
    expect(chosen.body.secret).toBe("firmware-0002");
    expect((await api("GET", `/tokens/${token.id}/secret`)).body.secret).toBe("firmware-0002");
  });

  it("A1 PATCH answers 200 with the changed fields, DELETE answers 200 with the effect", async () => {
    const { id } = await under.token({});
    const patched = await api("PATCH", `/tokens/${id}`, { enabled: false, note: "lost" });
    expect([patched.status, patched.body.enabled, patched.body.state]).toEqual([200, false, "disabled"]);
    expect(EditEffect.parse(patched.body).revision).toBe(2);
    const gone = await api("DELETE", `/tokens/${id}`);
    expect([gone.status, gone.body.id]).toEqual([200, id]);
    expect(EditEffect.parse(gone.body).revision).toBe(3);
    expect((await api("GET", `/tokens/${id}`)).status).toBe(404);
    expect((await api("DELETE", `/tokens/${id}`)).body).toMatchObject({ code: "NOT_FOUND" });
  });

  it("A2 saving the same value again answers with the current revision and writes no audit row", async () => {
    const { id } = await under.token({});
    const same = await api("PATCH", `/tokens/${id}`, { enabled: true });
    expect([same.status, same.body.revision]).toEqual([200, 1]);
    expect((await api("PATCH", `/tokens/${id}`, {})).body.revision).toBe(1);
    expect((await api("GET", "/audit")).body.items).toHaveLength(1);
  });
});

describe("tags and permissions", () => {
  it("A3 POST, GET, PATCH and DELETE of a tag", async () => {
    const made = await api("POST", "/tags", { pattern: "home/+/temp", description: "rooms" });
    expect([made.status, made.body.pattern, made.body.description]).toEqual([201, "home/+/temp", "rooms"]);
    expect(Tag.parse(made.body)).toBeDefined();
    expect(EditEffect.parse(made.body).revision).toBe(1);
    expect((await api("GET", `/tags/${made.body.id}`)).body.pattern).toBe("home/+/temp");
    const patched = await api("PATCH", `/tags/${made.body.id}`, { pattern: "home/#" });
    expect([patched.status, patched.body.pattern, patched.body.revision]).toEqual([200, "home/#", 2]);
    expect((await api("DELETE", `/tags/${made.body.id}`)).status).toBe(200);
    expect((await api("GET", "/tags")).body).toEqual({ items: [] });
  });

  it("T7 an overlap is a 409 that names the other tag and an example", async () => {
    const { body: tag } = await api("POST", "/tags", { pattern: "home/+/temp" });
    const answer = await api("POST", "/tags", { pattern: "home/attic/#" });
    expect(answer.status).toBe(409);
    expect(answer.body).toMatchObject({
      code: "CONFLICT",
      message: expect.any(String),
      conflict: { tagId: tag.id, pattern: "home/+/temp", example: "home/attic/temp" },
    });
    expect((await api("GET", "/tags")).body.items).toHaveLength(1);
  });

  it("A3 PUT creates and changes a permission, GET lists by token, DELETE takes it away", async () => {
    const { body: tag } = await api("POST", "/tags", { pattern: "a/#" });
    const { id: tokenId } = await under.token({});
    const put = await api("PUT", "/permissions", { tokenId, tagId: tag.id, access: "read" });
    expect([put.status, put.body.access]).toEqual([200, "read"]);
    expect(Permission.parse(put.body)).toBeDefined();
    const changed = await api("PUT", "/permissions", { tokenId, tagId: tag.id, access: "readwrite" });
    expect([changed.body.id, changed.body.access]).toEqual([put.body.id, "readwrite"]);
    expect((await api("GET", `/permissions?tokenId=${tokenId}`)).body.items).toHaveLength(1);
    expect((await api("GET", "/permissions?tokenId=tok_none")).body.items).toEqual([]);
    const gone = await api("DELETE", `/permissions/${put.body.id}`);
    expect([gone.status, gone.body.id]).toEqual([200, put.body.id]);
    expect((await api("GET", "/permissions")).body.items).toEqual([]);
    expect((await api("PUT", "/permissions", { tokenId: "tok_none", tagId: tag.id, access: "read" })).status).toBe(404);
  });
});

describe("edits and questions about them", () => {
  it("R6 an edit answers who it closed, measured; its preview says the same without closing", async () => {
    const { id, secret } = await under.token({ "a/#": "readwrite" });
    const client = await under.connect({ secret, filters: ["a/b"] });
    const permission = await under.permissionId(id, "a/#");
    const edit = { kind: "permission.delete", id: permission };
    const preview = await api("POST", "/access/preview", { edit });
    expect(preview.status).toBe(200);
    const predicted = EditPreview.parse(preview.body);
    expect(predicted.closed).toMatchObject([
      { tokenId: id, code: 4003, filter: "a/b", today: "readwrite", after: "none" },
    ]);
    const applied = await api("POST", "/edits", { edits: [edit] });
    expect(applied.status).toBe(200);
    const effect = EditEffect.parse(applied.body);
    expect(effect).toMatchObject({ kept: 0, leaked: 0, narrowed: [] });
    expect(effect.closed.map(({ connectionId, code }) => [connectionId, code])).toEqual(
      predicted.closed.map(({ connectionId, code }) => [connectionId, code]),
    );
    expect(effect.closed[0]?.commitToCloseMs).toBeGreaterThanOrEqual(0);
    expect((await client.closed).code).toBe(4003);
  });

  it("A4 a list is applied as one, all or nothing, and names the edit that is wrong", async () => {
    const edits = [
      { kind: "token.create", token: { name: "One" } },
      { kind: "tag.create", tag: { pattern: "a/#" } },
    ];
    const made = await api("POST", "/edits", { edits });
    expect([made.status, made.body.revision]).toEqual([200, 1]);
    expect(made.body.created).toMatchObject([{ kind: "token", secret: expect.any(String) }, { kind: "tag" }]);
    const wrong = [
      { kind: "token.create", token: {} },
      { kind: "tag.create", tag: { pattern: "a/+" } },
    ];
    const refused = await api("POST", "/edits", { edits: wrong });
    expect([refused.status, refused.body.code]).toEqual([409, "CONFLICT"]);
    expect((await api("GET", "/tokens")).body.items).toHaveLength(1);
    const malformed = await api("POST", "/edits", { edits: [{ kind: "tag.create", tag: { pattern: "a+" } }] });
    expect([malformed.status, malformed.body.code]).toEqual([400, "BAD_REQUEST"]);
  });

  it("R8 explain answers with the step, and knows unsaved edits", async () => {
    const { id } = await under.token({ "a/#": "read" });
    const ask = (body: object) => api("POST", "/access/explain", { tokenId: id, ...body });
    const allowed = await ask({ action: "subscribe", topic: "a/+" });
    expect(Explanation.parse(allowed.body)).toMatchObject({ allowed: true, permission: { pattern: "a/#" } });
    const denied = await ask({ action: "publish", topic: "a/b" });
    expect(Explanation.parse(denied.body)).toMatchObject({ allowed: false, nearest: { pattern: "a/#" } });
    const { edits } = Explanation.parse(denied.body).fix ?? { edits: [] };
    expect((await ask({ action: "publish", topic: "a/b", withEdits: edits })).body.allowed).toBe(true);
    expect((await ask({ action: "publish", topic: "a/b" })).body.allowed).toBe(false);
    expect((await api("POST", "/access/explain", { tokenId: "none", action: "publish", topic: "a" })).status).toBe(404);
  });

  it("A5 the audit lists edits newest first with actor and effect, and reverts one", async () => {
    const { id } = await under.token({});
    await api("PATCH", `/tokens/${id}`, { maxConnections: 5 });
    const { body } = await api("GET", "/audit");
    const [newest] = body.items.map((row: unknown) => AuditView.parse(row));
    expect(newest).toMatchObject({ revision: 2, actor: "http", closed: 0, revertible: true, revertedBy: null });
    const reverted = await api("POST", `/audit/${newest.id}/revert`);
    expect([reverted.status, EditEffect.parse(reverted.body).revision]).toEqual([200, 3]);
    expect((await api("GET", `/tokens/${id}`)).body.maxConnections).toBe(0);
    const again = await api("POST", `/audit/${newest.id}/revert`);
    expect([again.status, again.body.code]).toEqual([409, "CONFLICT"]);
    expect((await api("POST", "/audit/aud_none/revert")).status).toBe(404);
  });
});

describe("connections", () => {
  it("A6 lists, filters and shows live connections with why they may", async () => {
    const { id, secret } = await under.token({ "a/#": "read", "b/#": "read" }, { name: "Reader" });
    await under.connect({ secret, filters: ["a/b"] });
    await under.connect({ secret, filters: ["b/c", "a/+"] });
    const list = await api("GET", "/connections");
    expect(list.status).toBe(200);
    const items: ConnectionView[] = list.body.items.map((row: unknown) => ConnectionView.parse(row));
    expect(items.map(({ tokenId, filters }) => [tokenId, filters.length])).toEqual([
      [id, 2],
      [id, 1],
    ]);
    const count = async (query: string) => (await api("GET", `/connections?${query}`)).body.items.length;
    expect(await count(`tokenId=${id}`)).toBe(2);
    expect(await count("tokenId=none")).toBe(0);
    expect(await count("topic=b/c")).toBe(1);
    expect(await count("topic=a/b")).toBe(2);
    expect(await count("search=reader")).toBe(2);
    expect(await count("search=b/c")).toBe(1);
    expect(await count("dialect=none")).toBe(0);
    expect(await count("address=127.0.0.1")).toBe(2);
    expect((await api("GET", "/connections?topic=a/%2B")).body).toMatchObject({ code: "BAD_REQUEST", field: "topic" });
    const one = await api("GET", `/connections/${items[1]?.id}`);
    expect(one.body.rights).toMatchObject([{ filter: "a/b", allowed: true, permission: { pattern: "a/#" } }]);
    expect((await api("GET", "/connections/con_none")).status).toBe(404);
  });

  it("R9 a kick closes with 4010 or the chosen code, and bars the token if asked, until that is lifted", async () => {
    const { id, secret } = await under.token({ "a/#": "read" });
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => under.connect({ secret, filters: ["a/b"] })));
    const ids = (await under.connections()).map(({ id }) => id).reverse();
    const one = await api("POST", `/connections/${ids[0]}/kick`);
    expect([one.status, one.body.closed.length, one.body.closed[0].code]).toEqual([200, 1, 4010]);
    const many = await api("POST", "/connections/kick", {
      ids: [ids[0], ids[1], ids[2]],
      code: 4321,
      reason: "maintenance",
      barForSeconds: 60,
    });
    expect(many.body.closed).toMatchObject([{ code: 4321 }, { code: 4321 }]);
    expect(many.body.missing).toEqual([ids[0]]);
    expect(Date.parse(many.body.barredUntil)).toBeGreaterThan(Date.now());
    const codes = await Promise.all([first, second, third].map(async (client) => (await client?.closed)?.code));
    expect(codes.sort()).toEqual([4010, 4321, 4321]);
    expect((await under.knock({ secret, filters: ["a/b"] }).closed).code).toBe(4010);
    expect((await api("POST", "/connections/con_none/kick")).status).toBe(404);
    const token = await api("GET", `/tokens/${id}`);
    expect(token.body.barredUntil).toBe(many.body.barredUntil);
    expect((await api("DELETE", `/tokens/${id}/bar`)).body).toMatchObject({ id, barredUntil: null });
    await under.connect({ secret, filters: ["a/b"] });
    expect(await api("DELETE", `/tokens/${id}/bar`)).toMatchObject({ status: 200, body: { barredUntil: null } });
    expect((await api("DELETE", "/tokens/tok_none/bar")).status).toBe(404);
    const wrong = await api("POST", "/connections/kick", { ids, code: 1000 });
    expect([wrong.status, wrong.body.field]).toEqual([400, "code"]);
    const long = await api("POST", "/connections/kick", { ids, reason: "ü".repeat(100) });
    expect([long.status, long.body.field]).toEqual([400, "reason"]);
  });
});

describe("journals, messages, settings, server", () => {
  it("C5 the door log and M6 the refusals are lists, newest first", async () => {
    const { secret } = await under.token({ "a/#": "read" });
    await under.knock({ secret, filters: ["b"] }).closed;
    const client = await under.connect({ secret, filters: ["a/b"] });
    client.publish("a/b", 1);
    client.publish("c", 1);
    await expect.poll(async () => (await api("GET", "/refusals")).body.items.length).toBe(2);
    const doors = (await api("GET", "/doorlog")).body.items.map((row: unknown) => DoorEntry.parse(row));
    expect(doors).toMatchObject([{ step: "filter-not-covered", filter: "b" }]);
    const refusals = (await api("GET", "/refusals")).body.items.map((row: unknown) => Refusal.parse(row));
    expect(refusals.map(({ code }: Refusal) => code)).toEqual(["publish-not-covered", "publish-needs-readwrite"]);
  });

  it("R6 the revocations hold what a close cost, until the sockets are gone", async () => {
    const { id, secret } = await under.token({ "a/#": "read" });
    const client = await under.connect({ secret, filters: ["a/b"] });
    await api("PATCH", `/tokens/${id}`, { enabled: false });
    await client.closed;
    const newest = async () => RevocationView.parse((await api("GET", "/revocations")).body.items[0]);
    await expect.poll(async () => (await newest()).goneMs?.count).toBe(1);
    expect(await newest()).toMatchObject({ closed: 1, leaked: 0, codes: [{ code: 4002, count: 1 }], actor: "http" });
    await expect.poll(async () => (await api("GET", "/stats")).body.revocations.goneMs?.count).toBe(1);
  });

  it("A7 POST /messages publishes any JSON value as the operator, digits kept", async () => {
    const { secret } = await under.token({ "a/#": "read" });
    const client = await under.connect({ secret, filters: ["a/#"] });
    for (const message of [0, false, "", null, [], { deep: [1] }]) {
      const answer = await api("POST", "/messages", { topic: "a/b", message });
      expect([answer.status, answer.body.delivered]).toEqual([200, 1]);
    }
    const raw = await fetch(`${under.engine.admin}/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${under.engine.adminKey}`, "content-type": "application/json" },
      body: '{"topic":"a/b","message":{"big":12345678901234567890,"exact":1.10}}',
    });
    expect(raw.status).toBe(200);
    await api("POST", "/messages", { topic: "a/b", json: "98765432109876543210" });
    await client.received(8);
    expect(client.texts.slice(0, 6).map((text) => JSON.parse(text).message)).toEqual([
      0,
      false,
      "",
      null,
      [],
      { deep: [1] },
    ]);
    expect(client.texts[6]).toContain('{"big":12345678901234567890,"exact":1.10}');
    expect(client.texts[7]).toContain("98765432109876543210");
    const listed = await api("GET", "/messages?topic=a/b&limit=2");
    expect(listed.body.items.map((row: unknown) => MessageView.parse(row).json)[0]).toBe("98765432109876543210");
    expect(listed.body.nextCursor).toEqual(expect.any(String));
    expect((await api("POST", "/messages", { topic: "$SYS/x", message: 1 })).status).toBe(200);
    const refused = async (body: object) => (await api("POST", "/messages", body)).body;
    expect(await refused({ topic: "a/#", message: 1 })).toMatchObject({ code: "BAD_REQUEST", field: "topic" });
    expect(await refused({ topic: "a" })).toMatchObject({ code: "BAD_REQUEST", field: "message" });
    expect(await refused({ topic: "a", json: "{" })).toMatchObject({ code: "BAD_REQUEST", field: "json" });
  });

  it("A7 the operator publishes and sends at most what a frame may hold, and hears which setting that is", async () => {
    await api("PATCH", "/settings", { maxFrameBytes: 1024 });
    const fits = "x".repeat(1022);
    for (const [path, fields] of [
      ["/messages", { topic: "a", message: fits }],
      ["/messages", { topic: "a", json: JSON.stringify(fits) }],
      ["/realtime/broadcast", { data: fits }],
    ] as const) {
      expect([path, (await api("POST", path, fields)).status]).toEqual([path, 200]);
      const [field = ""] = Object.keys(fields).slice(-1);
      const long = field === "json" ? JSON.stringify(`${fits}x`) : `${fits}x`;
      const refused = await api("POST", path, { ...fields, [field]: long });
      expect([path, refused.status, refused.body.message]).toEqual([path, 400, expect.stringContaining("1025 bytes")]);
      expect(refused.body.message).toContain("maxFrameBytes");
    }
  });

  it("A18 a page of the audit journal ends early behind edits with many changes, and skips none", async () => {
    const edits = (from: number) =>
      Array.from({ length: 3_000 }, (_, index) => ({ kind: "tag.create", tag: { pattern: `t/${from + index}` } }));
    for (const from of [0, 3_000, 6_000]) await api("POST", "/edits", { edits: edits(from) });
    await api("POST", "/tags", { pattern: "last" });
    const first = (await api("GET", "/audit")).body;
    expect(first.items.map(({ revision }: { revision: number }) => revision)).toEqual([4, 3]);
    const second = (await api("GET", `/audit?cursor=${first.nextCursor}`)).body;
    expect(second.items.map(({ revision }: { revision: number }) => revision)).toEqual([2]);
    const third = (await api("GET", `/audit?cursor=${second.nextCursor}`)).body;
    expect(third.items.map(({ revision }: { revision: number }) => revision)).toEqual([1]);
    expect(third.nextCursor).toBeUndefined();
  });

  it("A8 settings are read and patched, and name the field that is wrong", async () => {
    const before = await api("GET", "/settings");
    expect(Settings.parse(before.body)).toMatchObject({ enforcement: "strict", slowReader: "drop-oldest" });
    const patched = await api("PATCH", "/settings", { enforcement: "minimal", maxQueueFrames: 10 });
    expect([patched.status, patched.body.enforcement, patched.body.revision]).toEqual([200, "minimal", 1]);
    const wrong = await api("PATCH", "/settings", { slowReader: "panic" });
    expect(wrong.status).toBe(400);
    expect(wrong.body).toMatchObject({ code: "BAD_REQUEST", field: "slowReader" });
    expect(wrong.body.message).toMatch(/slowReader.*drop-oldest.*close/);
    expect((await api("PATCH", "/settings", { nonsense: 1 })).body).toMatchObject({ field: "nonsense" });
    expect((await api("PATCH", "/settings", { enforcement: "minimal" })).body.revision).toBe(1);
  });

  it("A9 the workspace is exported, previewed and imported", async () => {
    await under.token({ "a/#": "read" }, { name: "One", secret: "first-secret" });
    const exported = await api("GET", "/workspace");
    const file = Workspace.parse(exported.body);
    expect(JSON.stringify(file)).not.toContain("first-secret");
    expect((await api("GET", "/workspace?withSecrets=true")).body.tokens[0].secret).toBe("first-secret");
    expect((await api("GET", "/workspace?withSecrets=false")).body.tokens[0].secret).toBeUndefined();
    const { revision } = (await api("PUT", "/workspace", file)).body;
    expect((await api("PUT", "/workspace", file)).body.revision).toBe(revision);
    const preview = (await api("POST", "/workspace/preview", file)).body;
    expect(EditPreview.parse(preview).closed).toEqual([]);
    expect(preview.unsimulated).toBe(0);
  });

  it("J5 B1 an import says how many simulated clients are beyond those that connect, before and after", async () => {
    const client = { kind: "sandboxClient", name: "Lamp", dialect: "broker", filters: [], order: 0, token: null };
    const library = Array.from({ length: LIMITS.sandboxClients + 3 }, () => client);
    const file = { signalbox: 1, tags: [], tokens: [], library };
    expect((await api("POST", "/workspace/preview", file)).body).toMatchObject({ unsimulated: 3 });
    expect((await api("PUT", "/workspace", file)).body).toMatchObject({ unsimulated: 3 });
    expect((await api("GET", "/library?kind=sandboxClient")).body.items).toHaveLength(library.length);
    expect((await api("GET", "/sandbox/clients")).body.items).toHaveLength(LIMITS.sandboxClients);
  });

  it("A10 the server tells about itself, its counters and a login link that works", async () => {
    const info = ServerInfo.parse((await api("GET", "/server")).body);
    expect(info.addresses[0]).toEqual({
      label: "this machine",
      broker: under.engine.broker,
      console: under.engine.url,
    });
    expect(Stats.parse((await api("GET", "/stats")).body).connections).toBe(0);
    const { url } = (await api("POST", "/login-link")).body;
    const answer = await fetch(url, { redirect: "manual" });
    expect([answer.status, answer.headers.get("set-cookie")]).toEqual([303, expect.stringContaining("signalbox-")]);
  });

  it("A11 GET /live streams a snapshot and then patches as server-sent events", async () => {
    const stop = new AbortController();
    const response = await fetch(`${under.engine.admin}/live`, {
      headers: { authorization: `Bearer ${under.engine.adminKey}` },
      signal: stop.signal,
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const events = sseData(response);
    const first = LiveEvent.parse((await events.next()).value);
    expect(first.type).toBe("snapshot");
    await under.token({}, { name: "New" });
    const patches: LiveEvent[] = [];
    for await (const data of events) {
      patches.push(LiveEvent.parse(data));
      if (patches.some((event) => event.type === "patch" && event.tokens !== undefined)) break;
    }
    expect(patches.map(({ seq }) => seq)).toEqual(patches.map((_, index) => first.seq + 1 + index));
    stop.abort();
  });
});

describe("refusals of the API itself", () => {
  it("A12 a wrong field is a 400 that names it and what is allowed", async () => {
    const { id } = await under.token({});
    const refused = async (method: string, path: string, body?: unknown) => {
      const answer = await api(method, path, body);
      expect([path, answer.status, answer.body.code]).toEqual([path, 400, "BAD_REQUEST"]);
      expect(Object.keys(answer.body).sort()).toEqual(["code", "field", "message"]);
      return answer.body;
    };
    expect(await refused("POST", "/tokens", { maxConnections: -1 })).toMatchObject({ field: "maxConnections" });
    expect(await refused("POST", "/tokens", { secret: "with blank" })).toMatchObject({ field: "secret" });
    expect(await refused("POST", "/tokens", { subject: { userType: "x" } })).toMatchObject({ field: "subject.userId" });
    expect(await refused("POST", "/tokens", { nmae: "x" })).toMatchObject({ field: "nmae" });
    expect(await refused("PATCH", `/tokens/${id}`, { expiresAt: "soon" })).toMatchObject({ field: "expiresAt" });
    expect(await refused("POST", "/tags", { pattern: "a/#/b" })).toMatchObject({ field: "pattern" });
    expect(await refused("GET", "/tokens?limit=0")).toMatchObject({ field: "limit" });
    expect(await refused("GET", "/tokens?cursor=nonsense")).toMatchObject({ field: "cursor" });
    const kind = await refused("POST", "/access/preview", { edit: { kind: "nonsense" } });
    expect(kind.field).toBe("edit.kind");
    expect(kind.message).toContain("token.create");
    const inside = { edit: { kind: "token.update", id, patch: { maxConnections: "x" } } };
    expect(await refused("POST", "/access/preview", inside)).toMatchObject({ field: "edit.patch.maxConnections" });
    const listed = { edits: [{ kind: "permission.set", tokenId: id, tagId: "t", access: "write" }] };
    const access = await refused("POST", "/edits", listed);
    expect(access).toMatchObject({ field: "edits.0.access", message: expect.stringMatching(/read.*readwrite/) });
  });

  it("A12 the same secret twice is a 409 that never repeats it", async () => {
    await under.token({}, { secret: "only-one-may-have-it" });
    const answer = await api("POST", "/tokens", { secret: "only-one-may-have-it" });
    expect([answer.status, answer.body.code]).toEqual([409, "CONFLICT"]);
    expect(JSON.stringify(answer.body)).not.toContain("only-one");
  });

  it("A13 the OpenAPI document lists every route of the contract", async () => {
    const answer = await fetch(`${under.engine.admin}/openapi.json`);
    const document = z
      .object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
      .parse(await answer.json());
    const routes = routesOf(contract);
    expect(routes.length).toBeGreaterThan(35);
    for (const [method, path] of routes) expect(document.paths[path], `${method} ${path}`).toHaveProperty(method);
    const docs = await (await fetch(`${under.engine.admin}/docs`)).text();
    for (const [, path] of routes) expect(docs).toContain(path);
  });

  it("X5 every moment in the answers of the admin API is ISO 8601, and only the axes of charts are numbers", async () => {
    const answer = await fetch(`${under.engine.admin}/openapi.json`);
    const operation = z.object({ responses: z.record(z.string(), z.unknown()) });
    const document = z.object({ paths: z.record(z.string(), z.record(z.string(), operation)) });
    const { paths } = document.parse(await answer.json());
    const moments: Record<"text" | "numbers", Set<string>> = { text: new Set(), numbers: new Set() };
    for (const [path, methods] of Object.entries(paths)) {
      for (const [method, { responses }] of Object.entries(methods)) {
        momentsIn(responses["200"] ?? responses["201"], `${method} ${path}`, moments);
      }
    }
    expect([...moments.numbers].sort()).toEqual([
      "get /live data.series.at",
      "get /topics/{name}/series at",
      "get /traffic/live data.histogram.from",
    ]);
    expect(moments.text).toContain("get /traffic items.at");
    const { secret } = await under.token({ a: "readwrite" });
    (await under.connect({ secret, filters: ["a"] })).publish("a", 1);
    await expect.poll(async () => (await api("GET", "/traffic?filter=dir:in")).body.items).toHaveLength(1);
    const [row] = (await api("GET", "/traffic?filter=dir:in")).body.items;
    expect(new Date(row.at).toISOString()).toBe(row.at);
    expect((await api("GET", `/traffic/${row.id}`)).body.row.at).toBe(row.at);
  });
});

/** Names of fields that say when something was, is or will be. */
const MOMENT = /^(at|since|from|until|.*(At|Until|Since))$/;

/** Fields of a JSON schema that are moments, by whether they are numbers. */
function momentsIn(schema: unknown, place: string, found: Record<"text" | "numbers", Set<string>>, name = ""): void {
  if (typeof schema !== "object" || schema === null) return;
  for (const [key, part] of Object.entries(schema)) {
    if (key !== "properties" || typeof part !== "object") {
      momentsIn(part, place, found, name);
      continue;
    }
    for (const [field, type] of Object.entries<object>(part)) {
      const spelled = name === "" ? `${place} ${field}` : `${name}.${field}`;
      const text = JSON.stringify(type);
      if (MOMENT.test(field) && /"type":"(number|integer)"/.test(text)) found.numbers.add(spelled);
      else if (MOMENT.test(field) && text.includes("date-time")) found.text.add(spelled);
      momentsIn(type, place, found, spelled);
    }
  }
}

function routesOf(part: object): [string, string][] {
  return Object.values(part).flatMap((value): [string, string][] => {
    const route = value["~orpc"]?.route;
    return route === undefined ? routesOf(value) : [[route.method.toLowerCase(), route.path]];
  });
}

async function* sseData(response: Response): AsyncGenerator<unknown> {
  let text = "";
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const data = text
        .slice(0, end)
        .split("\n")
        .find((line) => line.startsWith("data: "));
      text = text.slice(end + 2);
      if (data !== undefined) yield JSON.parse(data.slice(6));
    }
  }
}

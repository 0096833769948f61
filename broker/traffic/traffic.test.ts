/** Owns the proof of the capture over real sockets: what becomes a row, and what a row knows. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { TrafficMessage, TrafficRecipient, TrafficRow } from "../contract/traffic.ts";
import { type EngineUnderTest, startEngine } from "../testing/engine-harness.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

async function rows(filter = "", more = ""): Promise<TrafficRow[]> {
  const { status, body } = await stand.api("GET", `/traffic?filter=${encodeURIComponent(filter)}${more}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.items;
}

async function whole(id: string): Promise<TrafficMessage> {
  const { status, body } = await stand.api("GET", `/traffic/${id}`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

const byFate = (recipients: readonly TrafficRecipient[], fared: TrafficRecipient["fared"]) =>
  recipients.filter((one) => one.fared === fared).map((one) => one.label);

describe("what becomes a row", () => {
  it("F1 F2 a message, a denied one, a wrong frame, the operator's own and a refused knock are rows, newest first, with what decided", async () => {
    const sensor = await stand.token(
      { "home/+/temp": "readwrite", "home/+/light": "read", "home/+/door": "read" },
      { name: "Thermostats" },
    );
    const reader = await stand.connect({ ...sensor, filters: ["home/kitchen/temp"] });
    const client = await stand.connect({ ...sensor, filters: ["home/hall/door"] });
    client.publish("home/kitchen/temp", { c: 21.5 });
    client.publish("home/hall/light", true);
    client.publish("garden", 1);
    client.send('{"on":tru');
    await reader.received(1);
    await stand.api("POST", "/messages", { topic: "home/kitchen/temp", message: "hello" });
    await reader.received(2);
    await stand.knock({ secret: "nobody-knows-this", filters: ["home"] }).closed;

    const [door, operator, frame, denied, readOnly, message] = await rows();
    const [, sender] = (await stand.connections()).map((one) => one.id).sort();
    expect(message).toMatchObject({
      kind: "in",
      connectionId: sender,
      tokenName: "Thermostats",
      topic: "home/kitchen/temp",
      text: '{"c":21.5}',
      size: 10,
      result: { kind: "delivered", delivered: 1, withheld: 0, dropped: 0 },
      rule: "home/+/temp",
    });
    expect(readOnly).toMatchObject({
      kind: "refused",
      text: "true",
      rule: "home/+/light",
      result: { code: "publish-needs-readwrite" },
    });
    expect(denied).toMatchObject({ topic: "garden", rule: "default", result: { code: "publish-not-covered" } });
    expect(frame).toMatchObject({
      topic: null,
      text: '{"on":tru',
      size: 9,
      rule: "frame",
      result: { code: "invalid-json" },
    });
    expect(operator).toMatchObject({ kind: "operator", from: null, tokenId: null, rule: "operator" });
    expect(door).toMatchObject({
      kind: "door",
      connectionId: null,
      rule: "door",
      result: { step: "token-unknown", code: 4003 },
    });
    expect(JSON.stringify(door)).not.toContain("nobody-knows-this");
  });

  it("F1 the newest rows are kept within the quota, what was let go is counted, and switching the capture off ends it", async () => {
    const { secret } = await stand.token({ "#": "readwrite" });
    await stand.widenQueues();
    await stand.api("PATCH", "/settings", { captureRows: 2000 });
    const reader = await stand.connect({ secret, filters: ["t/#"] });
    const client = await stand.connect({ secret, filters: ["x"] });
    for (let i = 0; i < 5000; i++) client.publish("t/a", i);
    await reader.received(5000);
    const { body: usage } = await stand.api("GET", "/traffic/usage");
    expect(usage.rows).toBeLessThanOrEqual(2000);
    expect(usage.rows).toBeGreaterThan(900);
    expect(usage.rows + usage.evicted).toBe(5000);
    expect((await rows("", "&limit=1"))[0]?.text).toBe("4999");

    await stand.api("PATCH", "/settings", { capture: false });
    await stand.settle(reader, client, "t/last");
    expect((await rows("", "&limit=1"))[0]?.text).toBe("4999");
  });

  it("F1 a smaller quota of bytes lets rows go at once, and clearing forgets all", async () => {
    await stand.widenQueues();
    const { secret } = await stand.token({ "#": "readwrite" });
    const reader = await stand.connect({ secret, filters: ["t"] });
    const client = await stand.connect({ secret, filters: ["x"] });
    for (let i = 0; i < 300; i++) client.publish("t", "x".repeat(20_000));
    await reader.received(300);
    await stand.api("PATCH", "/settings", { captureBytes: 2 * 1024 * 1024 });
    const { body: usage } = await stand.api("GET", "/traffic/usage");
    expect(usage.rows + usage.evicted).toBe(300);
    expect(usage.evicted).toBeGreaterThan(150);
    const { body: cleared } = await stand.api("DELETE", "/traffic");
    expect(cleared).toMatchObject({ rows: 0, evicted: 0 });
    expect(await rows()).toEqual([]);
  });
});

describe("the fan-out of one message", () => {
  it("F3 names everybody with a filter that matched, by which filters, with milliseconds, and not the publisher", async () => {
    const house = await stand.token({ "home/#": "readwrite" }, { name: "House" });
    const one = await stand.connect({ ...house, filters: ["home/+/door", "home/hall/#", "home/x"] });
    const other = await stand.connect({ ...house, filters: ["home/hall/door"] });
    const publisher = await stand.connect({ ...house, filters: ["home/#"] });
    publisher.publish("home/hall/door", { open: true });
    await Promise.all([one.received(1), other.received(1)]);
    const [row] = await rows("topic:home/hall/door");
    const { fanOut, permission, revision } = await whole(row?.id ?? "");
    const { body: live } = await stand.api("GET", "/server");
    expect(live).toBeDefined();
    expect(permission).toMatchObject({ pattern: "home/#", access: "readwrite" });
    expect(revision).toBeGreaterThan(0);
    expect(fanOut).toMatchObject({ matched: 2, filters: 3, delivered: 2, withheld: 0, dropped: 0, waiting: 0 });
    expect(fanOut?.recipients.map((recipient) => recipient.filters).sort()).toEqual([
      ["home/+/door", "home/hall/#"],
      ["home/hall/door"],
    ]);
    for (const { fared, delayMs } of fanOut?.recipients ?? []) {
      expect(fared).toBe("sent");
      expect(delayMs).toBeGreaterThanOrEqual(0);
      expect(delayMs).toBeLessThanOrEqual(fanOut?.slowestMs ?? -1);
    }
  });

  it("F4 what a full queue lost and what still waits is told of each recipient, and the row changes with it", async () => {
    const { secret } = await stand.token({ "#": "readwrite" });
    await stand.api("PATCH", "/settings", { maxQueueFrames: 5 });
    const stuck = await stand.connect({ secret, filters: ["big/#"] });
    const fast = await stand.connect({ secret, filters: ["big/#"] });
    const publisher = await stand.connect({ secret, filters: ["x"] });
    stuck.socket.pause();
    const blob = "x".repeat(100_000);
    let sent = 0;
    while ((await rows("dropped")).length === 0) {
      publisher.publish(`big/${sent}`, blob);
      await fast.received(++sent);
    }
    const [lost] = await rows("dropped");
    expect(lost?.result).toMatchObject({ kind: "delivered", delivered: 1, dropped: 1 });
    const { fanOut } = await whole(lost?.id ?? "");
    expect(fanOut).toMatchObject({ matched: 2, delivered: 1, dropped: 1, withheld: 0 });
    expect(byFate(fanOut?.recipients ?? [], "dropped")).toHaveLength(1);

    const [newest] = await rows("", "&limit=1");
    expect((await whole(newest?.id ?? "")).fanOut).toMatchObject({ delivered: 1, waiting: 1 });
    stuck.socket.resume();
    const last = JSON.stringify(`big/${sent - 1}`);
    while (!stuck.texts.at(-1)?.includes(last)) await stuck.received(stuck.texts.length + 1);
    const late = (await whole(newest?.id ?? "")).fanOut;
    expect(late).toMatchObject({ delivered: 2, waiting: 0 });
    expect(byFate(late?.recipients ?? [], "late")).toHaveLength(1);
  });

  it("F4 R5 a revocation withholds what waited in the queue, and says by which edit", async () => {
    const reader = await stand.token(
      { "big/#": "read" },
      { name: "Guest", subject: { userType: "guest", userId: "tablet" } },
    );
    const writer = await stand.token({ "big/#": "readwrite" });
    const stuck = await stand.connect({ ...reader, filters: ["big/#"] });
    const fast = await stand.connect({ ...writer, filters: ["big/#"] });
    const publisher = await stand.connect({ ...writer, filters: ["big/x"] });
    stuck.socket.pause();
    let sent = 0;
    while (((await stand.connections()).find((one) => one.tokenId === reader.id)?.queueFrames ?? 0) < 3) {
      publisher.publish("big/y", "x".repeat(100_000));
      await fast.received(++sent);
    }
    const permission = await stand.permissionId(reader.id, "big/#");
    const { body: edit } = await stand.api("DELETE", `/permissions/${permission}`);
    const held = await rows("withheld");
    expect(held.length).toBe(edit.closed[0].framesDiscarded);
    const { fanOut, revision } = await whole(held[0]?.id ?? "");
    expect(fanOut).toMatchObject({ delivered: 1, withheld: 1, dropped: 0 });
    expect(fanOut?.recipients[0]).toMatchObject({
      label: "tablet",
      tokenName: "Guest",
      fared: "withheld",
      delayMs: null,
      ending: { code: 4003, by: "policy", revision: edit.revision },
    });
    expect(revision).toBe(edit.revision - 1);

    publisher.publish("big/after", 1);
    await fast.received(sent + 1);
    const [after] = await rows("topic:big/after");
    expect(after?.result).toMatchObject({ delivered: 1, withheld: 1 });
    expect((await whole(after?.id ?? "")).fanOut?.recipients[0]).toMatchObject({ fared: "shut-out", label: "tablet" });
  });
});

describe("the doors", () => {
  it("F8 GET /traffic/export answers with a file under its name", async () => {
    await stand.widenQueues();
    const { secret } = await stand.token({ "#": "readwrite" });
    const reader = await stand.connect({ secret, filters: ["t/#"] });
    const client = await stand.connect({ secret, filters: ["x"] });
    for (let i = 0; i < 12_000; i++) client.publish("t/a", { n: i });
    await reader.received(12_000);
    const headers = { authorization: `Bearer ${stand.engine.adminKey}` };
    const answer = await fetch(`${stand.engine.admin}/traffic/export?format=csv&filter=topic:t/%23`, { headers });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/csv; charset=utf-8");
    expect(answer.headers.get("content-disposition")).toContain("traffic.csv");
    expect((await answer.text()).trimEnd().split("\n")).toHaveLength(12_001);
  });

  it("F5 what a client wrote with escapes is found by what it says, as is what it wrote without", async () => {
    const { secret } = await stand.token({ "#": "readwrite" });
    const client = await stand.connect({ secret, filters: ["x"] });
    const reader = await stand.connect({ secret, filters: ["t/#"] });
    client.send(
      '{"tag":"t/plain","message":{"raum":"Küche","température":21.5,"path":"a/b","bell":"🔔","say":"\\"hi\\""}}',
    );
    client.send(
      '{"tag":"t/escaped","message":{"r\\u0061um":"K\\u00fc\\u0063he","temp\\u00e9rature":21.5,"path":"a\\/b","bell":"\\ud83d\\udd14","say":"\\u0022hi\\u0022"}}',
    );
    client.send('{"tag":"t/other","message":{"raum":"Kuche","path":"a-b","say":"ho"}}');
    await reader.received(3);
    const words = ["küche", "json.raum:Küche", 'json.raum:"küche"', "json.raum:Kü*", "json.température>20", "a/b"];
    for (const filter of [...words, "json.path:a/b", "🔔", "json.bell:🔔", '"\\"hi\\""', "température"]) {
      const found = (await rows(`topic:t/# ${filter}`)).map(({ topic }) => topic);
      expect([filter, found]).toEqual([filter, ["t/escaped", "t/plain"]]);
    }
    // By how it was written too.
    expect((await rows('"\\\\u00fc"')).map(({ topic }) => topic)).toEqual(["t/escaped"]);
  });

  it("F5 a refused frame that was written with escapes is found by what it says", async () => {
    const { secret } = await stand.token({ t: "readwrite" });
    const client = await stand.connect({ secret, filters: ["t"] });
    client.send('{"tag":"elsewhere","message":"K\\u00fcche"}');
    client.send('{"tag":"t","message":"B\\u00fcro');
    await expect.poll(async () => (await rows("küche or büro")).length).toBe(2);
  });

  it("F5 a wrong filter is 400 with the field, the place and what is allowed there", async () => {
    const { status, body } = await stand.api("GET", `/traffic?filter=${encodeURIComponent("a dir:up")}`);
    expect(status).toBe(400);
    expect(body).toMatchObject({ code: "BAD_REQUEST", field: "filter", conflict: { at: 6, end: 8 } });
    expect(body.message).toContain("it is one of in, operator, reply, node, door");
  });

  it("F2 a row that the capture does not hold is 404", async () => {
    for (const id of ["nothing", "abcdef-0"]) expect((await stand.api("GET", `/traffic/${id}`)).status).toBe(404);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";

const base64url = (text: string) => Buffer.from(text).toString("base64url");

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

describe("connecting", () => {
  it.each(["/ws/brocker/", "/ws/brocker", "/ws/broker/", "/ws/broker"])("C1 the broker speaks at %s", async (path) => {
    const { secret } = await stand.token({ "a/#": "read" });
    const client = await stand.connect({ path, secret, filters: ["a/b"] });
    expect(await stand.connections()).toHaveLength(1);
    expect(client.end).toBeNull();
  });

  it("C1 nobody speaks on other paths: the upgrade is answered with HTTP 404", async () => {
    const client = stand.knock({ path: "/ws/nothing/", secret: "x" });
    await expect(client.opened).rejects.toThrow("404");
  });

  it("C2 Token, Bearer and a bare secret are the same credential", async () => {
    const { secret } = await stand.token({ a: "read" });
    for (const authorization of [`Token ${secret}`, `bearer ${secret}`, secret]) {
      await stand.connect({ authorization, filters: ["a"] });
    }
    expect(await stand.connections()).toHaveLength(3);
  });

  it("C2 more than 1000 filters are refused with that reason, and headers over 64 KiB with HTTP 431", async () => {
    const { secret } = await stand.token({ "#": "read" });
    const many = stand.knock({ secret, filters: Array.from({ length: 1001 }, (_, i) => `f/${i}`) });
    expect(await many.closed).toMatchObject({ code: 4003, reason: "too many filters: at most 1000" });
    const huge = stand.knock({ secret, filters: ["x".repeat(70_000)] });
    await expect(huge.opened).rejects.toThrow("431");
  });

  it("C3 a browser brings token and filters as subprotocols, and signalbox.v1 is answered", async () => {
    const { secret } = await stand.token({ "a/+": "read" });
    const protocols = ["signalbox.v1", `token.${base64url(secret)}`, `tags.${base64url("a/b")}`];
    const client = await stand.connect({ protocols });
    expect(client.socket.protocol).toBe("signalbox.v1");
    expect((await stand.connections())[0]).toMatchObject({ credentialsBy: "subprotocol", filters: ["a/b"] });
  });

  it("C3 or in the query, which is logged nowhere", async () => {
    const { secret } = await stand.token({ "a/+": "read" });
    await stand.connect({ path: `/ws/brocker/?token=${secret}&tags=a/+` });
    expect((await stand.connections())[0]).toMatchObject({ credentialsBy: "query", filters: ["a/+"] });
    expect(JSON.stringify(stand.log)).not.toContain(secret);
  });

  it("C4 C5 each refusal closes with its code and reason, and the door log names step, filter and nearest permission", async () => {
    const { id, secret } = await stand.token({ "home/+/temp": "read" });
    const off = await stand.token({}, { enabled: false });
    const old = await stand.token({}, { expiresAt: "2020-01-01T00:00:00Z" });
    const cases = [
      [{}, 4001, "credentials-missing"],
      [{ authorization: "Token" }, 4001, "credentials-missing"],
      [{ secret }, 4001, "filters-missing"],
      [{ secret: "unknown-secret", filters: ["a"] }, 4003, "token-unknown"],
      [{ secret: off.secret, filters: ["a"] }, 4003, "token-disabled"],
      [{ secret: old.secret, filters: ["a"] }, 4003, "token-expired"],
      [{ secret, filters: ["home/x/temp", "a/#/b"] }, 4003, "filter-malformed"],
      [{ secret, filters: ["home/x/temp", "home/x/door"] }, 4003, "filter-not-covered"],
    ] as const;
    for (const [options, code] of cases) {
      const end = await stand.knock(options).closed;
      expect(end.code).toBe(code);
      expect(Buffer.byteLength(end.reason)).toBeLessThanOrEqual(123);
      expect(end.reason).not.toBe("");
    }
    const { items } = (await stand.api("GET", "/doorlog")).body;
    expect(items.map((entry: { step: string }) => entry.step).reverse()).toEqual(cases.map(([, , step]) => step));
    expect(items[0]).toMatchObject({
      filter: "home/x/door",
      tokenId: id,
      nearest: { pattern: "home/+/temp", access: "read" },
    });
    expect(await stand.connections()).toEqual([]);
  });

  it("C4 the limit closes with 4004, and a kicked and barred token with 4010", async () => {
    const { id, secret } = await stand.token({ a: "read" }, { maxConnections: 1 });
    const first = await stand.connect({ secret, filters: ["a"] });
    expect(await stand.knock({ secret, filters: ["a"] }).closed).toMatchObject({ code: 4004 });
    const [connection] = await stand.connections();
    const kicked = await stand.api("POST", `/connections/${connection?.id}/kick`, { barForSeconds: 60, reason: "go" });
    expect(kicked.body.closed).toMatchObject([{ tokenId: id, code: 4010, reason: "go" }]);
    expect(await first.closed).toMatchObject({ code: 4010, reason: "go" });
    expect(await stand.knock({ secret, filters: ["a"] }).closed).toMatchObject({ code: 4010 });
  });

  it("C6 a limit of 3 under 200 simultaneous connects admits exactly 3, and the slots come back", async () => {
    const { secret } = await stand.token({ a: "read" }, { maxConnections: 3 });
    const clients = Array.from({ length: 200 }, () => stand.knock({ secret, filters: ["a"] }));
    const refused = await Promise.all(clients.map((client) => Promise.race([client.closed, settled(client)])));
    expect(refused.filter((end) => end?.code === 4004)).toHaveLength(197);
    const live = clients.filter((client) => client.end === null);
    expect(live).toHaveLength(3);
    for (const client of live) client.socket.close();
    await Promise.all(live.map((client) => client.closed));
    for (let i = 0; i < 3; i++) await stand.connect({ secret, filters: ["a"] });
    expect(await stand.connections()).toHaveLength(3);
  });

  it("C7 a half-open connection is found by two unanswered pings, and its slot is free", async () => {
    await stand.api("PATCH", "/settings", { pingIntervalMs: 100 });
    const { secret } = await stand.token({ a: "read" }, { maxConnections: 1 });
    const client = await stand.connect({ secret, filters: ["a"] });
    client.socket.pause();
    await client.opened;
    while ((await stand.connections()).length > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await stand.connect({ secret, filters: ["a"] });
    expect(await stand.connections()).toHaveLength(1);
  });

  it("C8 repeated failures are slowed down where the setting says so, and a success is not", async () => {
    await stand.api("PATCH", "/settings", { authFailureDelay: "all" });
    const { secret } = await stand.token({ a: "read" });
    for (let i = 0; i < 5; i++) await stand.knock({ secret: "wrong-secret", filters: ["a"] }).closed;
    const begun = performance.now();
    await stand.knock({ secret: "wrong-secret", filters: ["a"] }).closed;
    expect(performance.now() - begun).toBeGreaterThanOrEqual(240);
    await stand.connect({ secret, filters: ["a"] });
    await stand.connect({ secret, filters: ["a"] });
    expect(await stand.connections()).toHaveLength(2);
  });
});

/** Resolves with null when a client has stood long enough to have been refused. */
async function settled(client: {
  opened: Promise<void>;
  socket: { ping(data: string): void; once(event: "pong", run: () => void): void };
}) {
  await client.opened;
  await new Promise<void>((resolve) => {
    client.socket.once("pong", resolve);
    client.socket.ping("settled");
  });
  return null;
}

describe("messages", () => {
  it.each([0, false, "", null, [], {}, "text", 1.5])("M1 M3 the value %j is delivered as it is", async (value) => {
    const { secret } = await stand.token({ "a/#": "readwrite" });
    const subscriber = await stand.connect({ secret, filters: ["a/b"] });
    const publisher = await stand.connect({ secret, filters: ["a/other"] });
    publisher.publish("a/b", value);
    await subscriber.received(1);
    expect(subscriber.messages).toEqual([{ tag: "a/b", message: value }]);
  });

  it("M2 publishing needs readwrite on the topic, not a filter on it", async () => {
    const writer = await stand.token({ "w/#": "readwrite", "r/#": "read" });
    const subscriber = await stand.connect({ ...writer, filters: ["w/#", "r/#"] });
    const publisher = await stand.connect({ ...writer, filters: ["r/x"] });
    publisher.publish("r/x", 1);
    publisher.publish("other", 2);
    publisher.publish("w/x", 3);
    await subscriber.received(1);
    expect(subscriber.messages).toEqual([{ tag: "w/x", message: 3 }]);
    const { items } = (await stand.api("GET", "/refusals")).body;
    expect(items.map((one: { code: string }) => one.code)).toEqual(["publish-not-covered", "publish-needs-readwrite"]);
  });

  it("M3 long numbers keep their digits, other keys are dropped, the publisher hears nothing, one copy a connection", async () => {
    const { secret } = await stand.token({ "#": "readwrite" });
    const subscriber = await stand.connect({ secret, filters: ["a/b", "a/+", "#"] });
    const publisher = await stand.connect({ secret, filters: ["#"] });
    publisher.send('{"x":1,"message":123456789012345678901234567890,"tag":"a/b"}');
    publisher.send('{"tag":"a/b","message":{"n":1.10}}');
    await subscriber.received(2);
    expect(subscriber.texts).toEqual([
      '{"tag":"a/b","message":123456789012345678901234567890}',
      '{"tag":"a/b","message":{"n":1.10}}',
    ]);
    expect(publisher.texts).toEqual([]);
  });

  it("M4 a concrete publish reaches wildcard subscribers", async () => {
    const { secret } = await stand.token({ "sensors/#": "readwrite" });
    const subscriber = await stand.connect({ secret, filters: ["sensors/+/temp"] });
    const publisher = await stand.connect({ secret, filters: ["sensors/x"] });
    publisher.publish("sensors/room1/temp", 21);
    publisher.publish("sensors/room1/humidity", 40);
    await stand.settle(subscriber, publisher, "sensors/room2/temp");
    expect(subscriber.messages.slice(0, -1)).toEqual([{ tag: "sensors/room1/temp", message: 21 }]);
  });

  it("M5 order is kept from one publisher to one subscriber, whichever way frames are read and written", async () => {
    await stand.widenQueues();
    const { secret } = await stand.token({ "#": "readwrite" });
    const subscriber = await stand.connect({ secret, filters: ["#"] });
    const publisher = await stand.connect({ secret, filters: ["x"] });
    for (let i = 0; i < 5000; i++) {
      if (i % 3 === 0) publisher.send(`{"message":${i},"tag":"t/${i % 7}"}`);
      else publisher.publish(`t/${i % 7}`, i);
    }
    await subscriber.received(5000);
    expect(subscriber.messages.map((one) => one.message)).toEqual(Array.from({ length: 5000 }, (_, i) => i));
  });

  it("M6 each bad frame is refused with its reason, the connection lives, and who asked for errors gets them", async () => {
    const { secret } = await stand.token({ "a/#": "readwrite" });
    const client = await stand.connect({ path: "/ws/brocker/?errors=1", secret, filters: ["a/#"] });
    const frames: [string | Uint8Array, string][] = [
      ["{", "invalid-json"],
      ["[1]", "not-an-object"],
      ['{"message":1}', "tag-missing"],
      ['{"tag":7,"message":1}', "tag-invalid"],
      ['{"tag":"","message":1}', "tag-invalid"],
      ['{"tag":"a/+","message":1}', "tag-wildcard"],
      ['{"tag":"$sys/x","message":1}', "tag-reserved"],
      ['{"tag":"a/b"}', "message-missing"],
      ['{"tag":"a/b","message":1,"message":2}', "duplicate-key"],
      ['{"tag":"b","message":1}', "publish-not-covered"],
      [new Uint8Array([1, 2, 3]), "binary-frame"],
    ];
    for (const [frame] of frames) client.send(frame);
    await client.received(frames.length);
    expect(client.texts.map((text) => JSON.parse(text).error.code)).toEqual(frames.map(([, code]) => code));
    const { items } = (await stand.api("GET", "/refusals")).body;
    expect(items.map((one: { code: string }) => one.code).reverse()).toEqual(frames.map(([, code]) => code));
    expect(client.end).toBeNull();
  });

  it("M7 a frame over the limit closes with 1009, and the refusal is recorded", async () => {
    const { secret } = await stand.token({ a: "readwrite" });
    const client = await stand.connect({ secret, filters: ["a"] });
    client.publish("a", "x".repeat(256 * 1024));
    expect((await client.closed).code).toBe(1009);
    expect((await stand.api("GET", "/refusals")).body.items).toMatchObject([{ code: "frame-too-large" }]);
    expect(await stand.connections()).toEqual([]);
  });

  it("M7 a rate can be set for everybody and for one token: the excess is refused and recorded", async () => {
    await stand.api("PATCH", "/settings", { messagesPerSecond: 1, burst: 2 });
    const { secret } = await stand.token({ "#": "readwrite" });
    const fast = await stand.token({ "#": "readwrite" }, { messagesPerSecond: 1000, burst: 100 });
    const subscriber = await stand.connect({ ...fast, filters: ["#"] });
    const slow = await stand.connect({ path: "/ws/brocker/?errors=1", secret, filters: ["x"] });
    const quick = await stand.connect({ ...fast, filters: ["x"] });
    for (let i = 0; i < 4; i++) slow.publish("slow", i);
    for (let i = 0; i < 50; i++) quick.publish("quick", i);
    await slow.received(2);
    await subscriber.received(52);
    expect(slow.texts.map((text) => JSON.parse(text).error.code)).toEqual(["rate-limited", "rate-limited"]);
    expect(subscriber.messages.filter((one) => one.tag === "slow")).toHaveLength(2);
  });

  it("M8 a reader that does not keep up loses its oldest frames, counted; or is closed with 4009", async () => {
    const { secret } = await stand.token({ "#": "readwrite" });
    const stuck = await stand.connect({ secret, filters: ["big"] });
    const publisher = await stand.connect({ secret, filters: ["x"] });
    stuck.socket.pause();
    const blob = "x".repeat(200_000);
    const flood = async () => {
      for (let i = 0; i < 100; i++) publisher.publish("big", blob);
      const probe = await stand.connect({ secret, filters: ["probe"] });
      await stand.settle(probe, publisher, "probe");
    };
    await flood();
    const [row] = (await stand.connections()).filter((one) => one.filters.includes("big"));
    expect(row).toMatchObject({ state: "slow" });
    expect(row?.dropped).toBeGreaterThan(0);
    expect(row?.queueBytes).toBeLessThanOrEqual(1024 * 1024);
    await stand.api("PATCH", "/settings", { slowReader: "close" });
    await flood();
    expect((await stand.connections()).filter((one) => one.filters.includes("big"))).toEqual([]);
    stuck.socket.resume();
    expect(await stuck.closed).toMatchObject({ code: 4009 });
  });
});

describe("a flood", () => {
  it("M9 one message is heard before the last of what twenty clients poured in before it", async () => {
    const { secret } = await stand.token({ "#": "readwrite" });
    const reader = await stand.connect({ secret, filters: ["end"] });
    const flooders = await Promise.all(Array.from({ length: 20 }, () => stand.connect({ secret, filters: ["x"] })));
    const other = await stand.connect({ secret, filters: ["x"] });
    for (const flooder of flooders) {
      for (let i = 0; i < 4000; i++) flooder.send('{"tag":"a","message":1}');
      flooder.publish("end", "a flood's");
    }
    other.publish("end", "the other's");
    await reader.received(21);
    expect(reader.messages.findIndex(({ message }) => message === "the other's")).toBeLessThan(20);
  });
});

describe("stopping", () => {
  it("R10 everybody is closed with 1001 and what waits is flushed", async () => {
    const { secret } = await stand.token({ "#": "readwrite" });
    const clients = await Promise.all(Array.from({ length: 20 }, () => stand.connect({ secret, filters: ["a"] })));
    await stand.engine.stop();
    const ends = await Promise.all(clients.map((client) => client.closed));
    expect(new Set(ends.map((end) => end.code))).toEqual(new Set([1001]));
  });
});

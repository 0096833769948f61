/** Frames and calls that clients and programs of the reference depend on. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "../../../testing/engine-harness.ts";
import { authenticated, type Frame, RealtimeClient, stranger } from "../../../testing/realtime-client.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

const user = (userId: string, rights: Parameters<EngineUnderTest["token"]>[0] = {}) =>
  stand.token(rights, { subject: { userType: "user", userId } });
const post = (path: string, body: unknown) => stand.api("POST", `/realtime${path}`, body);

/** The condition under which the reference's client does not connect again. */
function staysAway(frame: Frame): boolean {
  return (
    frame.type === "message" &&
    frame.topic === undefined &&
    Number.isFinite(frame.timestamp) &&
    Object.keys(frame.data).length === 2 &&
    frame.data.type === "disconnect" &&
    frame.data.reason === "forced_disconnect"
  );
}

describe("disconnecting a user of the reference", () => {
  it("Q12 the notice is the reference's, so that its client stays away, and the close is 4010", async () => {
    const { client } = await authenticated(stand, (await user("1")).secret);
    const frames: Frame[] = [];
    await post("/users/user/1/disconnect", {});
    frames.push(await client.next());
    expect(frames[0]).toEqual({
      type: "message",
      timestamp: expect.any(Number),
      data: { type: "disconnect", reason: "forced_disconnect" },
    });
    expect(staysAway(frames[0])).toBe(true);
    expect(await client.closed).toMatchObject({ code: 4010 });
  });

  it("Q12 a reason of the operator's stands in the same frame", async () => {
    const { client } = await authenticated(stand, (await user("1")).secret);
    await post("/users/user/1/disconnect", { reason: "maintenance" });
    expect((await client.next()).data).toEqual({ type: "disconnect", reason: "maintenance" });
    expect(await client.closed).toEqual({ code: 4010, reason: "maintenance" });
  });
});

describe("events", () => {
  it("Q14 an event reaches a user's connections, or one of them, as it is", async () => {
    const { secret } = await user("1");
    const [one, two] = [await authenticated(stand, secret), await authenticated(stand, secret)];
    const event = { type: "assistant_response", n: [1, { deep: true }] };
    expect((await post("/users/user/1/event", { data: event })).body).toEqual({ connections: 2 });
    expect([await one.client.next(), await two.client.next()]).toEqual([event, event]);
    const json = '{"type":"long","n":12345678901234567890,"price":21.0}';
    await post(`/connections/${two.welcome.connection_id}/event`, { json });
    expect(await two.client.nextText()).toBe(json);
    expect(one.client.takeAll()).toEqual([]);
    expect((await post("/users/user/9/event", { data: event })).body).toEqual({ connections: 0 });
    expect((await post("/connections/con_none/event", { data: event })).status).toBe(404);
  });

  it("Q14 an event without a type is refused by its field, and so is one that is no object", async () => {
    for (const data of [{ n: 1 }, { type: 7 }, [], "text", null, 1]) {
      expect((await post("/users/user/1/event", { data })).body).toMatchObject({ code: "BAD_REQUEST", field: "data" });
    }
  });

  it("Q14 X4 an event that looks like a topic's message, and names none, ends nothing when a permission is taken", async () => {
    await stand.api("PATCH", "/settings", { enforcement: "minimal" });
    const { id, secret } = await user("1", { "chat:room1": "read" });
    const { client } = await authenticated(stand, secret);
    await client.ask({ type: "subscribe", topic: "chat:room1" });
    client.socket.pause();
    for (const topic of [5, "x", { a: 1 }]) {
      const json = `{"type":"message","topic":${JSON.stringify(topic)}}`;
      for (let n = 0; n < 200; n++) await post("/users/user/1/event", { json });
    }
    const permission = await stand.permissionId(id, "chat:room1");
    expect((await stand.api("DELETE", `/permissions/${permission}`)).status).toBe(200);
    client.socket.resume();
    let frame = await client.next();
    while (frame.type === "message") frame = await client.next();
    expect(frame).toMatchObject({ type: "unsubscribed", topic: "chat:room1" });
  });
});

describe("waiting for an event", () => {
  it("Q14 the first custom message of the user with the fields ends the wait, and is not unsupported", async () => {
    const { client } = await authenticated(stand, (await user("1")).secret);
    const waiting = post("/users/user/1/wait", { match: { type: "step", n: 2 }, timeout: 20 });
    await expect.poll(() => stand.engine.audience.openWaits).toBe(1);
    expect(await client.ask({ type: "step", n: 1 })).toMatchObject({ message: "Unsupported message type" });
    client.send('{"type":"step","n":2,"long":12345678901234567890}');
    expect((await waiting).body).toMatchObject({
      matched: true,
      event: { type: "step", n: 2 },
      json: '{"type":"step","n":2,"long":12345678901234567890}',
    });
    expect(await client.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    expect(stand.engine.audience.openWaits).toBe(0);
  });

  it("Q14 it needs no connection, is not ended by another user, and answers null when its time is up", async () => {
    const bob = await authenticated(stand, (await user("2")).secret);
    const waiting = post("/users/user/1/wait", { match: { type: "go", flag: null }, timeout: 20 });
    await expect.poll(() => stand.engine.audience.openWaits).toBe(1);
    await bob.client.ask({ type: "go" });
    const { client } = await authenticated(stand, (await user("1")).secret);
    client.send({ action: "echo", type: "go" });
    expect((await waiting).body).toMatchObject({ matched: true, event: { type: "go", action: "echo" } });
    const none = await post("/users/user/1/wait", { match: {}, timeout: 0.05 });
    expect(none.body).toMatchObject({ matched: false, event: null, json: null });
  });

  it("Q14 its fields and the number of waits are bounded", async () => {
    const match = { type: "x".repeat(5000) };
    expect((await post("/users/user/1/wait", { match })).body).toMatchObject({ field: "match" });
    const { audience } = stand.engine;
    const subject = { userType: "user", userId: "1" };
    const open = Array.from({ length: 1000 }, () => audience.waitForEvent(subject, { type: "end" }, 60_000));
    expect((await post("/users/user/1/wait", { match: {} })).status).toBe(409);
    const { client } = await authenticated(stand, (await user("1")).secret);
    client.send({ type: "end" });
    expect(new Set(await Promise.all(open))).toEqual(new Set(['{"type":"end"}']));
  });
});

describe("answers and prefixes", () => {
  it("Q11 a response without data answers an empty object, one with null answers null", async () => {
    const { client } = await authenticated(stand, (await user("1")).secret);
    for (const [rest, answer] of [
      [{}, {}],
      [{ data: null }, null],
    ] as const) {
      const asked = post("/users/user/1/request", { data: "?", timeout: 20 });
      const { data } = await client.next();
      client.send({ type: "response", request_id: data.request_id, ...rest });
      expect((await asked).body).toMatchObject({ answered: true, answer, json: JSON.stringify(answer) });
    }
  });

  it("Q2 Q4 the reference's prefixes are known, in any case; the settings say which, from then on", async () => {
    const { secret } = await user("1");
    const as = async (prefix: string) => (await stranger(stand)).ask({ type: "authenticate", token: secret, prefix });
    for (const prefix of ["bearer", "Token", "apikey", "ApiKey"]) {
      expect(await as(prefix)).toMatchObject({ type: "auth_success" });
    }
    expect(await as("groupkey")).toMatchObject({ message: "Authentication failed: unknown prefix" });
    await stand.api("PATCH", "/settings", { tokenPrefixes: ["GroupKey"] });
    expect(await as("groupkey")).toMatchObject({ type: "auth_success" });
    expect(await as("bearer")).toMatchObject({ message: "Authentication failed: unknown prefix" });
    for (const tokenPrefixes of [[], ["a b"], [""], Array(21).fill("a")]) {
      expect((await stand.api("PATCH", "/settings", { tokenPrefixes })).status).toBe(400);
    }
  });

  it("Q1 the time to authenticate is a setting, and is said and kept", async () => {
    await stand.api("PATCH", "/settings", { authenticationSeconds: 1 });
    const client = new RealtimeClient(stand.engine.broker.replace(/\/ws\/.*$/, ""));
    stand.cleanUp(() => client.socket.terminate());
    expect(await client.next()).toEqual({ type: "auth_required", timeout: 1 });
    expect(await client.next()).toMatchObject({ message: "Authentication timeout" });
    expect(await client.closed).toMatchObject({ code: 4001 });
  });
});

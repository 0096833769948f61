import { describe, expect, it } from "vitest";
import { updateSettings } from "../../../console/edits/settings.ts";
import { LIMITS } from "../../../contract/limits.ts";
import { DeskUnderTest } from "../../../testing/desk-harness.ts";
import type { FakeLink } from "../../../testing/fake-link.ts";
import type { Frame } from "../../../testing/realtime-client.ts";

/** What the client has heard when the turn is over. */
async function heard(connection: FakeLink): Promise<Frame[]> {
  await new Promise(setImmediate);
  return connection.takeTexts().map((text) => JSON.parse(text));
}
const error = (message: string) => ({ type: "error", message, code: expect.any(String) });

function stranger(desk: DeskUnderTest, path = "/ws/realtime/"): FakeLink {
  const client = desk.knock(path);
  client.takeTexts();
  return client;
}

describe("saying who one is", () => {
  it("Q1 a client is asked who it is, with and without the slash", async () => {
    const desk = new DeskUnderTest();
    for (const path of ["/ws/realtime/", "/ws/realtime"]) {
      expect(await heard(desk.knock(path))).toEqual([{ type: "auth_required", timeout: 30 }]);
    }
  });

  it("Q1 after 30 s, counted from open whatever was sent, it is told and closed with 4001", async () => {
    const desk = new DeskUnderTest();
    const client = stranger(desk);
    desk.clock.advance(29_000);
    client.say({ type: "authenticate", token: "no such token" });
    desk.clock.advance(999);
    expect(await heard(client)).toEqual([error("Authentication failed: token unknown")]);
    expect(client.closedWith).toBeNull();
    desk.clock.advance(1);
    expect(await heard(client)).toEqual([error("Authentication timeout")]);
    expect(client.closedWith).toEqual({ code: 4001, reason: "not authenticated in time" });
    const [entry] = desk.core.journals.doorlog.newest();
    expect(entry).toMatchObject({ step: "authentication-timeout", dialect: "realtime", code: 4001 });
  });

  it("Q1 beyond the bound of clients that have not said who they are one more is told why, closed with 4004 and recorded", async () => {
    const desk = new DeskUnderTest();
    const { secret } = desk.token({});
    const [first] = Array.from({ length: LIMITS.strangers }, () => stranger(desk));
    const refused = desk.knock("/ws/realtime/");
    expect(await heard(refused)).toEqual([error("Too many connections")]);
    expect(refused.closedWith).toEqual({
      code: 4004,
      reason: "too many clients have not said yet who they are: 5000 at once",
    });
    const [entry] = desk.core.journals.doorlog.newest();
    expect(entry).toMatchObject({ step: "too-many-strangers", dialect: "realtime", code: 4004 });
    first?.say({ type: "authenticate", token: secret });
    expect(await heard(desk.knock("/ws/realtime/"))).toEqual([{ type: "auth_required", timeout: 30 }]);
    expect(await heard(desk.knock("/ws/realtime/"))).toEqual([error("Too many connections")]);
  });

  it("Q1 being turned away for want of room slows no later attempt of the address down", () => {
    const desk = new DeskUnderTest();
    updateSettings(desk.corridor, { authFailureDelay: "all" }, "http");
    for (let knocks = 0; knocks < LIMITS.strangers + 2 * LIMITS.authFailuresFree; knocks++) stranger(desk);
    expect(desk.core.admission.authDelay.enter({ address: "127.0.0.1:1", host: "127.0.0.1", loopback: true })).toBe(0);
  });

  it("Q1 who has authenticated in time is not asked again", async () => {
    const desk = new DeskUnderTest();
    const { secret } = desk.token({});
    const client = stranger(desk);
    client.say({ type: "authenticate", token: secret });
    desk.clock.advance(25_000);
    client.say({ type: "ping" });
    desk.clock.advance(25_000);
    expect(client.closedWith).toBeNull();
    expect((await heard(client)).map(({ type }) => type)).toEqual(["auth_success", "pong"]);
  });

  it("C8 a client that says in a frame who it is waits there, and not at its handshake too", () => {
    const desk = new DeskUnderTest();
    updateSettings(desk.corridor, { authFailureDelay: "all" }, "http");
    const client = stranger(desk);
    for (let i = 0; i < 5; i++) client.say({ type: "authenticate", token: `wrong-token-${i}` });
    expect(desk.delayAt("/ws/realtime/")).toBe(0);
    expect(desk.delayAt("/ws/brocker/")).toBe(LIMITS.authDelayBaseMs);
  });

  it("Q4 before that everything but JSON that authenticates is refused by its text, and the socket stays open", async () => {
    const desk = new DeskUnderTest();
    const client = stranger(desk);
    client.say("{not json");
    client.say("[]");
    client.say('"text"');
    client.handler?.onFrame(new Uint8Array(3), false);
    expect(await heard(client)).toEqual(Array(4).fill(error("Invalid JSON")));
    client.say({ type: "subscribe", topic: "chat:room1" });
    client.say({ type: "ping" });
    client.say({});
    client.say({ type: 7 });
    client.say({ message_type: "echo" });
    expect(await heard(client)).toEqual(Array(5).fill(error("Authentication required")));
    client.say({ type: "authenticate" });
    client.say({ type: "authenticate", token: "" });
    client.say({ action: "authenticate", token: 5 });
    expect(await heard(client)).toEqual(Array(3).fill(error("Missing token")));
    expect(client.closedWith).toBeNull();
  });

  it("Q4 C5 a token that may not come in is told why and recorded, and another try may succeed", async () => {
    const desk = new DeskUnderTest();
    const disabled = desk.token({}, { enabled: false, name: "Old" });
    const good = desk.token({});
    const client = stranger(desk);
    client.say({ type: "authenticate", token: "unknown-token" });
    client.say({ type: "authenticate", token: disabled.secret });
    client.say({ type: "authenticate", token: good.secret, prefix: "groupkey" });
    client.say({ type: "authenticate", token: good.secret, prefix: 5 });
    expect(await heard(client)).toEqual([
      error("Authentication failed: token unknown"),
      error("Authentication failed: token disabled"),
      error("Authentication failed: unknown prefix"),
      error("Authentication failed: unknown prefix"),
    ]);
    expect([...desk.core.journals.doorlog.newest()].map(({ step, tokenName }) => [step, tokenName])).toEqual([
      ["token-disabled", "Old"],
      ["token-unknown", null],
    ]);
    client.say({ action: "authenticate", token: good.secret, prefix: "Token" });
    expect(await heard(client)).toEqual([
      { type: "auth_success", user_type: "token", user_id: good.id, connection_id: expect.any(String) },
    ]);
    client.say({ type: "authenticate", token: good.secret });
    expect(await heard(client)).toEqual([error("Already authenticated")]);
  });

  it("Q4 C6 over the token's limit it is told, and closed with 4004; its place in the count is not taken", async () => {
    const desk = new DeskUnderTest();
    const { id, secret } = desk.token({}, { maxConnections: 1 });
    const first = stranger(desk);
    first.say({ type: "authenticate", token: secret });
    const second = stranger(desk);
    second.say({ type: "authenticate", token: secret });
    expect(await heard(second)).toEqual([error("Too many connections")]);
    expect(second.closedWith).toEqual({ code: 4004, reason: "connection limit reached: 1 of 1 in use" });
    expect(desk.core.slots.of(id)).toBe(1);
    first.goneWith(1000);
    expect(desk.core.slots.of(id)).toBe(0);
  });

  it("Q5 the wire carries a whole decimal user id as a number, and any other as text", async () => {
    const desk = new DeskUnderTest();
    const idOnWire = async (userId: string) => {
      const { secret } = desk.token({}, { subject: { userType: "user", userId } });
      const client = stranger(desk);
      client.say({ type: "authenticate", token: secret });
      return (await heard(client))[0].user_id;
    };
    const ids = ["123", "0", "007", "12a", "-5", "1.5", "9007199254740991", "9007199254740993", "ann"];
    const onWire = [123, 0, "007", "12a", "-5", "1.5", 9007199254740991, "9007199254740993", "ann"];
    expect(await Promise.all(ids.map(idOnWire))).toEqual(onWire);
  });

  it("Q1 R10 who has not said yet who it is gets 1001 when the server stops, and no answer after it", async () => {
    const desk = new DeskUnderTest();
    const { secret } = desk.token({});
    const client = stranger(desk);
    const stopped = desk.stop();
    expect(client.closedWith).toEqual({ code: 1001, reason: "server is stopping" });
    client.say({ type: "authenticate", token: secret });
    desk.clock.advance(60_000);
    expect(await heard(client)).toEqual([]);
    const late = desk.knock("/ws/realtime/");
    expect(await heard(late)).toEqual([]);
    expect(late.closedWith).toEqual({ code: 1001, reason: "the server is stopping" });
    await stopped;
  });

  it("Q1 a client that leaves leaves nothing behind", async () => {
    const desk = new DeskUnderTest();
    const before = desk.clock.pending;
    const client = stranger(desk);
    expect(desk.clock.pending).toBe(before + 1);
    client.goneWith(1006);
    expect(desk.clock.pending).toBe(before);
  });

  it("Q1 a client that asks and does not read is not answered without end", async () => {
    const desk = new DeskUnderTest();
    const client = stranger(desk);
    client.takes = false;
    for (let i = 0; i < 1000; i++) client.say({ type: "ping" });
    expect(await heard(client)).toHaveLength(1);
    client.resume();
    client.say({ type: "ping" });
    expect(await heard(client)).toHaveLength(1);
  });

  it("Q4 C8 after repeated failures the next try waits, and what is sent meanwhile keeps its order", async () => {
    const desk = new DeskUnderTest();
    updateSettings(desk.corridor, { authFailureDelay: "all" }, "http");
    const { secret } = desk.token({});
    const client = stranger(desk);
    for (let i = 0; i < 5; i++) client.say({ type: "authenticate", token: `wrong-token-${i}` });
    await heard(client);
    client.say({ type: "authenticate", token: secret });
    client.say({ type: "ping" });
    expect(await heard(client)).toEqual([]);
    desk.clock.advance(250);
    await new Promise(setImmediate);
    expect((await heard(client)).map(({ type }) => type)).toEqual(["auth_success", "pong"]);
  });
});

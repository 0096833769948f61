/** Checks a simulated client's life on a clock that stands still, with the broker played by the test. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Refused } from "../../console/refused.ts";
import {
  addClient,
  connectClient,
  disconnectClient,
  publishOutgoing,
  removeClient,
  startRepeat,
  updateClient,
} from "../../console/sandbox/sandbox.ts";
import { LIMITS } from "../../contract/limits.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";

let under: DeskUnderTest;
let clientId: string;
beforeEach(() => {
  under = new DeskUnderTest();
  const { id: tokenId } = under.token({ "a/#": "readwrite" }, { name: "App" });
  clientId = addClient(under.desk, under.corridor, { name: "Phone", tokenId, dialect: "broker", filters: ["a/#"] }).id;
});
afterEach(() => under.desk.close());

const sockets = () => under.clientSockets;
const state = () => under.desk.sandbox.get(clientId)?.state;
const view = () => under.desk.sandbox.get(clientId)?.view();
const online = () => {
  connectClient(under.desk, clientId);
  return sockets().newest.open();
};
const message = { topic: "a/b", template: "{{seq}}", format: "json" } as const;
const repeat = (fields: { everyMs: number; jitterMs?: number; count?: number }) =>
  startRepeat(under.desk, { clientId, ...message, jitterMs: 0, count: null, ...fields });

function refusalOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("a simulated client", () => {
  it("B1 is off until it is connected, and ends when it is removed", () => {
    expect([state(), sockets().opened.length]).toEqual([{ kind: "off" }, 0]);
    connectClient(under.desk, clientId);
    expect(state()).toEqual({ kind: "connecting", attempt: 1 });
    const socket = sockets().newest.open();
    expect(state()).toMatchObject({ kind: "online" });
    removeClient(under.desk, under.corridor, clientId);
    expect([socket.ended, state()]).toEqual(["closed", undefined]);
  });

  it("B1 another filter or token lets it connect anew, another name does not", () => {
    const first = online();
    updateClient(under.desk, under.corridor, clientId, { name: "Renamed" });
    expect(first.ended).toBeNull();
    updateClient(under.desk, under.corridor, clientId, { filters: ["a/b"] });
    expect([first.ended, state()]).toEqual(["closed", { kind: "connecting", attempt: 1 }]);
    expect(sockets().newest.request.headers.tag).toBe("a/b");
    first.gone(1006);
    expect(state()).toEqual({ kind: "connecting", attempt: 1 });
  });

  it("B1 without its token, or in a dialect that nobody speaks, it cannot connect", () => {
    const { tokenId } = under.desk.sandbox.get(clientId)?.definition ?? {};
    under.edit({ kind: "token.delete", id: tokenId ?? "" });
    expect(refusalOf(() => connectClient(under.desk, clientId))).toMatchObject({ code: "CONFLICT" });
    const draft = { name: "x", tokenId: null, dialect: "telepathy", filters: [] };
    expect(refusalOf(() => addClient(under.desk, under.corridor, draft))).toMatchObject({ field: "dialect" });
  });

  it("B1 there are at most so many", () => {
    const draft = { name: "x", tokenId: null, dialect: "broker", filters: [] };
    for (let count = 1; count < LIMITS.sandboxClients; count++) addClient(under.desk, under.corridor, draft);
    expect(refusalOf(() => addClient(under.desk, under.corridor, draft)).code).toBe("CONFLICT");
  });

  it("B2 a close by the door or the policy stays as it was, and nothing tries again", () => {
    online().gone(4003, "permission revoked: a/#");
    expect(state()).toMatchObject({
      kind: "closed",
      close: { code: 4003, reason: "permission revoked: a/#", by: "broker" },
    });
    under.clock.advance(LIMITS.sandboxRetryMaxMs * 2);
    expect(sockets().opened).toHaveLength(1);
    connectClient(under.desk, clientId);
    expect(sockets().opened).toHaveLength(2);
  });

  it("B3 a broken transport is tried again with growing pauses, each attempt counted, until a person connects", () => {
    connectClient(under.desk, clientId);
    sockets().newest.gone(1006, "connect ECONNREFUSED");
    const close = { by: "network", reason: "connect ECONNREFUSED" };
    expect(state()).toMatchObject({ kind: "waiting", attempt: 2, close });
    const attempts: unknown[] = [];
    for (let round = 0; round < 3; round++) {
      under.clock.advance(LIMITS.sandboxRetryMaxMs);
      attempts.push(state());
      // Accepted and closed at once, as a door that refuses does: that is no attempt that succeeded.
      sockets().newest.open().gone(1001);
    }
    expect(attempts).toEqual([2, 3, 4].map((attempt) => ({ kind: "connecting", attempt })));
    expect(state()).toMatchObject({ kind: "waiting", attempt: 5 });
    connectClient(under.desk, clientId);
    expect(state()).toEqual({ kind: "connecting", attempt: 1 });
    under.clock.advance(LIMITS.sandboxRetryMaxMs * 2);
    expect(sockets().opened).toHaveLength(5);
  });

  it("B3 whoever is taken off by a person stays off", () => {
    online().gone(1001, "server is stopping");
    expect(state()).toMatchObject({ kind: "waiting" });
    disconnectClient(under.desk, clientId);
    under.clock.advance(LIMITS.sandboxRetryMaxMs * 2);
    expect([state(), sockets().opened.length]).toEqual([{ kind: "off" }, 1]);
    const socket = online();
    disconnectClient(under.desk, clientId);
    socket.gone(1000);
    expect([socket.ended, state()]).toEqual(["closed", { kind: "off" }]);
  });

  it("B6 publishes when it is online, and shows what the broker refused", () => {
    expect(refusalOf(() => publishOutgoing(under.desk, { clientId, ...message })).code).toBe("CONFLICT");
    const socket = online();
    expect(publishOutgoing(under.desk, { clientId, ...message })).toEqual({ topic: "a/b", payload: "1", bytes: 1 });
    expect(socket.sent).toEqual(['{"tag":"a/b","message":1}']);
    socket.text('{"error":{"code":"rate-limited","message":"Too many","tag":null}}');
    expect(view()).toMatchObject({ sent: 1, refused: 1, refusal: { code: "rate-limited", message: "Too many" } });
    const wrong = { clientId, ...message, template: "{{nope}}" };
    expect(refusalOf(() => publishOutgoing(under.desk, wrong))).toMatchObject({ field: "template" });
  });

  it("B2 is closed when the close frame comes, and once, however its connection ends after it", () => {
    const socket = online();
    socket.closing(4003, "permission revoked: a/#");
    const closed = state();
    expect(closed).toMatchObject({ kind: "closed", close: { code: 4003, reason: "permission revoked: a/#" } });
    socket.gone(1006);
    expect(state()).toBe(closed);
  });

  it("B10 measures the first delivery after an edit, once", () => {
    const socket = online();
    under.clock.advance(5);
    under.edit({ kind: "tag.create", tag: { pattern: "z" } });
    const { revision } = under.core.policy.current;
    expect(view()?.afterCommit).toEqual({ revision, deliveryMs: null });
    under.clock.advance(41);
    socket.text('{"tag":"a/b","message":1}');
    under.clock.advance(100);
    socket.text('{"tag":"a/b","message":2}');
    expect(view()?.afterCommit).toEqual({ revision, deliveryMs: 41 });
  });
});

describe("a repeat", () => {
  it("B7 sends at once and then every so many milliseconds, and counts itself out", () => {
    const socket = online();
    repeat({ everyMs: 10, count: 5 });
    under.clock.advance(35);
    expect(socket.sent).toHaveLength(4);
    under.clock.advance(1000);
    expect(socket.sent.at(-1)).toBe('{"tag":"a/b","message":5}');
    expect(view()?.repeats).toMatchObject([{ sent: 5, isRunning: false, error: null }]);
  });

  it("B7 jitter moves each pause within its bounds, and the mean stays", () => {
    const socket = online();
    repeat({ everyMs: 20, jitterMs: 15 });
    const times: number[] = [];
    for (let now = 0; now < 20_000; now++) {
      under.clock.advance(1);
      while (times.length < socket.sent.length) times.push(now);
    }
    const pauses = times.slice(1).map((time, index) => time - (times[index] ?? 0));
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(4);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(36);
    expect(new Set(pauses).size).toBeGreaterThan(10);
    expect(times.length).toBeGreaterThan(900);
    expect(times.length).toBeLessThan(1100);
  });

  it("B7 shows the rate that was: what it could not keep up with is not made up for", () => {
    const socket = online();
    repeat({ everyMs: 1 });
    under.clock.advance(2000);
    expect(view()?.repeats).toMatchObject([{ perSec: expect.closeTo(1000, -1) }]);
    socket.waitingBytes = LIMITS.sandboxSendBytes + 1;
    const before = socket.sent.length;
    under.clock.advance(5000);
    expect([socket.sent.length, view()?.repeats[0]?.perSec]).toEqual([before, 0]);
    socket.waitingBytes = 0;
    under.clock.advance(10);
    expect(socket.sent.length - before).toBeLessThanOrEqual(11);
  });

  it("B7 holds while its client is away and goes on when it is back", () => {
    online();
    repeat({ everyMs: 100 });
    sockets().newest.gone(1001, "server is stopping");
    under.clock.advance(2000);
    const again = sockets().newest.open();
    under.clock.advance(250);
    expect(again.sent.length).toBeGreaterThanOrEqual(2);
    expect(view()?.repeats).toMatchObject([{ isRunning: true }]);
  });

  it("B7 ends with its reason when the client is closed for good, or the text goes wrong", () => {
    online();
    repeat({ everyMs: 100 });
    sockets().newest.gone(4003, "permission revoked");
    expect(view()?.repeats).toMatchObject([{ isRunning: false, error: "The client was closed with 4003" }]);
    online();
    const draft = {
      clientId,
      ...message,
      topic: "a/c",
      template: "{{pick 1 x}}",
      everyMs: 1,
      jitterMs: 0,
      count: null,
    };
    const random = { next: 0.9 };
    under.random.next = () => random.next;
    random.next = 0;
    startRepeat(under.desk, draft);
    random.next = 0.9;
    under.clock.advance(10);
    expect(view()?.repeats.find(({ topic }) => topic === "a/c")).toMatchObject({
      isRunning: false,
      error: expect.stringContaining("JSON"),
    });
  });

  it("B7 needs a client that is online, and a jitter no longer than the pause", () => {
    expect(refusalOf(() => repeat({ everyMs: 10 })).code).toBe("CONFLICT");
    online();
    expect(refusalOf(() => repeat({ everyMs: 10, jitterMs: 11 }))).toMatchObject({ field: "jitterMs" });
  });
});

describe("the stream", () => {
  it("B9 begins with a snapshot and then holds counters and the newest few, however many came", async () => {
    const socket = online();
    const watcher = under.desk.sandboxLive.watch();
    expect((await watcher.next()).value).toMatchObject({ type: "snapshot", clients: [{ id: clientId, received: 0 }] });
    for (let index = 0; index < 1000; index++) socket.text(`{"tag":"a/b","message":${index}}`);
    under.clock.advance(LIMITS.livePatchMs);
    const { value } = await watcher.next();
    expect(value).toMatchObject({ type: "patch", traffic: [{ id: clientId, received: 1000 }] });
    const fresh = value?.type === "patch" ? value.traffic?.[0]?.fresh : undefined;
    expect(fresh?.map(({ text }) => text)).toEqual(["999", "998", "997", "996", "995"]);
  });

  it("B9 an end is told at once, with those that come with it, and no secret is in any event", async () => {
    const secret = under.core.secretBox.open([...under.core.policy.current.tokens.values()][0]?.sealedSecret ?? "");
    const socket = online();
    const watcher = under.desk.sandboxLive.watch();
    const snapshot = (await watcher.next()).value;
    under.clock.advance(LIMITS.livePatchMs);
    const next = watcher.next();
    socket.gone(4003, "permission revoked: a/#");
    under.clock.advance(LIMITS.sandboxSoonMs);
    const { value } = await next;
    const closed = { kind: "closed", close: { code: 4003 } };
    expect(value).toMatchObject({ standing: [{ id: clientId, state: closed, afterCommit: null }] });
    expect(value).not.toHaveProperty("set");
    expect(JSON.stringify([snapshot, value])).not.toContain(secret);
    expect(socket.request.headers.authorization).toBe(`Token ${secret}`);
  });

  it("B9 rates go out once a second, and a removed client leaves", async () => {
    const socket = online();
    const watcher = under.desk.sandboxLive.watch();
    await watcher.next();
    for (let index = 0; index < 30; index++) socket.text('{"tag":"a/b","message":1}');
    under.clock.advance(LIMITS.livePatchMs);
    await watcher.next();
    const sampled = watcher.next();
    under.clock.advance(1000);
    expect((await sampled).value).toMatchObject({ rates: [[clientId, 30]] });
    removeClient(under.desk, under.corridor, clientId);
    const removed = watcher.next();
    under.clock.advance(LIMITS.livePatchMs);
    expect((await removed).value).toMatchObject({ remove: [clientId] });
  });
});

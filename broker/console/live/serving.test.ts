/** Checks stopping and starting the broker under its console: who is closed, who is let in, and what windows hear. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

it("Y1 stopping closes everybody with 1001, and nobody is let in until it is started again", async () => {
  const { secret } = await stand.token({ "a/#": "readwrite" });
  const clients = await Promise.all([1, 2, 3].map(() => stand.connect({ secret, filters: ["a/b"] })));

  expect((await stand.api("POST", "/server/stop")).body).toEqual({ serving: false, closed: 3 });
  const ends = await Promise.all(clients.map((client) => client.closed));
  expect(ends.map(({ code, reason }) => [code, reason])).toEqual(Array(3).fill([1001, "broker is stopped"]));
  expect(await stand.knock({ secret, filters: ["a/b"] }).closed).toMatchObject({
    code: 1001,
    reason: "the broker is stopped by an operator",
  });
  expect((await stand.api("GET", "/doorlog")).body.items[0]).toMatchObject({ step: "broker-stopped", code: 1001 });
  expect((await stand.api("GET", "/server")).body.serving).toBe(false);

  expect((await stand.api("POST", "/server/start")).body).toEqual({ serving: true, closed: 0 });
  const again = await stand.connect({ secret, filters: ["a/b"] });
  expect(again.end).toBeNull();
});

it("Y1 console and edits go on while the broker is stopped, and what they decide holds when it starts", async () => {
  const { id, secret } = await stand.token({ "a/#": "read" });
  await stand.api("POST", "/server/stop");
  expect((await stand.api("PATCH", `/tokens/${id}`, { enabled: false })).status).toBe(200);
  expect((await stand.api("POST", "/messages", { topic: "a/b", message: 1 })).body.delivered).toBe(0);
  await stand.api("POST", "/server/start");
  expect(await stand.knock({ secret, filters: ["a/b"] }).closed).toMatchObject({ code: 4003 });
});

it("Y1 stopping twice and starting twice are harmless, and a stopped broker ends as gracefully as a serving one", async () => {
  const { secret } = await stand.token({ "a/#": "read" });
  await stand.api("POST", "/server/start");
  await stand.connect({ secret, filters: ["a"] });
  expect((await stand.api("POST", "/server/stop")).body.closed).toBe(1);
  expect((await stand.api("POST", "/server/stop")).body).toEqual({ serving: false, closed: 0 });
  await stand.engine.stop();
});

it("Y2 windows hear of stopping and starting with the next patch", async () => {
  const under = new DeskUnderTest();
  const watcher = under.desk.live.watch();
  const { value: snapshot } = await watcher.next();
  expect(snapshot).toMatchObject({ type: "snapshot", server: { serving: true } });
  under.desk.stopServing();
  under.clock.advance(100);
  expect((await watcher.next()).value).toMatchObject({ type: "patch", server: { serving: false } });
  under.desk.startServing();
  under.clock.advance(100);
  expect((await watcher.next()).value).toMatchObject({ type: "patch", server: { serving: true } });
  under.desk.close();
});

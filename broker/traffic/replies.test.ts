/** Owns the proof of how an automatic reply is captured: a row of its own kind, sent by its rule. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "../testing/engine-harness.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

const RULE = {
  kind: "autoReply",
  name: "Answer the door",
  enabled: true,
  pattern: "home/hall/door",
  condition: "",
  replyTopic: "home/hall/light",
  template: "true",
  delayMs: 0,
};

it("F2 an automatic reply is of the direction reply, sent by its rule under its name of that time, and found by it", async () => {
  const hub = await stand.token({ "home/#": "readwrite" }, { name: "Hub" });
  const rule = await stand.api("PUT", "/library", { ...RULE, tokenId: hub.id });
  expect(rule.status, JSON.stringify(rule.body)).toBe(200);
  const reader = await stand.connect({ ...hub, filters: ["home/hall/light"] });
  await stand.api("POST", "/messages", { topic: "home/hall/door", message: 1 });
  await reader.received(1);
  await stand.api("PUT", "/library", { ...RULE, tokenId: hub.id, id: rule.body.id, name: "Renamed" });

  const rows = async (filter: string) =>
    (await stand.api("GET", `/traffic?filter=${encodeURIComponent(filter)}`)).body.items;
  const [reply] = await rows("");
  expect(reply).toMatchObject({
    kind: "reply",
    from: "Answer the door",
    connectionId: null,
    tokenName: "Hub",
    topic: "home/hall/light",
    rule: "automatic reply",
    result: { delivered: 1 },
  });
  for (const filter of ["dir:reply", 'from:"answer the door"', "from:answer*", '"Answer the"', "token:Hub"]) {
    expect(await rows(filter), filter).toEqual([reply]);
  }
  expect(await rows("dir:operator")).toMatchObject([{ topic: "home/hall/door", from: null }]);
});

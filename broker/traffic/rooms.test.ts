/** Owns the proof that the fan-out holds where recipients are told apart by their dialect. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { TrafficMessage } from "../contract/traffic.ts";
import { type ChatUnderTest, startChat } from "../testing/chat-harness.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
  await stand.room("lobby");
});
afterEach(() => stand.stop());

async function newest(filter: string): Promise<TrafficMessage> {
  const { items } = (await stand.api("GET", `/traffic?filter=${encodeURIComponent(filter)}&limit=1`)).body;
  return (await stand.api("GET", `/traffic/${items[0].id}`)).body;
}

it("F3 whoever says something in a room is among its recipients, as H3 has it", async () => {
  const alice = await stand.enter("lobby", await stand.person("alice"));
  const bob = await stand.enter("lobby", await stand.person("bob"));
  alice.say("hello");
  await Promise.all([alice.heard("hello"), bob.heard("hello")]);
  const { row, fanOut } = await newest("topic:chat/lobby");
  expect(row.result).toMatchObject({ delivered: 2 });
  expect(fanOut?.recipients.map(({ label }) => label).sort()).toEqual(["alice", "bob"]);
});

it("F3 a session whose dialect does not say the message is no recipient of it", async () => {
  const writer = await stand.token({ "chat/+": "readwrite" });
  const publisher = await stand.connect({ ...writer, filters: ["chat/lobby"] });
  const witness = await stand.connect({ ...writer, filters: ["chat/lobby"] });
  await stand.enter("lobby", await stand.person("alice"));
  publisher.publish("chat/lobby", { mood: "no body" });
  await witness.received(1);
  const { row, fanOut } = await newest("topic:chat/lobby");
  expect(row.result).toMatchObject({ delivered: 1 });
  expect(fanOut).toMatchObject({ matched: 1, delivered: 1, waiting: 0 });
});

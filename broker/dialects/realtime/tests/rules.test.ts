import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "../../../testing/engine-harness.ts";
import { authenticated } from "../../../testing/realtime-client.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine({ hooks: { message: () => ({ from: "the program" }) } });
});
afterEach(() => stand.stop());

async function rule(pattern: string, condition: string, template: string): Promise<void> {
  const answer = await stand.api("PUT", "/library", {
    kind: "autoReply",
    name: `Rule for ${pattern}`,
    enabled: true,
    pattern,
    condition,
    replyTopic: "answers",
    template,
    delayMs: 0,
    tokenId: null,
  });
  expect(answer).toMatchObject({ status: 200 });
}

describe("custom messages and auto-reply rules", () => {
  it("Q7 U9 a rule answers before the program does, with a frame of its own or with the data of a message", async () => {
    await rule("$realtime/weather", "@.payload.city == 'Rome'", '{"type":"weather","city":{{json.payload.city}}}');
    await rule("$realtime/count", "", "[1, 2]");
    const { secret } = await stand.token({});
    const { client } = await authenticated(stand, secret);
    const weather = (city: string) => client.ask({ type: "custom", message_type: "weather", payload: { city } });
    expect(await weather("Rome")).toEqual({ type: "weather", city: "Rome" });
    expect(await weather("Oslo")).toEqual({ from: "the program" });
    expect(await client.ask({ message_type: "count" })).toEqual({
      type: "message",
      data: [1, 2],
      timestamp: expect.any(Number),
    });
    expect(await client.ask({ message_type: "a/#" })).toEqual({ from: "the program" });
    const { items } = (await stand.api("GET", "/messages")).body;
    expect(items).toEqual([]);
  });
});

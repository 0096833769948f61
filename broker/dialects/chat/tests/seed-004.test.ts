/** Tests the frames that the reference's own document shows, as they are written there (H3, H4). */
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ChatUnderTest, startChat } from "../../../testing/chat-harness.ts";

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
  await stand.room("public-chat");
});
afterEach(() => stand.stop());

it('H3 { "event": "message", "message": {...} }', async () => {
  const client = await stand.enter("public-chat", await stand.person("alice"));
  client.say("hello");
  const { event, message } = await client.heard("hello");
  expect({ event, message }).toEqual({ event: "message", message: expect.any(Object) });
});

it('H4 { "event": "online_count", "online_count": 4 }', async () => {
  const first = await stand.enter("public-chat", await stand.person("p1"));
  for (const name of ["p2", "p3", "p4"]) await stand.enter("public-chat", await stand.person(name));
  const { event, online_count } = await first.frame(({ online_count: count }) => count === 4);
  expect({ event, online_count }).toEqual({ event: "online_count", online_count: 4 });
});

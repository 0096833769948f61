/** Owns the proof that every example of the reference's documents works as it is written there. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "../../../testing/engine-harness.ts";
import { authenticated, stranger } from "../../../testing/realtime-client.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

const user = (userId: string, rights: Parameters<EngineUnderTest["token"]>[0] = {}) =>
  stand.token(rights, { subject: { userType: "user", userId } });

describe("the message protocol of the reference", () => {
  it("Q1 Q2 Q3 Q5 each example frame has the answer that is written beside it", async () => {
    const { secret } = await user("123");
    const client = await stranger(stand);
    const authenticate = `{"type": "authenticate", "token": "${secret}", "prefix": "bearer"}`;
    expect(await client.ask(authenticate)).toMatchObject({ type: "auth_success", user_type: "user", user_id: 123 });
    expect(await client.ask('{"type": "subscribe", "topic": "user:123"}')).toEqual({
      type: "subscribed",
      topic: "user:123",
    });
    await stand.api("POST", "/messages", { topic: "user:123", message: { title: "New Message" } });
    expect(await client.next()).toEqual({
      type: "message",
      data: { title: "New Message" },
      topic: "user:123",
      timestamp: expect.any(Number),
    });
    expect(await client.ask('{"type": "unsubscribe", "topic": "user:123"}  ')).toEqual({
      type: "unsubscribed",
      topic: "user:123",
    });
    await stand.api("POST", "/messages", { topic: "user:123", message: "not heard any more" });
    expect(await client.ask('{"type": "ping"}')).toEqual({ type: "pong", user_type: "user", user_id: 123 });
    expect(
      await client.ask('{"type": "custom", "message_type": "echo", "payload": {"deep": [1, "two", null]}}'),
    ).toEqual({ type: "echo", user_id: 123, payload: { deep: [1, "two", null] } });
  });

  it("Q1 Q3 the page of the reference runs: it authenticates, subscribes to itself, and logs what comes", async () => {
    const { secret } = await user("7");
    const origin = stand.engine.broker.replace(/\/ws\/.*$/, "");
    const localStorage = { getItem: () => secret };
    const logged: unknown[] = [];
    const ws = new WebSocket(`${origin}/ws/realtime/`);
    stand.cleanUp(() => ws.close());
    await new Promise<void>((resolve) => {
      ws.onopen = () => {
        ws.send(JSON.stringify({ type: "authenticate", token: localStorage.getItem() }));
      };
      ws.onmessage = (event) => {
        const data = JSON.parse(String(event.data));
        switch (data.type) {
          case "auth_success":
            ws.send(JSON.stringify({ type: "subscribe", topic: `user:${data.user_id}` }));
            break;
          case "subscribed":
            void stand.api("POST", "/messages", { topic: "user:7", message: { body: "You have a notification" } });
            break;
          case "message":
            logged.push(data.data);
            resolve();
            break;
        }
      };
    });
    expect(logged).toEqual([{ body: "You have a notification" }]);
  });

  it("Q3 Q6 a topic's message goes to its subscribers with the topic's name", async () => {
    const reader = await user("1", { "chat:room1": "read" });
    const { client } = await authenticated(stand, reader.secret);
    expect(await client.ask({ type: "subscribe", topic: "chat:room1" })).toEqual({
      type: "subscribed",
      topic: "chat:room1",
    });
    const message = { type: "message", user: "john", text: "Hello everyone!" };
    await stand.api("POST", "/messages", { topic: "chat:room1", message });
    expect(await client.next()).toMatchObject({ type: "message", data: message, topic: "chat:room1" });
  });
});

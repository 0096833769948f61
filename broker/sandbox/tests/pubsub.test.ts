/** Checks that a simulated client speaks the pub/sub protocol, over real sockets. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { SandboxClient } from "../../contract/sandbox.ts";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";
import { pubsubCodec } from "../codecs/pubsub-codec.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine({ anonymous: [{ pattern: "open/#", access: "readwrite" }] });
});
afterEach(() => stand.stop());

async function clientWhere(id: string, isWanted: (client: SandboxClient) => boolean): Promise<SandboxClient> {
  for (;;) {
    const { items } = (await stand.api("GET", "/sandbox/clients")).body;
    const client = items.find((each: { id: string }) => each.id === id);
    if (isWanted(client)) return client;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function online(fields: Partial<SandboxClient>): Promise<string> {
  const draft = { name: "Display", tokenId: null, dialect: "pubsub", filters: [], ...fields };
  const made = await stand.api("POST", "/sandbox/clients", draft);
  expect(made.status).toBe(201);
  const { id } = made.body;
  await stand.api("POST", `/sandbox/clients/${id}/connect`);
  await clientWhere(id, ({ state }) => state.kind === "online");
  return id;
}
const publish = (clientId: string, topic: string, template: string) =>
  stand.api("POST", "/sandbox/publish", { clientId, topic, template, format: "json" });

describe("a simulated pub/sub client", () => {
  it("B1 P2 P7 stands when it is subscribed, under its own name, and hears the past that it asked for", async () => {
    for (const json of ["1", "2", "12345678901234567890"])
      await stand.api("POST", "/messages", { topic: "open/a", json });
    const id = await online({ filters: ["open/#"], lastN: 2 });
    const [connection] = await stand.connections();
    expect(connection).toMatchObject({ dialect: "pubsub", clientId: "Display", filters: ["open/#"] });
    const { last, state } = await clientWhere(id, ({ received }) => received === 2);
    expect(state).toMatchObject({ kind: "online", connectionId: connection?.id });
    expect(last.map(({ topic, text }) => [topic, text])).toEqual([
      ["open/a", "12345678901234567890"],
      ["open/a", "2"],
    ]);
  });

  it("B4 B6 publishes to another, counts both sides, and is told why it may not", async () => {
    const reader = await online({ name: "Reader", filters: ["open/t"] });
    const writer = await online({ name: "Writer" });
    await publish(writer, "open/t", '{"n":{{seq}}}');
    const heard = await clientWhere(reader, ({ received }) => received === 1);
    expect(heard.last[0]).toMatchObject({ topic: "open/t", text: '{"n":1}' });
    expect(await clientWhere(writer, ({ sent }) => sent === 1)).toMatchObject({ refused: 0 });
    await publish(writer, "open/none", "1");
    const refused = await clientWhere(writer, ({ refused }) => refused === 1);
    expect(refused.refusal).toMatchObject({ code: "TOPIC_NOT_FOUND", message: "Topic not found: open/none" });
    await stand.api("DELETE", "/topics/open%2Ft");
    const told = await clientWhere(reader, ({ refused }) => refused === 1);
    expect(told.refusal).toMatchObject({ code: "topic_deleted" });
  });

  it("B1 X3 shows its token, or none where it has none", () => {
    const wish = { filters: [], name: "n" };
    expect(pubsubCodec.hello({ ...wish, secret: null }).headers).toEqual({});
    expect(pubsubCodec.hello({ ...wish, secret: "s3cret" }).headers).toEqual({ authorization: "Token s3cret" });
  });

  it("B4 finds a payload that looks like the frame around it", () => {
    const payload = '{"a":",\\"timestamp\\":\\"","b":{"timestamp":"x","timestamp":"y"}}';
    const frame = `{"type":"message","topic":"a\\"b","message":{"id":"1","payload":${payload},"timestamp":"t"},"publisher_client_id":"c,\\"timestamp\\":\\"","replayed":true}`;
    expect(pubsubCodec.hear(frame)).toEqual({ kind: "message", topic: 'a"b', json: payload });
  });
});

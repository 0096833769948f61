/** Checks that JSON nested far deeper than a stack holds hurts nobody, whichever way it comes. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isNestedBeyond } from "../../contract/json-depth.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { BrokerClient } from "../../testing/broker-client.ts";
import { type ChatUnderTest, startChat, user } from "../../testing/chat-harness.ts";

const nested = (depth: number, inside = "1") => "[".repeat(depth) + inside + "]".repeat(depth);

it.each([
  ["[[1]]", 2, false],
  ["[[[1]]]", 2, true],
  ['{"a":[{"b":"]]["}]}', 3, false],
  ['["\\"[[[["]', 1, false],
  ['"[[[["', 0, false],
  ["[][][][]", 1, false],
  ["", 0, false],
  ['["', 1, false],
])("Z6 %s is nested beyond %i levels: %s", (json, limit, isBeyond) => {
  expect(isNestedBeyond(json, limit)).toBe(isBeyond);
});

describe("a deep value", () => {
  const DEEP = nested(100_000);
  let stand: ChatUnderTest;
  let secret: string;
  let bystander: BrokerClient;

  beforeEach(async () => {
    stand = await startChat();
    ({ secret } = await stand.token({ "#": "readwrite" }, { subject: user("ada") }));
    bystander = await stand.connect({ secret, filters: ["by/#"] });
  });
  afterEach(async () => {
    expect(bystander.end).toBeNull();
    expect((await stand.api("GET", "/stats")).body.faults).toEqual({ count: 0, last: null });
    await stand.stop();
  });

  async function answer(client: BrokerClient, frame: string, fits: string): Promise<string> {
    client.send(frame);
    for (;;) {
      const found = client.texts.find((text) => text.includes(fits));
      if (found !== undefined) return found;
      await client.received(client.texts.length + 1);
    }
  }

  it("Z6 M1 is a message like any other, as it was written", async () => {
    const reader = await stand.connect({ secret, filters: ["a/#"] });
    const writer = await stand.connect({ secret, filters: ["none"] });
    writer.send(`{"tag":"a/b","message":${DEEP}}`);
    await reader.received(1);
    expect(reader.texts[0]).toBe(`{"tag":"a/b","message":${DEEP}}`);
  });

  it("Z6 X2 where pub/sub expects a type, it is an unknown type", async () => {
    const client = await stand.connect({ secret, path: "/ws/" });
    expect(await answer(client, `{"type":${DEEP}}`, "BAD_REQUEST")).toContain("Unknown message type: [[[");
  });

  it("Z6 in realtime: echoed as written, refused as metadata, and a custom message nobody answers", async () => {
    const client = await stand.connect({ path: "/ws/realtime/" });
    await answer(client, JSON.stringify({ type: "authenticate", token: secret }), "auth_success");
    expect(await answer(client, `{"type":"echo","payload":${DEEP}}`, '"echo"')).toContain(DEEP);
    const key = `{"type":"set_meta","key":"k","value":${nested(LIMITS.jsonDepth + 1)}}`;
    expect(await answer(client, key, "meta-too-large")).toContain("nested");
    expect(await answer(client, `{"type":"custom","message_type":"x","payload":${DEEP}}`, "Unsupported")).toContain(
      "error",
    );
  });

  it("Z6 in chat it is no body", async () => {
    await stand.room("hall");
    const { client } = await stand.enter("hall", secret);
    expect(await answer(client, `{"body":${DEEP}}`, "errors")).toContain("body");
  });

  it.each([
    ["/topics", `{"name":"deep","metadata":{"a":${DEEP}}}`, "500 levels"],
    ["/import", `{"workspace":${DEEP}}`, "deeper than 500 levels"],
    ["/edits", `{"edits":${DEEP}}`, "deeper than 500 levels"],
    ["/messages", DEEP, "must be a JSON object"],
    ["/messages", `{"topic":${DEEP},"message":1}`, "deeper than 500 levels"],
  ])("Z6 %s refuses a body that is nested too deeply, by name, %#", async (path, body, reason) => {
    const response = await fetch(`${stand.engine.admin}${path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${stand.engine.adminKey}`, "content-type": "application/json" },
      body,
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain(reason);
  });

  it("Z6 M1 over HTTP it is a message too", async () => {
    const { status } = await stand.api("POST", "/messages", { topic: "by/0", json: nested(5000) });
    expect(status).toBeLessThan(300);
    const response = await fetch(`${stand.engine.admin}/messages`, {
      method: "POST",
      headers: { authorization: `Bearer ${stand.engine.adminKey}`, "content-type": "application/json" },
      body: `{"topic":"by/1","message":${nested(5000)}}`,
    });
    expect(response.status).toBeLessThan(300);
    await bystander.received(2);
    expect(bystander.texts[1]).toContain(nested(5000));
  });

  it("Z6 pub/sub's REST interface refuses metadata of that depth", async () => {
    const response = await fetch(`${stand.engine.admin.replace("/api/v1", "/api")}/topics/create`, {
      method: "POST",
      headers: { authorization: `Bearer ${stand.engine.adminKey}` },
      body: `{"name":"deep","metadata":{"a":${nested(5000)}}}`,
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain("nested deeper");
  });
});

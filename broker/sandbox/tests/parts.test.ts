/** Checks the small parts of a simulated client: when it tries again, what it keeps, what it sends. */
import { describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { brokerCodec } from "../codecs/broker-codec.ts";
import { readOutgoing } from "../outgoing.ts";
import { Received } from "../received.ts";
import { retryDelay } from "../retry.ts";

describe("trying again", () => {
  it.each([4001, 4002, 4003, 4010, 1009, 1000])("B3 not after %i", (code) => {
    expect(retryDelay(code, 1, 0)).toBeNull();
  });

  it("B3 after a stop, a slow reader, a broken transport and a full limit, with pauses that double up to a bound", () => {
    const delays = (code: number) => [1, 2, 3, 20].map((attempt) => retryDelay(code, attempt, 0));
    expect(delays(1001)).toEqual([500, 1000, 2000, 30_000]);
    expect(delays(1006)).toEqual(delays(1001));
    expect(delays(4009)).toEqual(delays(1001));
    expect(delays(4004)).toEqual([5_000, 10_000, 20_000, 30_000]);
    expect(retryDelay(1001, 1, 0.999)).toBeGreaterThanOrEqual(375);
  });
});

describe("what was received", () => {
  it("B4 keeps the newest in number and in bytes, and counts all", () => {
    const received = new Received();
    for (let index = 0; index < LIMITS.sandboxMessages * 3; index++) received.add(0, "a", String(index));
    expect([received.count, received.all().length]).toEqual([LIMITS.sandboxMessages * 3, LIMITS.sandboxMessages]);
    expect(received.all()[0]).toMatchObject({ seq: LIMITS.sandboxMessages * 3, text: "1499" });
    const large = JSON.stringify("x".repeat(LIMITS.sandboxMessageBytes / 4));
    for (let index = 0; index < 9; index++) received.add(0, "a", large);
    expect(received.all()).toHaveLength(3);
    received.add(0, "a", JSON.stringify("x".repeat(LIMITS.sandboxMessageBytes * 2)));
    expect(received.all()).toHaveLength(1);
  });

  it("B4 lists cut long texts and keep their size, pages have them whole", () => {
    const received = new Received();
    const long = JSON.stringify("ä".repeat(LIMITS.sandboxPreviewLength));
    received.add(0, "a", long);
    received.add(0, "a", "12345678901234567890");
    expect(received.newest(5).map(({ text }) => text.length)).toEqual([20, LIMITS.sandboxPreviewLength + 1]);
    expect(received.newest(5, 1).map(({ seq }) => seq)).toEqual([2]);
    expect(received.all()).toMatchObject([
      { text: "12345678901234567890" },
      { text: long, bytes: Buffer.byteLength(long) },
    ]);
  });
});

describe("the main protocol, from the client's side", () => {
  it("B1 brings token and filters in headers, and nothing it was not given", () => {
    expect(brokerCodec.hello({ secret: "s3cret", filters: ["a/#", "b"], name: "" })).toMatchObject({
      headers: { authorization: "Token s3cret", tag: "a/#,b" },
    });
    expect(brokerCodec.hello({ secret: null, filters: [], name: "" }).headers).toEqual({});
  });

  it("B4 hears messages with their digits, refusals, and lets pass what it does not know", () => {
    expect(brokerCodec.hear('{"tag":"a\\"}/b","message":{"n":12345678901234567890,"message":1}}')).toEqual({
      kind: "message",
      topic: 'a"}/b',
      json: '{"n":12345678901234567890,"message":1}',
    });
    const refusal = { error: { code: "publish-not-covered", message: "No permission", tag: "x" } };
    expect(brokerCodec.hear(JSON.stringify(refusal))).toEqual({
      kind: "refusal",
      code: "publish-not-covered",
      message: "No permission",
    });
    expect(brokerCodec.hear("[1]")).toEqual({ kind: "other" });
    expect(brokerCodec.publish('a"b', "1.50", { secret: null, filters: [], name: "" })).toBe(
      '{"tag":"a\\"b","message":1.50}',
    );
  });
});

describe("what is sent", () => {
  const fill = (topic: string, template: string, format: "json" | "text" = "json") => {
    const outgoing = readOutgoing({ topic, template, format });
    return outgoing.ok ? outgoing.fill({ now: 0, seq: 7, random: () => 0 }) : outgoing;
  };

  it("B6 is filled in first and checked then, and a text becomes a JSON string", () => {
    expect(fill("home/{{pick hall}}/temp", '{"n":{{seq}}}')).toEqual({
      ok: true,
      topic: "home/hall/temp",
      json: '{"n":7}',
    });
    expect(fill("a", 'say "{{seq}}"', "text")).toEqual({ ok: true, topic: "a", json: '"say \\"7\\""' });
  });

  it("B6 a wrong topic, template or JSON is named by its field and place", () => {
    expect(fill("a/{{pick + b}}", "1")).toMatchObject({ ok: false, field: "topic" });
    expect(fill("a/{{nope}}", "1")).toMatchObject({ ok: false, field: "topic" });
    expect(fill("a", '{\n  "n": {{nope}}\n}')).toMatchObject({
      field: "template",
      message: expect.stringContaining("line 2, column 8: {{nope}} means nothing"),
    });
    expect(fill("a", '{"n": {{pick x}}}')).toMatchObject({
      field: "template",
      message: expect.stringContaining("JSON"),
    });
  });
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { topLevelMembers } from "../../contract/json-members.ts";
import { decodeAny, decodeCanonical } from "./decode.ts";

describe("decoding a client's frame", () => {
  it.each(["0", "false", '""', "null", "[]", "{}", "12345678901234567890123", '"a\\"b"'])(
    "M1 M3 the value %s is a message and keeps its text, in both ways of reading",
    (json) => {
      const text = `{"tag":"a/b","message":${json}}`;
      expect(decodeCanonical(Buffer.from(text))).toEqual({ topic: "a/b", json });
      expect(decodeAny(text)).toEqual({ ok: true, topic: "a/b", json });
    },
  );

  it("M3 Python's spacing is read the short way too", () => {
    expect(decodeCanonical(Buffer.from('{"tag": "a", "message": {"x": 1}}'))).toEqual({ topic: "a", json: '{"x": 1}' });
  });

  it.each([
    ["{", "invalid-json"],
    ['{"tag":"a","message":1}x', "invalid-json"],
    ['{"tag":"a","message":}', "invalid-json"],
    ["[]", "not-an-object"],
    ["null", "not-an-object"],
    ['"text"', "not-an-object"],
    ['{"message":1}', "tag-missing"],
    ['{"tag":1,"message":1}', "tag-invalid"],
    ['{"tag":"a"}', "message-missing"],
    ['{"tag":"a","message":1,"message":2}', "duplicate-key"],
    ['{"tag":"a","message":1,"tag":"b"}', "duplicate-key"],
    ['{"tag":"a","x":1,"x":1,"message":1}', "duplicate-key"],
    ['{"tag":"a","message":1,"t\\u0061g":"b"}', "duplicate-key"],
  ])("M6 %s is refused as %s, and never read the short way", (text, refusal) => {
    expect(decodeCanonical(Buffer.from(text))).toBeNull();
    expect(decodeAny(text)).toMatchObject({ ok: false, refusal });
  });

  it("M3 other keys are dropped and their order does not matter", () => {
    const text = '{ "x": {"tag":"no"}, "message": [1, {"a":"}"}], "tag": "a\\/b", "y": "\\"," }';
    expect(decodeAny(text)).toEqual({ ok: true, topic: "a/b", json: '[1, {"a":"}"}]' });
  });

  it.each([
    ["a/b", "a/b"],
    ["a/b", "a/c"],
    ["a/b", "a/bc"],
    ["\u00e9", "\u00c3\u00a9"],
    ["\u00c3\u00a9", "\u00e9"],
    ["\u00e9", "\u00e9"],
  ])("M1 R5 the topic %s is read as itself after one of %s", (topic, before) => {
    expect(decodeCanonical(Buffer.from(JSON.stringify({ tag: topic, message: 1 })), before)?.topic).toBe(topic);
  });

  it("M1 R5 whatever the topic before was, a frame's own is read", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom("a", "\u00e9", "\u00c3\u00a9", "\u2603", "\u00e2\u0098\u0083"),
    );
    fc.assert(
      fc.property(text, text, (topic, before) => {
        const frame = Buffer.from(JSON.stringify({ tag: topic, message: 1 }));
        expect(decodeCanonical(frame, before)).toEqual(decodeCanonical(frame));
      }),
    );
  });

  it("M3 the short way reads what the long way reads, or leaves it to that", () => {
    const key = fc.constantFrom("tag", "message", "x", "");
    const member = fc
      .tuple(key, fc.jsonValue())
      .map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`);
    const frame = fc.array(member, { maxLength: 4 }).map((members) => `{${members.join(",")}}`);
    const canonical = fc.tuple(fc.string(), fc.jsonValue()).map(([tag, message]) => JSON.stringify({ tag, message }));
    fc.assert(
      fc.property(fc.oneof(frame, canonical), (text) => {
        const short = decodeCanonical(Buffer.from(text));
        const long = decodeAny(text);
        if (short !== null) expect(long).toMatchObject({ ok: true, ...short });
        if (long.ok) expect(JSON.parse(long.json)).toEqual(JSON.parse(text).message);
      }),
      { numRuns: 10_000 },
    );
  });

  it("M3 the members of any JSON object are found in its text", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 1, 3), (object, indent) => {
        const members = topLevelMembers(JSON.stringify(object, null, indent));
        if (members === "duplicate-key") throw new Error("no key is repeated here");
        const found = Object.fromEntries([...members].map(([name, json]) => [name, JSON.parse(json)]));
        expect(found).toEqual(JSON.parse(JSON.stringify(object)));
      }),
      { numRuns: 5_000 },
    );
  });

  it("M6 deep nesting is read without exhausting the stack", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(decodeCanonical(Buffer.from(`{"tag":"a","message":${deep}}`))).toBeNull();
    expect(decodeAny(`{"tag":"a","message":${deep}}`)).toMatchObject({ ok: true, json: deep });
    expect(decodeAny(`{"message":${deep},"tag":"a"}`)).toMatchObject({ ok: true, json: deep });
  });
});

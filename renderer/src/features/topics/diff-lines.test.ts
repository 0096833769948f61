import { describe, expect, it } from "vitest";
import { diffLines, layOut } from "./diff-lines.ts";

const drawn = (before: string | null, after: string) =>
  diffLines(before, after).map(({ kind, parts }) => {
    const sign = { same: " ", added: "+", removed: "-" }[kind];
    return `${sign}${parts.map(({ text }) => text).join("")}`;
  });

describe("a message as lines", () => {
  it("keeps every digit and every escape as it was written", () => {
    expect(layOut('{"big":12345678901234567890,"exact":1.10,"text":"a{,}\\"b"}')).toEqual([
      "{",
      '  "big": 12345678901234567890,',
      '  "exact": 1.10,',
      '  "text": "a{,}\\"b"',
      "}",
    ]);
    expect(layOut("[]")).toEqual(["[]"]);
    expect(layOut('{"a":{},"b":[1,[2]]}')).toEqual([
      "{",
      '  "a": {},',
      '  "b": [',
      "    1,",
      "    [",
      "      2",
      "    ]",
      "  ]",
      "}",
    ]);
    expect(layOut("21.4")).toEqual(["21.4"]);
  });

  it("holds it against the one before, line against line", () => {
    expect(drawn('{"c":21.3,"humidity":44,"mode":"heat"}', '{"c":21.4,"humidity":43,"mode":"heat"}')).toEqual([
      " {",
      '-  "c": 21.3,',
      '+  "c": 21.4,',
      '-  "humidity": 44,',
      '+  "humidity": 43,',
      '   "mode": "heat"',
      " }",
    ]);
    expect(drawn("1", "1")).toEqual([" 1"]);
    expect(drawn(null, "1")).toEqual([" 1"]);
    expect(drawn('{"a":1}', '"text"')).toEqual(["-{", '+"text"', '-  "a": 1', "-}"]);
  });

  it("tells keys, texts and numbers apart, also where a text holds a colon", () => {
    const [, line] = diffLines(null, '{"a:b":"c: 5"}');
    expect(line?.parts.filter(({ kind }) => kind !== "plain").map(({ kind, text }) => [kind, text])).toEqual([
      ["key", '"a:b"'],
      ["text", '"c: 5"'],
    ]);
  });
});

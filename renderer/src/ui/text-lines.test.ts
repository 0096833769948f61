/** Tests the laying out of texts: exact, lazy, and without a stack. */
import { describe, expect, it } from "vitest";
import { fewLines, LineReader } from "./line-reader.ts";
import { isJson, jsonLine, jsonLines, plainLines, type TextLine } from "./text-lines.ts";

const wordsOf = ({ parts }: TextLine) => parts.map(({ text }) => text).join("");
const laidOut = (json: string, columns = Number.POSITIVE_INFINITY) => [...jsonLines(json, columns)].map(wordsOf);

/** A text whose characters are counted as they are read. */
function* counted(lines: Iterable<TextLine>, count: { made: number }): Generator<TextLine> {
  for (const line of lines) {
    count.made++;
    yield line;
  }
}

describe("a JSON text as lines", () => {
  it("keeps every digit and every escape as it was written", () => {
    expect(laidOut('{"big":12345678901234567890,"exact":1.10,"text":"a{,}\\"b"}')).toEqual([
      "{",
      '  "big": 12345678901234567890,',
      '  "exact": 1.10,',
      '  "text": "a{,}\\"b"',
      "}",
    ]);
    expect(laidOut("[]")).toEqual(["[]"]);
    expect(laidOut('{ "a" : {} , "b" : [ 1,[2] ] }')).toEqual([
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
    expect(laidOut("21.4")).toEqual(["21.4"]);
    expect(laidOut('"\\\\"')).toEqual(['"\\\\"']);
    expect(laidOut("")).toEqual([]);
  });

  it("tells keys, texts, numbers and words apart, also where a text holds a colon", () => {
    const kinds = [...jsonLines('{"a:b":"c: 5","d" :-1e5,"e":null}', Number.POSITIVE_INFINITY)].flatMap(({ parts }) =>
      parts.filter(({ kind }) => kind !== "plain").map(({ kind, text }) => [kind, text]),
    );
    expect(kinds).toEqual([
      ["key", '"a:b"'],
      ["text", '"c: 5"'],
      ["key", '"d"'],
      ["number", "-1e5"],
      ["key", '"e"'],
      ["word", "null"],
    ]);
  });

  it("loses nothing of what is no JSON", () => {
    for (const text of ['{"a":', "]]]", '"open', "a b", "{]}", '"\\', "::,,"]) {
      expect(laidOut(text).join("").replaceAll(/[\s]/g, "")).toBe(text.replaceAll(/\s/g, ""));
    }
  });

  it("L17 makes no line wider than asked for, and puts together they are the text", () => {
    const text = JSON.stringify({ long: "x".repeat(5_000), list: Array.from({ length: 50 }, (_, at) => at) });
    const lines = laidOut(text, 60);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(61);
    expect(lines.join("").replaceAll(" ", "")).toBe(text);
  });

  it("L17 makes only the lines that are asked for, of a value of any length", () => {
    const count = { made: 0 };
    const text = `[${"1,".repeat(500_000)}1]`;
    const reader = new LineReader(counted(jsonLines(text, 80), count));
    reader.readTo(100);
    expect([reader.lines.length, count.made, reader.isWhole]).toEqual([100, 100, false]);
    expect(fewLines(counted(jsonLines(text, 80), count), 400)).toBeUndefined();
    expect(count.made).toBe(100 + 401);
  });

  it("L17 of 20,000 levels needs no stack and no page of blanks: deep levels tell their number", () => {
    const text = `${"[".repeat(20_000)}1${"]".repeat(20_000)}`;
    const lines = laidOut(text);
    expect(lines).toHaveLength(40_001);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(80);
    expect(lines[100]).toBe(`${"  ".repeat(24)}(level 100) [`);
    expect(lines.join("").replaceAll(/\(level \d+\) |\s/g, "")).toBe(text);
  });
});

describe("short and plain texts", () => {
  it("stand in one line where they fit", () => {
    const line = (text: string) => {
      const made = jsonLine(text, 36);
      return made === undefined ? undefined : wordsOf(made);
    };
    expect(line('{"celsius":20.5}')).toBe('{ "celsius": 20.5 }');
    expect(line('{"a":[1,2,[]],"b":{}}')).toBe('{ "a": [1, 2, []], "b": {} }');
    expect(line("{}")).toBe("{}");
    expect(line('"on"')).toBe('"on"');
    expect(line(JSON.stringify("x".repeat(40)))).toBeUndefined();
    expect(line("x".repeat(1_000_000))).toBeUndefined();
  });

  it("keep their own lines and are cut where they are too long", () => {
    expect([...plainLines("ab\ncdefg\n", 3)].map(wordsOf)).toEqual(["ab", "cde", "fg", ""]);
    expect([...plainLines("", 3)].map(wordsOf)).toEqual([""]);
  });

  it("L17 are taken for JSON by their beginning when they are too long to be read whole", () => {
    expect([isJson("{}"), isJson("{"), isJson(`[${"1,".repeat(600_000)}`), isJson("x".repeat(2_000_000))]).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });
});

/** Tests that what a view of a received value costs does not grow with the value. */
import { describe, expect, it } from "vitest";
import { numbersIn, type PayloadForm, payloadAs } from "./payload-forms.ts";

const drawn = (form: PayloadForm, text: string, columns = Number.POSITIVE_INFINITY, most = 1_000) => {
  const lines: string[] = [];
  for (const { parts } of payloadAs(form, text)(columns)) {
    lines.push(parts.map(({ text: part }) => part).join(""));
    if (lines.length === most) break;
  }
  return lines;
};

describe("a received value", () => {
  it("L17 reads in four forms, with its digits", () => {
    const text = '{"n":12345678901234567890,"at":{"x":1.10}}';
    expect(drawn("json", text)).toEqual([
      "{",
      '  "n": 12345678901234567890,',
      '  "at": {',
      '    "x": 1.10',
      "  }",
      "}",
    ]);
    expect(drawn("text", '"two\\nlines"')).toEqual(["two", "lines"]);
    expect(drawn("hex", '"é"')).toEqual(['0000  22 c3 a9 22                                      ".."']);
    expect(atob(drawn("base64", text).join(""))).toBe(text);
  });

  it("L17 of 250 KB is whole again when all of its lines are put together", () => {
    const text = JSON.stringify("x\u{1f600}".repeat(50_000));
    const every = Number.POSITIVE_INFINITY;
    expect(drawn("json", text, 77, every).join("")).toBe(text);
    expect(drawn("text", text, 77, every).join("")).toBe(JSON.parse(text));
    const bytes = new TextEncoder().encode(text);
    const back = Uint8Array.from(atob(drawn("base64", text, 77, every).join("")), (letter) => letter.charCodeAt(0));
    expect(new TextDecoder().decode(back)).toBe(text);
    expect(drawn("hex", text, 77, every)).toHaveLength(Math.ceil(bytes.length / 16));
    // No half of a character at the end of a line.
    expect(drawn("json", text, 77, every).every((line) => line.isWellFormed())).toBe(true);
  });

  it("L17 offers the first numbers in order, says that there are more, and knows no depth that overflows a stack", () => {
    expect(numbersIn('{"a":1,"b":{"c":2},"d":[3,"x"],"__proto__":4}')).toEqual({
      first: new Map([
        ["a", "1"],
        ["b.c", "2"],
        ["d.0", "3"],
        ["__proto__", "4"],
      ]),
      hasMore: false,
    });
    expect([...numbersIn("[1724442618569203714,21.0]").first.values()]).toEqual(["1724442618569203714", "21.0"]);
    const samples = numbersIn(JSON.stringify({ samples: Array.from({ length: 60_000 }, (_, at) => at) }));
    expect([samples.first.size, samples.hasMore]).toEqual([40, true]);
    expect([...samples.first.keys()].slice(0, 2)).toEqual(["samples.0", "samples.1"]);
    const deep = numbersIn(`${"[".repeat(100_000)}1${"]".repeat(100_000)}`);
    expect([deep.first.size, deep.hasMore]).toEqual([0, true]);
    const texts = numbersIn(JSON.stringify(Array.from({ length: 60_000 }, () => "x")));
    expect([texts.first.size, texts.hasMore]).toEqual([0, true]);
  });
});

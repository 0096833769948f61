import { describe, expect, it } from "vitest";
import { cutLines, diffLines } from "./diff-lines.ts";
import type { TextLine } from "./text-lines.ts";

const wordsOf = ({ parts }: TextLine) => parts.map(({ text }) => text).join("");
const drawn = (before: string, after: string) =>
  diffLines(before, after)?.map((line) => `${{ same: " ", added: "+", removed: "-" }[line.kind]}${wordsOf(line)}`);

describe("two messages", () => {
  it("are held against one another, line against line", () => {
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
    expect(drawn('{"a":1}', '"text"')).toEqual(["-{", '+"text"', '-  "a": 1', "-}"]);
  });

  it("L17 that are large, or differ everywhere, are not compared, whatever they hold", () => {
    const list = (from: number, length: number) => JSON.stringify(Array.from({ length }, (_, at) => from + at));
    expect(drawn(list(0, 60_000), list(1, 60_000))).toBeUndefined();
    expect(drawn(list(0, 4_000), list(10_000, 4_000))).toBeUndefined();
    expect(drawn("1", JSON.stringify("x".repeat(300_000)))).toBeUndefined();
    const deep = (value: number) => `${"[".repeat(2_000)}${value}${"]".repeat(2_000)}`;
    expect(drawn(deep(1), deep(2))?.filter((line) => !line.startsWith(" "))).toHaveLength(2);
  });

  it("L17 whose lines are wide are cut to what fits, with their kind", () => {
    const lines = diffLines('"a"', JSON.stringify("x".repeat(100))) ?? [];
    const cut = [...cutLines(lines, 30)];
    expect(cut.map((line) => [line.kind, wordsOf(line).length])).toEqual([
      ["removed", 3],
      ["added", 30],
      ["added", 30],
      ["added", 30],
      ["added", 12],
    ]);
    expect(cut.slice(1).map(wordsOf).join("")).toBe(JSON.stringify("x".repeat(100)));
  });
});

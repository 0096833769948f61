import { describe, expect, it } from "vitest";
import { downsample } from "./downsample.ts";
import { numberAt, numbersIn } from "./json-numbers.ts";
import { shortValue } from "./last-value.ts";

describe("a series made short", () => {
  it("O22 keeps first, last, order and every peak", () => {
    const at = Array.from({ length: 10_000 }, (_, index) => index);
    const values = at.map((index) => (index === 4321 ? 99 : index === 7000 ? -99 : index % 7));
    const short = downsample(at, values, 600);
    expect(short.at.length).toBeLessThanOrEqual(602);
    expect(short.at.length).toBe(short.values.length);
    expect(short.at).toEqual([...new Set(short.at)].sort((a, b) => a - b));
    expect([short.at[0], short.at.at(-1)]).toEqual([0, 9999]);
    expect(short.values).toContain(99);
    expect(short.values).toContain(-99);
  });

  it("O22 leaves a short one as it is", () => {
    expect(downsample([1, 2, 3], [5, 6, 7], 3)).toEqual({ at: [1, 2, 3], values: [5, 6, 7] });
    expect(downsample([], [], 600)).toEqual({ at: [], values: [] });
  });
});

describe("numbers in a message", () => {
  it("O22 are found by their pointers, in lists too, and no deeper or more than can be shown", () => {
    const json = '{"a":1,"b":{"c~d/e":2.5,"list":[3,"x",{"y":4}]},"no":null,"yes":true,"":5}';
    expect([...numbersIn(json)]).toEqual([
      ["/a", "1"],
      ["/b/c~0d~1e", "2.5"],
      ["/b/list/0", "3"],
      ["/b/list/2/y", "4"],
      ["/", "5"],
    ]);
    for (const [pointer, text] of numbersIn(json)) expect(numberAt(json, pointer)).toBe(Number(text));
    expect([...numbersIn("7")]).toEqual([["", "7"]]);
    expect(numbersIn("1e999").size).toBe(0);
    expect(numbersIn("{").size).toBe(0);
    expect(numbersIn(JSON.stringify(Array.from({ length: 1000 }, () => 1))).size).toBe(50);
    expect(numbersIn(`${"[".repeat(5000)}1${"]".repeat(5000)}`).size).toBe(0);
    expect(numberAt(json, "/b/none/deeper")).toBeUndefined();
    expect(numberAt(json, "/constructor/length")).toBeUndefined();
  });
});

describe("a message in a few characters", () => {
  it.each([
    ["21.4", "21.4"],
    ['"on"', "on"],
    ["true", "true"],
    ["null", "null"],
    ['{"mode":"heat","c":21.4}', "21.4"],
    ['{"state":"shut","deep":{"n":1}}', "shut"],
    ['{"deep":{"n":1}}', "{1}"],
    ["{}", "{}"],
    ["[1,2,3]", "[3]"],
    [JSON.stringify("a text that is too long\nfor a row"), "a text that is too long…"],
    [JSON.stringify("x".repeat(40_000)), "40 KB"],
  ])("%s is shown as %s", (json, shown) => {
    expect(shortValue(json)).toBe(shown);
  });
});

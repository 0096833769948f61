/** The reading of JSON's borders against JSON.parse, which is the truth. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { isJson } from "./json-bytes.ts";

function isParsed(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isTaken(text: string): boolean {
  const around = Buffer.from(`{"${text}}]`);
  return isJson(around, 2, around.length - 2);
}

/** What stands for itself in JSON's grammar, so that pieces of it make wrong texts of every kind. */
const PIECES = [
  '"',
  "\\",
  "\\u12",
  "\\n",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "-",
  "+",
  ".",
  "0",
  "1",
  "e",
  "E",
  "true",
  "nul",
  " ",
  "\t",
  "\u0000",
  "ä",
  '"a":',
];

it.each([
  ["-0", true],
  ["-", false],
  ["01", false],
  ["1.", false],
  [".5", false],
  ["1e+5", true],
  ["1e", false],
  ["[1,]", false],
  ['{"a":1,}', false],
  ["[ ]", true],
  ["{ }", true],
  ['"\\u00e4"', true],
  ['"\\u00g4"', false],
  ['"a\nb"', false],
  ["truex", false],
  ["", false],
  ["1 2", false],
  [" \n1\t ", true],
  [`${"[".repeat(30)}1${"]".repeat(30)}`, true],
])("M3 %j as JSON: %s", (text, taken) => {
  expect(isParsed(text)).toBe(taken);
  expect(isTaken(text)).toBe(taken);
});

it("M3 what is nested deeper than is looked at is left to JSON.parse", () => {
  expect(isTaken(`${"[".repeat(31)}1${"]".repeat(31)}`)).toBe(false);
});

it("M3 every JSON text is taken, however it is spaced", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(0, 1, "\t", "\n"), (value, space) => {
      expect(isTaken(JSON.stringify(value, null, space))).toBe(true);
    }),
    { numRuns: 5_000 },
  );
});

it("M3 a text is taken exactly when JSON.parse takes it: of JSON with one piece changed, and of pieces alone", () => {
  const changed = fc
    .tuple(fc.jsonValue({ maxDepth: 3 }), fc.nat(), fc.nat(2), fc.constantFrom(...PIECES))
    .map(([value, place, cut, piece]) => {
      const text = JSON.stringify(value);
      const at = place % (text.length + 1);
      return text.slice(0, at) + piece + text.slice(at + cut);
    });
  const pieces = fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((some) => some.join(""));
  fc.assert(
    fc.property(fc.oneof(changed, pieces), (text) => {
      expect(isTaken(text)).toBe(isParsed(text));
    }),
    { numRuns: 30_000 },
  );
});

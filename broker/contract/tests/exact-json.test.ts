/** Numbers of JSON keep their digits through a parse, and are compared by them. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareDecimals } from "../decimal.ts";
import { numberOf, numberText, parseExact, WrittenJson } from "../exact-json.ts";

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`));
const whole = digits(25).map((text) => text.replace(/^0+(?=\d)/, ""));
const numbers = fc
  .tuple(
    fc.constantFrom("", "-"),
    whole,
    fc.option(digits(20), { nil: null }),
    fc.option(fc.stringMatching(/^[eE][+-]?[0-9]{1,2}$/), { nil: null }),
  )
  .map(([sign, before, after, exponent]) => `${sign}${before}${after === null ? "" : `.${after}`}${exponent ?? ""}`);

describe("JSON with all its digits", () => {
  it("X6 a number is written back as it was written, wherever it stands", () => {
    fc.assert(
      fc.property(fc.array(numbers, { minLength: 1, maxLength: 4 }), (texts) => {
        for (const json of [`[${texts.join(",")}]`, `{"a":{"b":[${texts.join(",")}]}}`, `${texts[0]}`]) {
          expect(JSON.stringify(parseExact(json))).toBe(json);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it("X6 any value but for its numbers' looks is the one that JSON.parse finds", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(JSON.stringify(parseExact(JSON.stringify(value))))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
    );
  });

  it.each(["21", "21.5", "-3", "0.001", "1e-7", "123456789012345"])("X6 %s is an ordinary number", (text) => {
    expect(parseExact(text)).toBe(Number(text));
    expect(numberText(parseExact(text))).toBe(text);
  });

  it.each(["1724442618569203714", "21.0", "1e2", "-0", "0.0000001", "-0.0", "1E400"])(
    "X6 %s keeps its text",
    (text) => {
      expect(numberText(parseExact(text))).toBe(text);
      expect(numberOf(parseExact(text))).toBe(Number(text));
    },
  );

  it("X6 a value that is written from its text keeps it within any other", () => {
    expect(JSON.stringify({ a: [new WrittenJson('{"n": 1724442618569203714, "t": 21.0}')] })).toBe(
      '{"a":[{"n":1724442618569203714,"t":21.0}]}',
    );
  });
});

describe("numbers compared by their digits", () => {
  it("F5 order and equality are those of the numbers", () => {
    const scaled = fc.tuple(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), fc.integer({ min: 0, max: 12 }));
    const written = ([value, shift]: readonly [bigint, number]) => `${value}e-${shift}`;
    fc.assert(
      fc.property(scaled, scaled, (a, b) => {
        const [left, right] = [a[0] * 10n ** BigInt(b[1]), b[0] * 10n ** BigInt(a[1])];
        const expected = left === right ? 0 : left < right ? -1 : 1;
        expect(Math.sign(compareDecimals(written(a), written(b)) ?? Number.NaN)).toBe(expected);
      }),
    );
  });

  it.each([
    ["21", "21.0"],
    ["100", "1e2"],
    ["0", "-0.00e9"],
    ["0.5", "5E-1"],
  ])("F5 %s is %s", (a, b) => {
    expect(compareDecimals(a, b)).toBe(0);
  });

  it("F5 what is no number is neither more nor less", () => {
    expect(compareDecimals("x", "1")).toBeUndefined();
    expect(compareDecimals("1", "")).toBeUndefined();
  });
});

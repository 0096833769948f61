/** What a JSON text says is read without parsing it. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { withoutEscapes } from "../json-escapes.ts";

const escapedAscii = (text: string) => {
  const units = Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, "0"));
  return `"${units.map((unit) => `\\u${unit}`).join("")}"`;
};

describe("a JSON text without its escapes", () => {
  it("F5 says what the parsed text says, whichever way it was escaped", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (text) => {
        for (const json of [JSON.stringify(text), escapedAscii(text)]) {
          expect(withoutEscapes(json)).toBe(`"${JSON.parse(json)}"`);
        }
      }),
    );
  });

  it.each([
    ['"a\\/b"', '"a/b"'],
    ['"\\\\u0041"', '"\\u0041"'],
    ['"\\ud83d\\uDD14"', '"🔔"'],
    ['{"te\\u006dp":1}', '{"temp":1}'],
    ["cut \\u00f", "cut u00f"],
    ["cut \\", "cut \\"],
  ])("F5 %s says %s", (json, said) => {
    expect(withoutEscapes(json)).toBe(said);
  });
});

/** Owns the tests of measuring and cutting text by bytes. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { cutToBytes, utf8Length } from "../text.ts";

it("T1 utf8Length counts as the platform's encoder does, and knows lone surrogates", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(utf8Length(text)).toBe(text.isWellFormed() ? Buffer.byteLength(text) : -1);
    }),
  );
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
      const text = String.fromCharCode(...units);
      expect(utf8Length(text)).toBe(text.isWellFormed() ? Buffer.byteLength(text) : -1);
    }),
  );
});

it("C4 cutToBytes keeps a close reason within its bytes and on a character boundary", () => {
  expect(cutToBytes("short", 123)).toBe("short");
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 80 }), fc.integer({ min: 3, max: 123 }), (text, most) => {
      const cut = cutToBytes(text, most);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
      expect(cut.isWellFormed()).toBe(true);
      expect(text.toWellFormed().startsWith(cut.endsWith("…") && cut !== text ? cut.slice(0, -1) : cut)).toBe(true);
    }),
  );
});

/** Owns the proof that an expiry means what a person typed. */
import { describe, expect, it } from "vitest";
import { expiryOf } from "./token-fields.ts";

const NOW = Date.parse("2030-01-01T00:00:00Z");

describe("an expiry", () => {
  it.each([
    ["never", null],
    ["30m", "2030-01-01T00:30:00.000Z"],
    ["12h", "2030-01-01T12:00:00.000Z"],
    ["7d", "2030-01-08T00:00:00.000Z"],
    ["2w", "2030-01-15T00:00:00.000Z"],
    ["2031-05-06T07:08:09Z", "2031-05-06T07:08:09.000Z"],
    ["2000-01-01T00:00:00Z", "2000-01-01T00:00:00.000Z"],
  ])("%s is %s", (given, expected) => {
    expect(expiryOf(given, NOW)).toBe(expected);
  });

  it.each(["soon", "7x", "12", "2030-13-01"])("refuses %s", (given) => {
    expect(() => expiryOf(given, NOW)).toThrow("Give never");
  });
});

/** Owns the proof that the demo's readings are plausible. */
import { describe, expect, it } from "vitest";
import { Contact, Thermometer } from "./readings.ts";

describe("a reading of the demo house", () => {
  it("wanders by tenths and stays near its room's comfort, whatever chance says", () => {
    for (const chance of [() => 0, () => 0.999, () => 0.5]) {
      const thermometer = new Thermometer(20, chance);
      const degrees = Array.from({ length: 500 }, () => thermometer.next());
      expect(Math.min(...degrees)).toBeGreaterThanOrEqual(16);
      expect(Math.max(...degrees)).toBeLessThanOrEqual(24);
      expect(degrees.every((value) => value === Math.round(value * 10) / 10)).toBe(true);
    }
  });

  it("changes a contact only when chance is below its probability", () => {
    expect(new Contact(0.1, () => 0.5).next()).toBeUndefined();
    const contact = new Contact(0.1, () => 0.05);
    expect([contact.next(), contact.next()]).toEqual([true, false]);
  });
});

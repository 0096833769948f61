/** Owns the proof that settings are judged by the broker's own schema and told in a person's units. */
import { describe, expect, it } from "vitest";
import { DEFAULT_SETTINGS } from "../../../../broker/contract/nouns.ts";
import { quantityOf, quantityText } from "../../../../broker/contract/quantities.ts";
import { SETTING_KEYS } from "../../../../broker/contract/setting-words.ts";
import { matchingSections, SETTING_SECTIONS } from "../../stores/setting-index.ts";
import { allowedOf, isSame, judgeSetting, typedOf } from "./setting-lint.ts";

describe("an amount", () => {
  it("is told in the largest unit that fits, and read back as the same number", () => {
    expect(quantityText(262_144, "bytes")).toBe("256 KiB");
    expect(quantityText(30_000, "milliseconds")).toBe("30 s");
    expect(quantityText(5_400_000, "milliseconds")).toBe("1.5 h");
    expect(quantityText(100_000, "messages")).toBe("100,000 messages");
    expect(quantityText(7, "days")).toBe("7 days");
    for (const [value, unit] of [
      [262_144, "bytes"],
      [1_500_000, "bytes"],
      [250, "milliseconds"],
      [10_000, "rows"],
    ] as const) {
      expect(quantityOf(quantityText(value, unit), unit)).toBe(value);
    }
  });

  it("is read with or without its unit, and nothing else is an amount", () => {
    expect(quantityOf("1 mb", "bytes")).toBe(1_000_000);
    expect(quantityOf("2048", "bytes")).toBe(2048);
    expect(quantityOf("1,000", "rows")).toBe(1000);
    expect(quantityOf("90s", "milliseconds")).toBe(90_000);
    for (const text of ["", "many", "1 parsec", "-5", "1..2", "5 s 3"])
      expect(quantityOf(text, "milliseconds"), text).toBeUndefined();
  });
});

describe("a setting", () => {
  it("as it is saved is always allowed and the same", () => {
    for (const key of SETTING_KEYS) {
      const typed = typedOf(DEFAULT_SETTINGS, key);
      expect(judgeSetting(key, typed), key).toMatchObject({ ok: true });
      expect(isSame(DEFAULT_SETTINGS, key, typed), key).toBe(true);
    }
  });

  it("outside its bounds says which are allowed, from the schema itself", () => {
    expect(allowedOf("maxFrameBytes", "bytes")).toBe("Between 1 KiB and 64 MiB, whole");
    expect(judgeSetting("maxFrameBytes", "1 GiB")).toEqual({ ok: false, reason: "Between 1 KiB and 64 MiB, whole." });
    expect(judgeSetting("maxFrameBytes", "lots")).toMatchObject({
      ok: false,
      reason: expect.stringContaining("Not an amount of bytes."),
    });
    expect(judgeSetting("messagesPerSecond", "0")).toMatchObject({
      ok: false,
      reason: expect.stringContaining("More than 0"),
    });
    expect(judgeSetting("messagesPerSecond", " ")).toEqual({ ok: true, patch: { messagesPerSecond: null } });
    expect(judgeSetting("pingIntervalMs", "10 s")).toEqual({ ok: true, patch: { pingIntervalMs: 10_000 } });
    expect(judgeSetting("workspaceName", " ")).toMatchObject({ ok: false });
  });

  it("of rights names the pattern that is wrong or there twice", () => {
    const right = (pattern: string) => ({ pattern, access: "read" as const });
    expect(judgeSetting("anonymous", [right("a/#/b")])).toMatchObject({
      ok: false,
      reason: expect.stringContaining("a/#/b"),
    });
    expect(judgeSetting("anonymous", [right("a"), right("a")])).toMatchObject({
      ok: false,
      reason: "a stands there twice.",
    });
    expect(judgeSetting("anonymous", [right("a/+")])).toMatchObject({ ok: true });
  });
});

describe("the index of settings", () => {
  it("has every setting of the broker, each once", () => {
    const ids = SETTING_SECTIONS.flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(SETTING_KEYS.filter((key) => !ids.includes(key))).toEqual([]);
  });

  it("finds by every word, in title, label or help", () => {
    const found = (query: string) => matchingSections(query).flatMap(({ rows }) => rows.map(({ id }) => id));
    expect(found("ping")).toContain("pingIntervalMs");
    expect(found("audit days")).toEqual(["auditDays"]);
    expect(found("theme dark")).toEqual(["scheme"]);
    expect(found("no such thing")).toEqual([]);
  });
});

/** Owns the tests of the topic grammar, T1 to T7, against a brute-force oracle. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Checked,
  checkPattern,
  checkTopic,
  covers,
  exampleTopics,
  hasWildcard,
  matches,
  overlapExample,
  sharedLevels,
} from "../topics.ts";
import { anyPattern, anyTopic, oracleCovers, oracleMatches, oracleOverlaps } from "./topic-oracle.ts";

const CASES = { numRuns: 10_000 };

const reasonOf = (checked: Checked): string => (checked.ok ? "" : checked.reason);

describe("topics", () => {
  it("T1 a topic is 1 to 1024 bytes of UTF-8, counted in bytes and not in characters", () => {
    expect(checkTopic("a").ok).toBe(true);
    expect(checkTopic("").ok).toBe(false);
    expect(checkTopic("a".repeat(1024)).ok).toBe(true);
    expect(checkTopic("a".repeat(1025)).ok).toBe(false);
    expect(checkTopic("é".repeat(512)).ok).toBe(true);
    expect(reasonOf(checkTopic("é".repeat(513)))).toContain("1026");
    expect(checkTopic("😀".repeat(256)).ok).toBe(true);
    expect(checkTopic(`${"😀".repeat(256)}a`).ok).toBe(false);
  });

  it("T1 a topic holds no +, no #, no NUL and no half of a surrogate pair", () => {
    for (const topic of ["a+", "+", "a/#", "#", "a\0b", "a\ud800", "\udc00a", "\ud800\ud800"])
      expect(checkTopic(topic).ok, JSON.stringify(topic)).toBe(false);
  });

  it("T1 empty levels are levels: /a has two and a lone slash is a topic of two empty ones", () => {
    for (const topic of ["/a", "a/", "/", "a//b"]) expect(checkTopic(topic).ok).toBe(true);
    expect(matches("+/a", "/a")).toBe(true);
    expect(matches("+", "/a")).toBe(false);
    expect(matches("+/+", "/")).toBe(true);
  });

  it("T2 refuses wildcards that are not a whole level, and # before the last level, with the reason", () => {
    expect(reasonOf(checkPattern("a+"))).toContain("whole level");
    expect(reasonOf(checkPattern("#a"))).toContain("whole level");
    expect(reasonOf(checkPattern("a/b#"))).toContain("whole level");
    expect(reasonOf(checkPattern("a/#/b"))).toContain("last level");
    expect(reasonOf(checkPattern("++/a"))).toContain("whole level");
    for (const pattern of ["#", "+", "a/+/b", "a/#", "+/#", "/+", "+/", "$x/#"])
      expect(checkPattern(pattern).ok).toBe(true);
  });

  it("T2 refuses commas, and blanks at either end, which a header cannot ask for", () => {
    for (const pattern of ["a,b", ",", " a", "a ", "\ta", "a/ "]) expect(checkPattern(pattern).ok).toBe(false);
    expect(checkPattern("a b/c").ok).toBe(true);
  });

  it("T2 bounds patterns by the same bytes and characters as topics", () => {
    expect(checkPattern("").ok).toBe(false);
    expect(checkPattern(`${"a".repeat(1022)}/#`).ok).toBe(true);
    expect(checkPattern(`${"a".repeat(1023)}/#`).ok).toBe(false);
    expect(checkPattern("a\ud800/+").ok).toBe(false);
    expect(checkPattern("a\0/+").ok).toBe(false);
  });

  it("T3 + matches one level, also an empty one, and # any number of levels and its parent", () => {
    expect(matches("alerts/#", "alerts")).toBe(true);
    expect(matches("alerts/#", "alerts/")).toBe(true);
    expect(matches("alerts/#", "alerts/fire/hall")).toBe(true);
    expect(matches("alerts/#", "alertsx")).toBe(false);
    expect(matches("home/+/temp", "home//temp")).toBe(true);
    expect(matches("home/+/temp", "home/hall/door/temp")).toBe(false);
    expect(matches("home/+", "home")).toBe(false);
    expect(matches("home/+/#", "home")).toBe(false);
  });

  it("T3 T4 matches agrees with the oracle", () => {
    fc.assert(
      fc.property(anyPattern, anyTopic, (pattern, topic) => {
        expect(matches(pattern, topic)).toBe(oracleMatches(pattern, topic));
      }),
      CASES,
    );
  });

  it("T4 a pattern that begins with a wildcard matches no topic that begins with $", () => {
    for (const pattern of ["#", "+", "+/#", "+/load"]) {
      expect(matches(pattern, "$SYS/load")).toBe(false);
      expect(matches(pattern, "$SYS")).toBe(false);
    }
    expect(matches("$SYS/#", "$SYS/load")).toBe(true);
    expect(matches("a/+", "a/$x")).toBe(true);
  });

  it("T5 T1 names the cases that text matching gets wrong", () => {
    expect(covers("sensors/+", "sensors/#")).toBe(false);
    expect(covers("+", "#")).toBe(false);
    expect(covers("+/#", "#")).toBe(true);
    expect(covers("#", "+/#")).toBe(true);
    expect(covers("a/+/#", "a/#")).toBe(false);
    expect(covers("a/#", "a")).toBe(true);
    expect(covers("/+/#", "/#")).toBe(true);
    expect(covers("#", "$x/#")).toBe(false);
    expect(covers("+/#", "$x/#")).toBe(false);
    expect(covers("$x/#", "$x/+")).toBe(true);
  });

  it("T5 covers is exact set inclusion over every topic of the alphabet", () => {
    fc.assert(
      fc.property(anyPattern, anyPattern, (granted, asked) => {
        expect(covers(granted, asked)).toBe(oracleCovers(granted, asked));
      }),
      CASES,
    );
  });

  it("T5 every pattern covers itself, and covering a topic is matching it", () => {
    fc.assert(
      fc.property(anyPattern, anyTopic, (pattern, topic) => {
        expect(covers(pattern, pattern)).toBe(true);
        expect(covers(pattern, topic)).toBe(matches(pattern, topic));
      }),
      CASES,
    );
  });

  it("T6 levels are compared as text", () => {
    const written = ["a.b", "a_b", "a-b", "A.b", "a b", "a*b", "é", "e\u0301", "[a]"];
    for (const one of written) for (const other of written) expect(matches(one, other)).toBe(one === other);
    expect(matches("a.b/+", "a_b/c")).toBe(false);
  });

  it("T6 a topic of any text matches itself, its own + and nothing with another level", () => {
    const text = fc.string({ unit: "grapheme", minLength: 1 }).filter((one) => !/[+#/\0$]/.test(one));
    fc.assert(
      fc.property(text, text, (one, other) => {
        expect(matches(`x/${one}`, `x/${other}`)).toBe(one === other);
        expect(matches("x/+", `x/${one}`)).toBe(true);
        expect(covers(`${one}/#`, `${other}/+`)).toBe(one === other);
      }),
    );
  });

  it("T7 an overlap is named by a valid topic that both match, and only an overlap is", () => {
    fc.assert(
      fc.property(anyPattern, anyPattern, (a, b) => {
        const example = overlapExample(a, b);
        expect(example !== undefined).toBe(oracleOverlaps(a, b));
        if (example === undefined) return;
        expect(checkTopic(example)).toEqual({ ok: true });
        expect([oracleMatches(a, example), oracleMatches(b, example)]).toEqual([true, true]);
      }),
      CASES,
    );
  });

  it("T7 the example stays within 1024 bytes where such a topic exists, and beyond them there is no overlap", () => {
    const long = "x".repeat(500);
    expect(overlapExample(`${long}/+`, `+/${long}`)).toBe(`${long}/${long}`);
    expect(overlapExample(`${long}${long}/+`, `+/${long}`)).toBeUndefined();
    const many = Array.from({ length: 512 }, () => "+").join("/");
    const example = overlapExample(many, many);
    expect(example !== undefined && checkTopic(example).ok && oracleMatches(many, example)).toBe(true);
    const tight = `${"x".repeat(1021)}/+`;
    expect(overlapExample(`${tight}/`, tight)).toBeUndefined();
    expect(overlapExample(tight, `${"x".repeat(1021)}/#`)).toBe(`${"x".repeat(1021)}/a`);
  });

  it("T7 wildcards overlap no $ pattern", () => {
    expect(overlapExample("#", "$x/#")).toBeUndefined();
    expect(overlapExample("+/a", "$x/a")).toBeUndefined();
    expect(overlapExample("$x/+", "$x/#")).toBe("$x/two");
  });

  it("C5 shared levels are the equal leading ones, as text", () => {
    expect(sharedLevels("home/hall/temp", "home/hall/door")).toBe(2);
    expect(sharedLevels("home/+/temp", "home/hall/temp")).toBe(1);
    expect(sharedLevels("home/+", "home/+/temp")).toBe(2);
    expect(sharedLevels("a", "b")).toBe(0);
    expect(sharedLevels("/a", "/b")).toBe(1);
  });

  it("T2 hasWildcard tells patterns from plain topics", () => {
    expect([hasWildcard("a/+"), hasWildcard("#"), hasWildcard("a/b")]).toEqual([true, true, false]);
  });

  it("T3 example topics are valid, different and matched; a plain topic is its only example", () => {
    expect(exampleTopics("energy/#", 2)).toEqual(["energy/one", "energy/one/two"]);
    expect(exampleTopics("home/+/door", 2)).toEqual(["home/one/door", "home/two/door"]);
    expect(exampleTopics("a/b", 3)).toEqual(["a/b"]);
    fc.assert(
      fc.property(anyPattern, fc.integer({ min: 0, max: 12 }), (pattern, count) => {
        const examples = exampleTopics(pattern, count);
        expect(new Set(examples).size).toBe(Math.min(count, hasWildcard(pattern) ? count : 1));
        for (const topic of examples)
          expect([checkTopic(topic).ok, oracleMatches(pattern, topic)]).toEqual([true, true]);
      }),
    );
  });
});

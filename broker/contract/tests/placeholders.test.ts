/** Checks placeholders: what each becomes, and what is said about those that mean nothing. */
import { describe, expect, it } from "vitest";
import { SeededRandom } from "../../testing/seeded-random.ts";
import { PLACEHOLDERS, type PlaceholderContext, parseTemplate, type Vocabulary } from "../placeholders.ts";

const context = (fields: Partial<PlaceholderContext> = {}): PlaceholderContext => {
  const random = new SeededRandom(7);
  return { now: Date.UTC(2026, 2, 14, 14, 2, 9, 311), seq: 42, random: () => random.next(), ...fields };
};

function expand(text: string, given = context()): string {
  const template = parseTemplate(text, PLACEHOLDERS);
  if (!template.ok) throw new Error(template.problem.message);
  return template.expand(given);
}

function problemOf(text: string) {
  const template = parseTemplate(text, PLACEHOLDERS);
  if (template.ok) throw new Error("it was understood");
  return template.problem;
}

describe("placeholders", () => {
  it("B5 now and seq are those of the send", () => {
    expect(expand('{"at":"{{now}}","ms":{{ now  ms }},"seq":{{seq}}}')).toBe(
      '{"at":"2026-03-14T14:02:09.311Z","ms":1773496929311,"seq":42}',
    );
  });

  it("B5 random includes both ends and has the decimals of the more exact one", () => {
    const low = context({ random: () => 0 });
    const high = context({ random: () => 0.999_999_999 });
    expect([expand("{{random 10 30}}", low), expand("{{random 10 30}}", high)]).toEqual(["10", "30"]);
    expect([expand("{{random -1 0.25}}", low), expand("{{random -1 0.25}}", high)]).toEqual(["-1.00", "0.25"]);
    expect(expand("{{random 5 5}}")).toBe("5");
    const values = Array.from({ length: 200 }, () =>
      Number(expand("{{random 17.0 24.0}}", context({ random: Math.random }))),
    );
    expect(Math.min(...values)).toBeGreaterThanOrEqual(17);
    expect(Math.max(...values)).toBeLessThanOrEqual(24);
  });

  it("B5 uuid is of version 4, pick is one of its words, and the same seed gives the same text", () => {
    expect(expand("{{uuid}}")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(["on", "off"]).toContain(expand("{{pick on off}}"));
    const text = "{{uuid}} {{random 1 1000}} {{pick a b c}}";
    expect(expand(text)).toBe(expand(text));
    expect(expand(text, context({ random: () => 0.1 }))).not.toBe(expand(text));
  });

  it("B5 text without placeholders is itself, single braces too", () => {
    const text = '{"a":{"b":[{}]}} }} {';
    const template = parseTemplate(text, PLACEHOLDERS);
    expect(template.ok && [template.isConstant, template.expand(context())]).toEqual([true, text]);
  });

  it("B5 of more braces in a row the innermost are the placeholder's", () => {
    expect(expand("{{{seq}}:{{seq}}}")).toBe("{42:42}");
  });

  it.each([
    ["a {{nwo}} b", { at: 2, length: 7 }, "{{nwo}} means nothing; allowed are {{now}}"],
    ["{{}}", { at: 0, length: 4 }, "An empty placeholder means nothing"],
    ["x{{seq 1}}", { at: 1, length: 9 }, "{{seq}} stands alone: {{seq}}"],
    ["{{now s}}", { at: 0, length: 9 }, "{{now}} takes nothing, or ms"],
    ["{{random 1}}", { at: 0, length: 12 }, "{{random}} takes two numbers of at most 15 characters: {{random 10 30}}"],
    ["{{random 3 1}}", { at: 0, length: 14 }, "the smaller number first"],
    ["{{random a b}}", { at: 0, length: 14 }, "takes two numbers"],
    ["{{pick}}", { at: 0, length: 8 }, "one or more words"],
    ["{{now.ms}}", { at: 0, length: 10 }, "has no path after a dot"],
    ['{"a": {{seq }', { at: 6, length: 7 }, "This {{ has no }} behind it"],
    ["{{toString}}", { at: 0, length: 12 }, "{{toString}} means nothing"],
  ])("B5 %s is refused with its place and what is allowed", (text, place, message) => {
    const problem = problemOf(text);
    expect(problem).toMatchObject(place);
    expect(problem.message).toContain(message);
  });

  it("B5 a caller adds words of its own, with a context of its own", () => {
    interface Incoming extends PlaceholderContext {
      readonly topic: string;
    }
    const vocabulary: Vocabulary<Incoming> = {
      ...PLACEHOLDERS,
      topic: {
        usage: "{{topic}} or {{topic 2}}",
        check: (words) => (words.every((word) => /^[1-9]\d*$/.test(word)) ? null : "takes a level"),
        expand: ({ topic }, [level]) => (level === undefined ? topic : (topic.split("/")[Number(level) - 1] ?? "")),
      },
      json: {
        usage: "{{json.path}}",
        check: (_, path) => (path === "" ? "takes a path" : null),
        expand: (_, __, path) => path,
      },
    };
    const template = parseTemplate("{{topic}} {{topic 2}} {{seq}} {{json.a.b[0]}}", vocabulary);
    expect(template.ok && template.expand({ ...context(), topic: "home/hall/door" })).toBe(
      "home/hall/door hall 42 a.b[0]",
    );
    expect(parseTemplate("{{topic x}}", vocabulary)).toMatchObject({ ok: false, problem: { at: 0 } });
  });
});

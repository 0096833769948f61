/** Owns the proof of the filter language: what a text means, and where a wrong one is wrong. */
import { describe, expect, it } from "vitest";
import { type FilterNode, parseFilter, quoteValue } from "../traffic-filter.ts";

/** The tree as text: and, or and not in words, each term in brackets. */
function spelled(node: FilterNode | null): string {
  if (node === null) return "";
  switch (node.kind) {
    case "and":
    case "or":
      return `(${node.of.map(spelled).join(` ${node.kind} `)})`;
    case "not":
      return `not ${spelled(node.of)}`;
    case "term":
      return `[${Object.entries(node.term)
        .filter(([key]) => key !== "digits")
        .flatMap(([, part]) => part)
        .join(" ")}]`;
    default:
      return node satisfies never;
  }
}

function tree(text: string): string {
  const parsed = parseFilter(text);
  return parsed.ok ? spelled(parsed.filter) : `${parsed.problem.at}-${parsed.problem.end} ${parsed.problem.message}`;
}

describe("traffic filters", () => {
  it.each([
    ["", ""],
    ["   ", ""],
    ["topic:home/#", "[topic home/#]"],
    ["TOPIC:home/#", "[topic home/#]"],
    ['token:"CI simulator"', "[token CI simulator]"],
    ['text "he said \\"go\\""', '([text text] and [text he said "go"])'],
    ["denied", "[flag denied]"],
    ['"denied"', "[text denied]"],
    ["size>4k", "[size > 4096]"],
    ["size:>=1.5m", "[size >= 1572864]"],
    ["json.temp>30", "[json temp > 30]"],
    ["json.state.on:true", "[json state on : true]"],
    ['json.name:"30"', "[json name : 30]"],
    ["result:invalid-json dir:in", "([result invalid-json] and [dir in])"],
    ["a b or c", "([text a] and ([text b] or [text c]))"],
    ["a or b c", "(([text a] or [text b]) and [text c])"],
    ["a and b", "([text a] and [text b])"],
    ["not a or b", "(not [text a] or [text b])"],
    ["not not a", "not not [text a]"],
    ["not (a b) or (c or d) e", "((not ([text a] and [text b]) or ([text c] or [text d])) and [text e])"],
    ["(denied)dropped", "([flag denied] and [flag dropped])"],
  ])("F5 %j means %s", (text, meaning) => {
    expect(tree(text)).toBe(meaning);
  });

  it.each([
    ["foo:bar", "0-3 There is no field"],
    ["topic:a/#/b", "6-11 # must be the last level"],
    ["topic:", "6-7 After topic: stands nothing; give a topic"],
    ["a size>4x", "7-9 A size is a number of bytes"],
    ["topic>3", "0-7 topic is not a number"],
    ["dir:up", '4-6 There is no direction "up"; it is one of in, operator, reply, node, door'],
    ["result:gone", '7-11 There is no result "gone"; it is one of delivered'],
    ["json.:3", "0-7 A field of the payload"],
    ["json.a", ""],
    ["json.a:", "7-8 After json.a stands no value"],
    ["json.a>true", "7-11 true is neither more nor less"],
    ["or a", '0-2 Before "or" stands nothing'],
    ["a or", "3-4 Something is missing here"],
    ["not", "2-3 Something is missing here"],
    ["(a", "0-1 This parenthesis is never closed"],
    ["a)", "1-2 This parenthesis closes nothing"],
    ["( )", "0-2 These parentheses hold nothing"],
    ['token:"CI', "6-9 This quotation has no end"],
    [`${"(".repeat(60)}a${")".repeat(60)}`, "50-51 At most 50 groups"],
  ])("F5 %j is wrong where it says: %s", (text, problem) => {
    if (problem === "") expect(tree(text)).toBe("[text json.a]");
    else expect(tree(text)).toContain(problem);
  });

  it.each([
    "constructor",
    "toString",
    "__proto__",
    "hasOwnProperty",
    "valueOf",
    "not constructor",
    "(constructor or __proto__)",
  ])("Z8 %s is a text to look for", (text) => {
    expect(parseFilter(text)).toMatchObject({ ok: true });
    expect(JSON.stringify(parseFilter(text))).toContain('"field":"text"');
  });

  it.each(["constructor:x", "__proto__:x", "toString>1"])("Z8 %s names no field", (text) => {
    expect(parseFilter(text)).toMatchObject({
      ok: false,
      problem: { message: expect.stringContaining("There is no field") },
    });
  });

  it.each(["size>4constructor", "size>4valueof", "result:constructor", "dir:__proto__"])(
    "Z8 %s has no such value",
    (text) => {
      expect(parseFilter(text)).toMatchObject({ ok: false });
    },
  );

  it("F5 its pieces are what a person sees as chips: a term or a group with the words before it", () => {
    const text = 'topic:home/# or topic:energy/# not token:"CI simulator" (denied or dropped) size<4k';
    const parsed = parseFilter(text);
    expect(parsed.ok && parsed.pieces.map(({ at, end }) => text.slice(at, end))).toEqual([
      "topic:home/#",
      "or topic:energy/#",
      'not token:"CI simulator"',
      "(denied or dropped)",
      "size<4k",
    ]);
  });

  it.each(["home/+/temp", "CI simulator", 'say "hi"', "a\\b", "(x)", "*"])(
    "F5 the value %j is read as it was quoted",
    (value) => {
      const parsed = parseFilter(`from:${quoteValue(value)}`);
      expect(parsed.ok && parsed.filter).toEqual({ kind: "term", term: { field: "from", text: value } });
    },
  );
});

/** Checks rules on messages that were written to break them: deep, long, strangely named, and made for regular expressions. */
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Refused } from "../../console/refused.ts";
import { putDocument } from "../../console/workspace/library.ts";
import { LibraryDraft } from "../../contract/library.ts";
import { LIMITS } from "../../contract/limits.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => {
  vi.restoreAllMocks();
  under.desk.close();
});

const RULE = {
  kind: "autoReply",
  name: "Rule",
  enabled: true,
  pattern: "in/#",
  condition: "",
  replyTopic: "out/x",
  template: "1",
  delayMs: 0,
  tokenId: null,
};
const rule = (change: Partial<typeof RULE>) => putDocument(under.corridor, LibraryDraft.parse({ ...RULE, ...change }));
const say = (json: string) => {
  under.core.publish("in/a", json);
  under.clock.advance(1);
};
const replies = () => under.core.topics.last("out/#", 100).map(({ topic, json }) => `${topic} ${json}`);
const outcomes = () => [...under.core.replies.outcomes.newest()];
const nested = (depth: number, inside = "") => "[".repeat(depth) + inside + "]".repeat(depth);

describe("what is taken of the message", () => {
  it.each([
    "1724442618569203714",
    "21.0",
    "-0.0",
    "1e400",
    "0.10",
    "123456789012345678901234567890",
    '"\\u00e4\\ud800"',
    '{"a" :1.0}',
    "[1.0,2]",
  ])("U3 %s stands in a reply as it was written, whole and by its name", (value) => {
    rule({ template: '{"id":{{json.id}}}' });
    rule({ template: "{{json}}" });
    say(`{"id": ${value} ,"x":"id"}`);
    expect(replies().sort()).toEqual([`out/x {"id": ${value} ,"x":"id"}`, `out/x {"id":${value}}`].sort());
  });

  it("U3 in topics and texts too: a number digit by digit, a text with the spelling of its escapes", () => {
    rule({
      replyTopic: "out/{{json.id}}",
      template: '{"text":"{{json.id}} {{json.name}} {{json.list.1.deep}} {{json.list}}"}',
    });
    say('{"id":1724442618569203714,"name":"a\\"\\u00e4","list":[0,{"deep":21.0}]}');
    expect(replies()).toEqual([
      'out/1724442618569203714 {"text":"1724442618569203714 a\\"\\u00e4 21.0 [0,{\\"deep\\":21.0}]"}',
    ]);
  });

  it("U3 a key that is repeated stands for its last value, as for every reader of JSON", () => {
    rule({ template: "{{json.a.b}}" });
    say('{"a":{"b":1.0,"b":2.0}}');
    expect(replies()).toEqual(["out/x 2.0"]);
  });

  it.each([
    "constructor",
    "toString",
    "__proto__",
    "hasOwnProperty",
    "length",
    "0",
    "a.constructor",
    "list.length",
    "list.01",
    "list.-1",
    "list.",
  ])("Z8 U3 {{json.%s}} is nothing that the message lacks, in a value, a text and a topic", (path) => {
    rule({ template: `{{json.${path}}}` });
    rule({ template: `{"t":"{{json.${path}}}"}` });
    rule({ replyTopic: `out/{{json.${path}}}` });
    say('{"driver":"VER","a":{},"list":[7]}');
    expect(replies()).toEqual([]);
    expect(outcomes().map(({ result }) => result)).toEqual(["failed", "failed", "failed"]);
  });

  it("Z8 U3 and it is found where the message has it", () => {
    rule({ template: "[{{json.constructor}},{{json.__proto__}},{{json.a.toString}}]" });
    say('{"constructor":1.0,"__proto__":{"x":2.0},"a":{"toString":3.0}}');
    expect(replies()).toEqual(['out/x [1.0,{"x":2.0},3.0]']);
  });

  it("U3 a large message that is named some thousand times is given up before the reply is made", () => {
    rule({ template: `[${Array(3000).fill("{{json}}").join(",")}]` });
    rule({ template: `"${Array(3000).fill("{{json}}").join(",")}"` });
    rule({ replyTopic: `out/${Array(100).fill("{{json}}").join("/")}` });
    say(JSON.stringify("x".repeat(250_000)));
    expect(
      outcomes()
        .map(({ result, code }) => `${result} ${code}`)
        .sort(),
    ).toEqual(["failed reply-too-large", "failed reply-too-large", "failed topic-invalid"]);
    expect(outcomes().every(({ topic }) => (topic ?? "").length <= LIMITS.topicBytes)).toBe(true);
  });

  it.each([`{{json.${"a.".repeat(LIMITS.placeholderKeys)}a}}`, `{{random 0 1.${"0".repeat(200)}}}`])(
    "U7 a placeholder that is too long is refused when the rule is written, %#",
    (template) => {
      expect(() => rule({ template })).toThrow(Refused);
    },
  );
});

describe("messages that are nested deeply", () => {
  it.each([60, 5000, 100_000])("Z4 Z6 $..alarm looks through %s levels, and {{json}} passes them on", (depth) => {
    rule({ condition: "$..alarm", template: "{{json}}" });
    say(nested(depth));
    say(nested(depth, '{"alarm":1.0}'));
    expect(replies()).toEqual([`out/x ${nested(depth, '{"alarm":1.0}')}`]);
    expect(outcomes().map(({ result }) => result)).toEqual(["published"]);
  });

  it("Z4 Z6 comparing two deep values takes no stack, and is right", () => {
    rule({ condition: "@.a == @.b" });
    const deep = nested(50_000);
    say(`{"a":${deep},"b":${deep}}`);
    say(`{"a":${deep},"b":${nested(50_000, "1")}}`);
    say('{"a":{"x":1,"y":[2]},"b":{"y":[2],"x":1}}');
    say('{"a":{"x":1},"b":{"constructor":1}}');
    expect(outcomes().map(({ result }) => result)).toEqual(["published", "published"]);
  });

  it("Z6 a client's custom message of any depth meets a rule, and the client stays", () => {
    rule({ pattern: "$realtime/#", condition: "$..alarm" });
    const incoming = under.core.replies.answersTo({
      topic: "$realtime/hello",
      json: `{"payload":${nested(50_000, '{"alarm":1}')}}`,
    });
    expect(incoming).toHaveLength(1);
  });
});

describe("conditions that could take for ever", () => {
  const quick = (run: () => void) => {
    const begun = performance.now();
    run();
    // Backtracking would take years; the machine may be busy.
    expect(performance.now() - begun).toBeLessThan(5_000);
  };

  it.each([
    ["search(@.text, '^([a-z]+)+$')", { text: `${"a".repeat(40)}!` }, []],
    ["match(@.text, '([a-zA-Z0-9_.-]+)*@[a-z]+')", { text: "a".repeat(50_000) }, []],
    ["search(@.text, @.pattern)", { text: `${"a".repeat(40)}!`, pattern: "^(a+)+$" }, []],
    ["search(@.text, @.pattern)", { text: "a".repeat(40), pattern: "^(a+)+$" }, ["published"]],
    ["search(@.text, @.pattern)", { text: "a", pattern: "(?=a)" }, []],
    ["search(@.text, @.pattern)", { text: "a", pattern: "[" }, []],
    ["search(@.text, @.pattern)", { text: "a", pattern: "a".repeat(501) }, []],
    ["search(@.text, @.pattern)", { text: "a", pattern: "(a{1,100}){1,100}" }, []],
    ["search(@.text, @.pattern)", { text: 1, pattern: {} }, []],
    ["search(@.text, 'b.d')", { text: "abcde" }, ["published"]],
    ["match(@.text, 'b.d')", { text: "abcde" }, []],
    ["match(@.text, '.*')", { text: "a\rb" }, []],
    ["match(@.text, '[.]\\\\.')", { text: ".." }, ["published"]],
    ["match(@.text, '\\\\p{Lu}é')", { text: "Éé" }, ["published"]],
  ])("U11 %s, message %#", (condition, message, results) => {
    rule({ condition });
    quick(() => say(JSON.stringify(message)));
    expect(outcomes().map(({ result }) => result)).toEqual(results);
  });

  it.each([
    "search(@.a, '(?=a)')",
    "match(@.a, '(a)\\\\1')",
    "search(@.a, '(a{1,900}){1,900}')",
    "$[?search(@.b, '[')]",
    "$.x[?@.y && !match(@.b, '(')]",
  ])("U7 U11 %s is refused when the rule is written", (condition) => {
    expect(() => rule({ condition })).toThrow(Refused);
  });

  it.each(["(".repeat(1500), "!".repeat(1900), `$${"[?@".repeat(480)}${"]".repeat(480)}`])(
    "U7 Z6 a condition that is nested as deep as it can be is refused or runs, %#",
    (condition) => {
      try {
        rule({ condition });
      } catch (error) {
        expect(error).toBeInstanceOf(Refused);
      }
      say('{"a":[1,{"b":2}]}');
      expect(under.core.faults.count).toBe(0);
    },
  );

  it.each(["$..a[?$..b]", "$..[?$..[?@ == $.c]]", "$..[?count($..*) > 1e9]", "$[*][?$[*][?$[*]]]"])(
    "U11 %s over a large message is given up, says so, and the next message is judged again",
    (condition) => {
      rule({ condition });
      const large = JSON.stringify(Array.from({ length: 3000 }, (_, b) => ({ a: [b, { b }] })));
      quick(() => say(large));
      expect(outcomes()).toMatchObject([{ result: "failed", code: "condition-failed" }]);
      expect(outcomes()[0]?.reason).toContain(String(LIMITS.conditionSteps));
      say('{"a":[{"b":1}]}');
      expect(outcomes().filter(({ result }) => result === "failed")).toHaveLength(1);
    },
  );

  it("U11 a long list is no fault: $[*] looks through more items than a call has arguments", () => {
    rule({ condition: "$[?@ == 7]" });
    rule({ condition: "$[*]" });
    say(`[${"1,".repeat(130_000)}7]`);
    expect(outcomes().map(({ result }) => result)).toEqual(["published", "published"]);
    expect(under.core.faults.count).toBe(0);
  });

  it("U11 the rules together have one share a message, and each message a new one", () => {
    for (let i = 0; i < 20; i++) rule({ name: `Rule ${i}`, condition: "$..missing" });
    const large = JSON.stringify(Array.from({ length: 60_000 }, () => 1));
    quick(() => say(large));
    const failed = outcomes().length;
    expect(failed).toBeGreaterThan(0);
    expect(failed).toBeLessThan(20);
    say("[1]");
    expect(outcomes()).toHaveLength(failed);
  });
});

describe("a rule that fails in a way nobody expects", () => {
  it("Z4 is recorded as failed, and the message, its sender and the other rules go on", () => {
    rule({ name: "Broken", replyTopic: "out/broken" });
    rule({ name: "Whole", template: "2" });
    const { secret } = under.token({ "in/#": "readwrite", "out/#": "read" });
    const reader = under.connect(secret, "in/#");
    const writer = under.connect(secret, "in/none");
    const note = under.core.topics.note.bind(under.core.topics);
    const planted = vi.spyOn(under.core.topics, "note").mockImplementation((draft, connectionId, tokenId) => {
      if (draft.topic === "out/broken") throw new Error("planted");
      return note(draft, connectionId, tokenId);
    });
    writer.publish("in/a", 1);
    under.clock.advance(1);
    planted.mockRestore();
    expect(
      outcomes()
        .map(({ ruleName, result, code }) => `${ruleName} ${result} ${code}`)
        .sort(),
    ).toEqual(["Broken failed internal", "Whole published null"]);
    expect(under.core.faults).toMatchObject({ count: 1, last: { place: "rule", message: "planted" } });
    expect(reader.closedWith).toBeNull();
    expect(writer.closedWith).toBeNull();
  });
});

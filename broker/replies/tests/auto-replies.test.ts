/** Checks auto-replies: who is answered, with what, in whose name, and what is written down. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Refused } from "../../console/refused.ts";
import { tryRule } from "../../console/speak/auto-replies.ts";
import { deleteDocument, putDocument, writeDocuments } from "../../console/workspace/library.ts";
import { LibraryDraft } from "../../contract/library.ts";
import { LIMITS } from "../../contract/limits.ts";
import { reduceLive } from "../../contract/live-reduce.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const RULE = {
  kind: "autoReply",
  name: "Answer the door",
  enabled: true,
  pattern: "home/+/door",
  condition: "",
  replyTopic: "home/{{topic 2}}/light",
  template: '{"on": {{json.open}}}',
  delayMs: 0,
  tokenId: null,
} as const;

type Change = Partial<Record<keyof typeof RULE | "id", string | number | boolean | null>>;
const rule = (change: Change = {}) => putDocument(under.corridor, LibraryDraft.parse({ ...RULE, ...change }));
const say = (topic: string, message: unknown) => under.core.publish(topic, JSON.stringify(message));
/** Everything that was published, oldest first, as `topic json`. */
const said = () => under.core.topics.last("#", 1000).map(({ topic, json }) => `${topic} ${json}`);
const outcomes = () => [...under.core.replies.outcomes.newest()];
const settle = () => under.clock.advance(1);

describe("which message a rule answers", () => {
  it("U1 is asked by nobody while no rule is switched on", () => {
    rule({ enabled: false });
    expect(under.core.replies.size).toBe(0);
    say("home/hall/door", { open: true });
    settle();
    expect(said()).toEqual(['home/hall/door {"open":true}']);
  });

  it("U2 answers a client's message on a topic that its pattern matches, and no other", () => {
    rule();
    const { secret } = under.token({ "home/#": "readwrite" });
    const client = under.connect(secret, "home/+/light");
    client.publish("home/hall/door", { open: true });
    client.publish("home/hall/temp", { open: true });
    settle();
    expect(said()).toEqual([
      'home/hall/door {"open":true}',
      'home/hall/temp {"open":true}',
      'home/hall/light {"on": true}',
    ]);
    expect(outcomes()).toMatchObject([{ result: "published", delivered: 1, topic: "home/hall/light" }]);
  });

  it.each([
    ["$.open", { open: false }, true],
    ["$.open", { shut: true }, false],
    ["@.celsius > 30", { celsius: 31 }, true],
    ["@.celsius > 30", { celsius: 30 }, false],
    ['@.room == "hall" && @.open', { room: "hall", open: 1 }, true],
    ["@ == 5", 5, true],
    ["$..battery", { sensor: { battery: 3 } }, true],
  ])("U2 the condition %s of %j is %s", (condition, message, holds) => {
    rule({ condition, template: "1" });
    say("home/hall/door", message);
    settle();
    expect(said()).toHaveLength(holds ? 2 : 1);
    expect(outcomes()).toHaveLength(holds ? 1 : 0);
  });
});

describe("what a rule says", () => {
  it("U3 fills in topic, levels and members, escaped inside a string and as JSON elsewhere", () => {
    rule({
      template:
        '{"all": {{json}}, "text": "{{topic}} said {{json.name}}", "raw": {{json.name}}, "deep": {{json.list.1.a}}}',
    });
    say("home/hall/door", { name: 'a "b"', list: [0, { a: [1] }] });
    settle();
    const [, reply = ""] = said();
    expect(JSON.parse(reply.slice(reply.indexOf(" ")))).toEqual({
      all: { name: 'a "b"', list: [0, { a: [1] }] },
      text: 'home/hall/door said a "b"',
      raw: 'a "b"',
      deep: [1],
    });
  });

  it("U3 a value may be a key, and a text with quotes stands escaped beside another inside a string", () => {
    rule({ replyTopic: "{{topic}}/said", template: '{{{topic 2}}: "{{pick a}} {{json}}", "level": {{topic 2}}}' });
    say("home/hall/door", 'the "hall"');
    settle();
    const reply = under.core.topics.last("home/hall/door/said", 1).at(-1)?.json ?? "";
    expect(JSON.parse(reply)).toEqual({ hall: 'a the "hall"', level: "hall" });
  });

  it("U3 takes the placeholders that everybody has, as JSON where JSON stands", () => {
    rule({ template: '{"n": {{seq}}, "id": "{{uuid}}", "at": {{now ms}}, "by": {{random 3 3}}}' });
    say("home/hall/door", 1);
    settle();
    say("home/hall/door", 1);
    settle();
    const reply = under.core.topics.last("home/hall/light", 1).at(-1)?.json ?? "";
    expect(outcomes().map(({ result }) => result)).toEqual(["published", "published"]);
    expect(JSON.parse(reply)).toMatchObject({ n: 2, id: expect.stringMatching(/^[0-9a-f-]{36}$/), by: 3 });
  });

  it.each([
    [{ template: "{{json.missing}}" }, "template-unfilled", "the message has no json.missing"],
    [{ template: '{"on": {{topic}} or' }, "reply-not-json", "JSON"],
    [{ replyTopic: "home/{{topic 9}}" }, "topic-unfilled", "has no level 9"],
    [{ replyTopic: "home/{{json.open}}/#" }, "topic-invalid", "home/true/#"],
    [{ template: `"${"x".repeat(40_000)}"` }, "reply-too-large", "more than 16384 characters"],
    [{ template: `"${"ä".repeat(10_000)}"` }, "reply-too-large", "of 16384 bytes"],
  ])("U3 %j is not published and says why", (change, code, reason) => {
    under.core.policy.replace({
      ...under.core.policy.current,
      settings: { ...under.core.policy.current.settings, maxFrameBytes: 16_384 },
    });
    rule(change);
    say("home/hall/door", { open: true });
    settle();
    expect(said()).toHaveLength(1);
    expect(outcomes()).toMatchObject([{ result: "failed", code, ruleName: "Answer the door" }]);
    expect(outcomes()[0]?.reason).toContain(reason);
  });
});

describe("rules that answer one another", () => {
  it("U4 a rule that hears its own reply stops there, and says so", () => {
    const { id } = rule({ pattern: "#", replyTopic: "echo", template: "1" });
    say("home/hall/door", true);
    settle();
    settle();
    settle();
    expect(said()).toEqual(["home/hall/door true", "echo 1"]);
    expect(under.core.replies.state(id)).toMatchObject({ published: 1, stopped: 1 });
    const stopped = outcomes().find(({ result }) => result === "stopped");
    expect(stopped).toMatchObject({ code: "own-answer", causeTopic: "echo" });
  });

  it("U4 two rules that answer one another end after one round", () => {
    rule({ pattern: "ping", replyTopic: "pong", template: "1" });
    rule({ pattern: "pong", replyTopic: "ping", template: "2" });
    say("ping", 0);
    for (let turn = 0; turn < 20; turn++) settle();
    expect(said()).toEqual(["ping 0", "pong 1", "ping 2"]);
  });

  it("U4 a chain of many rules ends at its depth", () => {
    for (let step = 0; step < 10; step++) {
      rule({ name: `Step ${step}`, pattern: `step/${step}`, replyTopic: `step/${step + 1}`, template: "1" });
    }
    say("step/0", 0);
    for (let turn = 0; turn < 20; turn++) settle();
    expect(said()).toHaveLength(1 + LIMITS.autoReplyDepth);
    const stopped = outcomes().filter(({ result }) => result === "stopped");
    expect(stopped).toMatchObject([{ code: "too-deep", ruleName: "Step 5" }]);
  });
});

describe("in whose name", () => {
  it("U5 the right of the token is judged when the reply goes, and a refusal names rule and nearest permission", () => {
    const { id: tokenId } = under.token({ "home/+/light": "read" }, { name: "Hub" });
    const { id } = rule({ tokenId, delayMs: 100 });
    say("home/hall/door", { open: true });
    under.clock.advance(100);
    expect(outcomes()).toMatchObject([
      {
        result: "refused",
        code: "publish-needs-readwrite",
        ruleName: "Answer the door",
        tokenId,
        topic: "home/hall/light",
        nearest: { pattern: "home/+/light", access: "read" },
      },
    ]);
    say("home/hall/door", { open: true });
    const tagId = [...under.core.policy.current.tags.keys()][0] ?? "";
    under.edit({ kind: "permission.set", tokenId, tagId, access: "readwrite" });
    under.clock.advance(100);
    expect(under.core.replies.state(id)).toMatchObject({ published: 1, refused: 1 });
    expect(under.core.topics.last("home/hall/light", 1)[0]).toMatchObject({ tokenId, connectionId: null });
  });

  it("U5 a token that is disabled, or gone, or wants a topic of the broker, is refused by name", () => {
    const { id: tokenId } = under.token({ "#": "readwrite" });
    rule({ tokenId });
    rule({ tokenId, replyTopic: "$note", pattern: "note" });
    under.edit({ kind: "token.update", id: tokenId, patch: { enabled: false } });
    say("home/hall/door", { open: true });
    settle();
    under.edit({ kind: "token.update", id: tokenId, patch: { enabled: true } });
    say("note", { open: true });
    settle();
    under.edit({ kind: "token.delete", id: tokenId });
    say("home/hall/door", { open: true });
    settle();
    expect(outcomes().map(({ code }) => code)).toEqual(["token-gone", "tag-reserved", "token-disabled"]);
  });
});

describe("when", () => {
  it("U6 goes after its delay and after the message; a rule that changed meanwhile does not go and says so", () => {
    const { id } = rule({ delayMs: 500 });
    say("home/hall/door", { open: true });
    expect(said()).toHaveLength(1);
    under.clock.advance(499);
    expect(said()).toHaveLength(1);
    under.clock.advance(1);
    expect(said()).toHaveLength(2);
    say("home/hall/door", { open: true });
    rule({ id, delayMs: 10 });
    under.clock.advance(500);
    say("home/hall/door", { open: true });
    deleteDocument(under.corridor, id);
    under.clock.advance(500);
    expect(outcomes().map(({ code }) => code)).toEqual(["rule-changed", "rule-changed", null]);
  });

  it("U6 holds back what would wait beyond the bound", () => {
    rule({ delayMs: 60_000, template: "1" });
    for (let count = 0; count <= LIMITS.autoRepliesWaiting; count++) say("home/hall/door", 1);
    expect(outcomes()).toMatchObject([{ result: "stopped", code: "too-many-waiting" }]);
  });
});

describe("a rule that cannot run", () => {
  it.each([
    [{ condition: "@.celsius >" }, "condition"],
    [{ condition: "$[" }, "condition"],
    [{ template: "{{nothing}}" }, "template"],
    [{ template: "{{topic" }, "template"],
    [{ replyTopic: "" }, "replyTopic"],
    [{ pattern: "a/#/b" }, "pattern"],
  ])("U7 %j is refused by its field when it is switched on", (change, field) => {
    try {
      rule(change);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      expect(error.refusal).toMatchObject({ code: "BAD_REQUEST", field });
      return;
    }
    throw new Error("it was taken");
  });

  it("U7 stays when it came by another way, does not run, and says what is wrong", () => {
    const document = { ...RULE, id: "doc_1", condition: "$[", updatedAt: "2026-01-01T00:00:00.000Z" };
    writeDocuments(under.corridor, { put: [document], deleted: [] });
    say("home/hall/door", { open: true });
    settle();
    expect(said()).toHaveLength(1);
    expect(under.core.replies.state("doc_1")?.problem).toMatchObject({ field: "condition" });
  });
});

describe("a try", () => {
  const source = { pattern: RULE.pattern, condition: "@.open", replyTopic: RULE.replyTopic, template: RULE.template };

  it("U8 answers what the rule would do with the newest message, and publishes nothing", () => {
    expect(tryRule(under.core, { rule: { ...source, tokenId: null } })).toMatchObject({
      message: null,
      answers: null,
    });
    say("home/hall/door", { open: true });
    expect(tryRule(under.core, { rule: { ...source, tokenId: null } })).toMatchObject({
      problem: null,
      message: { topic: "home/hall/door", json: '{"open":true}' },
      answers: true,
      reply: { topic: "home/hall/light", json: '{"on": true}' },
      allowed: true,
    });
    settle();
    expect([said().length, outcomes().length]).toEqual([1, 0]);
  });

  it("U8 tells a condition that does not hold, a token that may not, and a field that is wrong", () => {
    const { id: tokenId } = under.token({ "home/#": "read" });
    const message = { topic: "home/hall/door", json: '{"open":false}' };
    const answer = tryRule(under.core, { rule: { ...source, condition: "@.open == true", tokenId }, message });
    expect(answer).toMatchObject({ answers: false, why: "The condition does not hold" });
    expect(tryRule(under.core, { rule: { ...source, tokenId }, message })).toMatchObject({
      answers: true,
      allowed: false,
      nearest: { pattern: "home/#" },
    });
    expect(tryRule(under.core, { rule: { ...source, condition: "$[", tokenId }, message })).toMatchObject({
      problem: { field: "condition" },
    });
  });
});

describe("around the rules", () => {
  it("U9 makes the replies to a message that is published nowhere, and counts them", () => {
    const { id } = rule({ delayMs: 20 });
    const answers = under.core.replies.answersTo({ topic: "home/hall/door", json: '{"open":1}' });
    expect(answers).toEqual([{ ruleId: id, topic: "home/hall/light", json: '{"on": 1}', delayMs: 20 }]);
    expect(said()).toEqual([]);
    expect(under.core.replies.state(id)?.published).toBe(1);
  });

  it("U10 the live view carries how each rule has done, and an edit keeps its counters", async () => {
    const { id } = rule();
    const watcher = under.desk.live.watch();
    const first = (await watcher.next()).value;
    if (first === undefined) throw new Error("the stream is over");
    let live = reduceLive(undefined, first).state;
    expect(live?.replies.get(id)).toMatchObject({ published: 0 });
    say("home/hall/door", { open: true });
    settle();
    rule({ id, name: "Renamed" });
    const event = watcher.next();
    under.clock.advance(LIMITS.livePatchMs);
    const patch = (await event).value;
    if (patch === undefined) throw new Error("the stream is over");
    live = reduceLive(live, patch).state;
    expect(live?.replies.get(id)).toMatchObject({ published: 1, last: { topic: "home/hall/light" } });
  });
});

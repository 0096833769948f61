/** Owns the tests of the verdict, rule by rule: R1 to R4, and the order of the codes. */
import { describe, expect, it } from "vitest";
import type { Edit } from "../contract/edits.ts";
import type { Settings } from "../contract/nouns.ts";
import { ANONYMOUS_ID } from "./anonymous.ts";
import { judge, type SessionFacts, type Verdict } from "./judge.ts";
import { planEdits, planSettings } from "./plan.ts";
import type { Snapshot } from "./snapshot.ts";
import { NOW_MS, planned, policyOf, testEnvironment } from "./testing/policies.ts";

const session = (id: string, filters: readonly string[], order = 0, tokenId = "phone"): SessionFacts => ({
  id,
  tokenId,
  filters,
  order,
});

function verdictOf(before: Snapshot, edits: readonly Edit[], sessions: readonly SessionFacts[]): Verdict {
  const { after } = planned(planEdits(before, edits, testEnvironment()));
  return judge(before, after, (id) => sessions.filter(({ tokenId }) => tokenId === id), sessions.length, NOW_MS);
}

const closes = ({ closed }: Verdict) =>
  closed.map(({ connectionId, code, reason }) => `${connectionId} ${code} ${reason}`);

const DOOR = "tag:home/+/door";
const minimal: Partial<Settings> = { enforcement: "minimal" };
const overlaps: Partial<Settings> = { allowOverlaps: true };

describe("tokens", () => {
  const before = policyOf({ phone: { a: "read" }, other: { a: "read" } });
  const sessions = [session("s1", ["a"]), session("s2", ["a"], 1, "other")];
  it.each<[string, Edit]>([
    ["token deleted", { kind: "token.delete", id: "phone" }],
    ["token disabled", { kind: "token.update", id: "phone", patch: { enabled: false } }],
    ["token expired", { kind: "token.update", id: "phone", patch: { expiresAt: "2020-01-01T00:00:00Z" } }],
    ["secret changed", { kind: "token.rotate", id: "phone" }],
    ["secret changed", { kind: "token.update", id: "phone", patch: { secret: "another-secret" } }],
  ])("R1 %s: its sessions close with 4002 and nobody else's", (reason, edit) => {
    expect(closes(verdictOf(before, [edit], sessions))).toEqual([`s1 4002 ${reason}`]);
  });

  it("R1 a token whose time ran out closes at the next judgement, whatever was edited", () => {
    const old = policyOf({ phone: { a: "read" } }, { tokens: { phone: { expiresAt: "2026-06-01T12:00:00.000Z" } } });
    const sessionsOfToken = () => [session("s1", ["a"])];
    expect(closes(judge(old, old, sessionsOfToken, 1, NOW_MS))).toEqual(["s1 4002 token expired"]);
    expect(closes(judge(old, old, sessionsOfToken, 1, NOW_MS - 1))).toEqual([]);
  });

  it("R4 renaming a token or editing its note closes nobody in either mode", () => {
    for (const settings of [{}, minimal]) {
      const policy = policyOf({ phone: { a: "read" } }, { settings });
      const patch = { name: "New", note: "text", subject: { userType: "user", userId: "1" }, burst: 5 };
      expect(closes(verdictOf(policy, [{ kind: "token.update", id: "phone", patch }], sessions))).toEqual([]);
    }
  });

  it("R3 a lowered limit closes the newest over it with 4004, and a raised or equal one nobody", () => {
    const policy = policyOf({ phone: { a: "read" } }, { tokens: { phone: { maxConnections: 5 } } });
    const four = [session("s3", ["a"], 3), session("s1", ["a"], 1), session("s4", ["a"], 4), session("s2", ["a"], 2)];
    const limit = (maxConnections: number): Edit => ({ kind: "token.update", id: "phone", patch: { maxConnections } });
    expect(closes(verdictOf(policy, [limit(2)], four))).toEqual([
      "s4 4004 connection limit lowered to 2",
      "s3 4004 connection limit lowered to 2",
    ]);
    for (const most of [4, 5, 9, 0]) expect(closes(verdictOf(policy, [limit(most)], four))).toEqual([]);
  });

  it("R3 the limit counts what other closes left", () => {
    const policy = policyOf({ phone: { "home/+/door": "read", a: "read" } });
    const four = [session("s1", ["a"], 1), session("s2", ["home/+/door"], 2), session("s3", ["a"], 3)];
    const edits: Edit[] = [
      { kind: "permission.delete", id: "phone home/+/door" },
      { kind: "token.update", id: "phone", patch: { maxConnections: 2 } },
    ];
    expect(closes(verdictOf(policy, edits, four))).toEqual(["s2 4003 permission revoked: home/+/door"]);
  });

  it("R1 4002 comes before 4003 before 4004", () => {
    const edits: Edit[] = [
      { kind: "token.update", id: "phone", patch: { enabled: false, maxConnections: 1 } },
      { kind: "permission.delete", id: "phone a" },
    ];
    expect(closes(verdictOf(before, edits, sessions))).toEqual(["s1 4002 token disabled"]);
  });
});

describe("permissions", () => {
  const rights = { phone: { "home/+/door": "read", "home/+/light": "readwrite" } } as const;
  const door = session("door", ["home/hall/door"]);
  const light = session("light", ["home/hall/light", "home/+/light"]);
  const remove: Edit = { kind: "permission.delete", id: "phone home/+/door" };

  it("R2 a deleted permission closes the sessions with a filter it covered, and no other, with 4003", () => {
    for (const settings of [{}, minimal]) {
      const verdict = verdictOf(policyOf(rights, { settings }), [remove], [door, light]);
      expect(verdict).toEqual({
        closed: [
          {
            connectionId: "door",
            tokenId: "phone",
            code: 4003,
            reason: "permission revoked: home/+/door",
            filter: "home/hall/door",
            today: "read",
            after: "none",
          },
        ],
        ended: [],
        narrowed: [],
        kept: 1,
      });
    }
  });

  it("R2 a deleted tag, and one whose pattern no longer covers the filter, close in both modes", () => {
    const edits: Edit[] = [
      { kind: "tag.delete", id: DOOR },
      { kind: "tag.update", id: DOOR, patch: { pattern: "house/+/door" } },
    ];
    for (const edit of edits)
      for (const settings of [{}, minimal])
        expect(closes(verdictOf(policyOf(rights, { settings }), [edit], [door, light]))).toEqual([
          "door 4003 permission revoked: home/+/door",
        ]);
  });

  it.each<[string, Edit]>([
    ["raised", { kind: "permission.set", tokenId: "phone", tagId: DOOR, access: "readwrite" }],
    ["a pattern that was widened", { kind: "tag.update", id: DOOR, patch: { pattern: "home/+/door/#" } }],
  ])("R4 %s: strict closes, also what only widens, and minimal keeps", (_, edit) => {
    expect(closes(verdictOf(policyOf(rights), [edit], [door, light]))).toEqual([
      "door 4003 permission changed: home/+/door",
    ]);
    expect(closes(verdictOf(policyOf(rights, { settings: minimal }), [edit], [door, light]))).toEqual([]);
  });

  it("R4 a lost right to publish: strict closes who reads there, minimal narrows; both narrow who only publishes", () => {
    const edit: Edit = { kind: "permission.set", tokenId: "phone", tagId: "tag:home/+/light", access: "read" };
    const narrowed = (connectionId: string) => ({
      connectionId,
      tokenId: "phone",
      topicPattern: "home/+/light",
      lost: "publish",
    });
    const strict = verdictOf(policyOf(rights), [edit], [door, light]);
    expect(strict.closed).toMatchObject([{ connectionId: "light", code: 4003, today: "readwrite", after: "read" }]);
    expect(strict.narrowed).toEqual([narrowed("door")]);
    const mild = verdictOf(policyOf(rights, { settings: minimal }), [edit], [door, light]);
    expect(mild.closed).toEqual([]);
    expect(mild.narrowed).toEqual([narrowed("door"), narrowed("light")]);
  });

  it("R4 saving the same value, a description, or a change that the same list takes back closes nobody", () => {
    const lists: Edit[][] = [
      [{ kind: "permission.set", tokenId: "phone", tagId: DOOR, access: "read" }],
      [{ kind: "tag.update", id: DOOR, patch: { pattern: "home/+/door", description: "Doors" } }],
      [remove, { kind: "permission.set", tokenId: "phone", tagId: DOOR, access: "read" }],
      [
        { kind: "tag.update", id: DOOR, patch: { pattern: "x" } },
        { kind: "tag.update", id: DOOR, patch: { pattern: "home/+/door" } },
      ],
      [
        { kind: "tag.delete", id: DOOR },
        { kind: "tag.create", tag: { pattern: "home/+/door" } },
        { kind: "permission.set", tokenId: "phone", tagId: "pattern:home/+/door", access: "read" },
      ],
    ];
    for (const edits of lists)
      expect(verdictOf(policyOf(rights), edits, [door, light])).toEqual({
        closed: [],
        ended: [],
        narrowed: [],
        kept: 2,
      });
  });

  it("R4 changing the mode itself closes nobody", () => {
    const before = policyOf(rights);
    const { after } = planned(planSettings(before, { enforcement: "minimal" }));
    expect(judge(before, after, () => [door, light], 2, NOW_MS).closed).toEqual([]);
  });

  it("R2 a reason fits a close frame, cut between characters", () => {
    const pattern = `home/${"é".repeat(100)}`;
    const before = policyOf({ phone: { [pattern]: "read" } });
    const [close] = verdictOf(before, [{ kind: "tag.delete", id: `tag:${pattern}` }], [session("s", [pattern])]).closed;
    expect(Buffer.byteLength(close?.reason ?? "")).toBeGreaterThan(118);
    expect(Buffer.byteLength(close?.reason ?? "")).toBeLessThanOrEqual(123);
    expect(close?.reason).toMatch(/^permission revoked: home\/é+…$/);
  });
});

describe("overlapping permissions", () => {
  const rights = { phone: { "a/+": "readwrite", "a/b": "read" } } as const;
  const sessions = [session("both", ["a/b"]), session("wide", ["a/+"])];

  it("T7 a filter that another permission still covers closes in strict and stays in minimal", () => {
    const edit: Edit = { kind: "permission.delete", id: "phone a/b" };
    const strict = verdictOf(policyOf(rights, { settings: overlaps }), [edit], sessions);
    expect(strict.closed).toMatchObject([
      { connectionId: "both", reason: "permission changed: a/b", today: "readwrite", after: "readwrite" },
    ]);
    const mild = verdictOf(policyOf(rights, { settings: { ...overlaps, ...minimal } }), [edit], sessions);
    expect(mild.closed).toEqual([]);
  });

  it("T7 a new permission that covers a filter is a change: strict closes, minimal keeps", () => {
    const edit: Edit = { kind: "permission.set", tokenId: "phone", tagId: "tag:a/#", access: "read" };
    const strict = verdictOf(policyOf(rights, { settings: overlaps, tags: ["a/#"] }), [edit], sessions);
    expect(closes(strict)).toEqual(["both 4003 permission changed: a/#", "wide 4003 permission changed: a/#"]);
    const settings = { ...overlaps, ...minimal };
    expect(closes(verdictOf(policyOf(rights, { settings, tags: ["a/#"] }), [edit], sessions))).toEqual([]);
  });

  it("R4 a lost readwrite that another readwrite covers narrows nobody", () => {
    const twice = { phone: { "a/+": "readwrite", "a/b": "readwrite" } } as const;
    const policy = policyOf(twice, { settings: { ...overlaps, ...minimal } });
    expect(verdictOf(policy, [{ kind: "permission.delete", id: "phone a/b" }], sessions).narrowed).toEqual([]);
    expect(verdictOf(policy, [{ kind: "permission.delete", id: "phone a/+" }], sessions).narrowed).toMatchObject([
      { connectionId: "both", topicPattern: "a/+" },
    ]);
  });
});

it("R7 only tokens that the difference touches are visited, and a filter is judged once for all its sessions", () => {
  const before = policyOf({ phone: { a: "read" }, other: { a: "read", b: "read" } });
  const edits: Edit[] = [
    { kind: "permission.delete", id: "phone a" },
    { kind: "token.update", id: "other", patch: { note: "new" } },
  ];
  const { after } = planned(planEdits(before, edits, testEnvironment()));
  const visited: string[] = [];
  const many = Array.from({ length: 5000 }, (_, index) => session(`s${index}`, ["a"], index));
  const verdict = judge(
    before,
    after,
    (id) => {
      visited.push(id);
      return many;
    },
    6000,
    NOW_MS,
  );
  expect(visited).toEqual(["phone"]);
  expect(verdict.closed).toHaveLength(5000);
  expect(verdict.kept).toBe(1000);
});

describe("sessions that can be told of a loss, or speak as a subject", () => {
  const rights = { phone: { "a/+": "read", b: "readwrite" } } as const;
  const told: SessionFacts = { ...session("told", ["a/x", "b", "a/y"]), tellsLoss: true };
  const edits: Edit[] = [
    { kind: "permission.delete", id: "phone a/+" },
    { kind: "permission.set", tokenId: "phone", tagId: "tag:b", access: "read" },
  ];

  it("X4 in minimal mode it loses just the filters that nothing covers any more, and publishing", () => {
    const verdict = verdictOf(policyOf(rights, { settings: minimal }), edits, [told]);
    expect(verdict).toEqual({
      closed: [],
      ended: [],
      narrowed: [
        { connectionId: "told", tokenId: "phone", topicPattern: "a/x", lost: "subscribe" },
        { connectionId: "told", tokenId: "phone", topicPattern: "a/y", lost: "subscribe" },
        { connectionId: "told", tokenId: "phone", topicPattern: "b", lost: "publish" },
      ],
      kept: 1,
    });
  });

  it("X4 in strict mode it is closed like any other", () => {
    expect(closes(verdictOf(policyOf(rights), edits, [told]))).toEqual(["told 4003 permission revoked: a/+"]);
  });

  it("Q5 another subject closes those that speak as the former one, with 4002, and nobody else", () => {
    const patch = { subject: { userType: "user", userId: "2" } };
    const bound: SessionFacts = { ...session("bound", []), isSubjectBound: true };
    const verdict = verdictOf(policyOf(rights), [{ kind: "token.update", id: "phone", patch }], [told, bound]);
    expect(closes(verdict)).toEqual(["bound 4002 subject changed"]);
  });

  const speaker: SessionFacts = { ...session("speaker", ["chat:1", "b"]), isSubjectBound: true, tellsLoss: true };
  const listener = session("listener", ["chat:1"], 1);
  const chatting = { phone: { "#": "read" } } as const;
  const firstOfType: Edit = { kind: "token.create", token: { subject: { userType: "chat", userId: "1" } } };

  it("Q6 T8 a topic that becomes another subject's own is taken from those that speak as a subject, and from who heard it through a wildcard", () => {
    const ofAnother = "speaker 4003 topic belongs to another subject: chat:1";
    const strict = verdictOf(policyOf(chatting), [firstOfType], [speaker, listener]);
    expect(closes(strict)).toEqual([ofAnother, "listener 4003 topic is heard by name only now: chat:1"]);
    expect(strict.closed[0]).toMatchObject({ filter: "chat:1", today: "read", after: "none" });
    expect(strict.closed[1]).toMatchObject({ filter: "chat:1", today: "read", after: "none" });
    const named = policyOf({ phone: { "#": "read", "chat:1": "read" } });
    expect(closes(verdictOf(named, [firstOfType], [speaker, listener]))).toEqual([ofAnother]);
  });

  it("Q6 T8 in minimal mode it takes the filter of who can be told of it", () => {
    const gentle = verdictOf(policyOf(chatting, { settings: minimal }), [firstOfType], [speaker, listener]);
    expect(closes(gentle)).toEqual(["listener 4003 topic is heard by name only now: chat:1"]);
    expect(gentle.narrowed).toEqual([
      { connectionId: "speaker", tokenId: "phone", topicPattern: "chat:1", lost: "subscribe" },
    ]);
  });

  it("Q6 a filter that is lost for two reasons is taken once", () => {
    const edits: Edit[] = [firstOfType, { kind: "permission.delete", id: "phone #" }];
    const { narrowed } = verdictOf(policyOf(chatting, { settings: minimal }), edits, [speaker]);
    expect(narrowed.map(({ topicPattern }) => topicPattern)).toEqual(["chat:1", "b"]);
  });
});

describe("the anonymous principal", () => {
  const sessions = [session("guest", ["open/x"], 0, ANONYMOUS_ID), session("guest-2", ["open/y"], 1, ANONYMOUS_ID)];
  const open: Partial<Settings> = { anonymous: [{ pattern: "open/+", access: "read" }] };
  const change = (patch: Partial<Settings>) => {
    const before = policyOf({ phone: { a: "read" } }, { settings: open });
    const { after } = planned(planSettings(before, patch));
    return judge(before, after, (id) => (id === ANONYMOUS_ID ? sessions : []), 2, NOW_MS);
  };

  it("X3 its sessions close when it is turned off, loses a right, or its limit is lowered", () => {
    expect(closes(change({ anonymous: [] }))).toEqual(["guest 4002 token disabled", "guest-2 4002 token disabled"]);
    expect(closes(change({ anonymous: [{ pattern: "open/x", access: "read" }] }))).toEqual([
      "guest 4003 permission changed: open/+",
      "guest-2 4003 permission revoked: open/+",
    ]);
    expect(closes(change({ anonymousMaxConnections: 1 }))).toEqual(["guest-2 4004 connection limit lowered to 1"]);
  });

  it("X3 other settings close none of them", () => {
    expect(closes(change({ workspaceName: "Other", anonymous: [{ pattern: "open/+", access: "read" }] }))).toEqual([]);
  });
});

describe("sessions that are away", () => {
  const away = { clientId: "meter", waiting: 3 };
  it("R11 end by what would close them, named with what they lose; a limit neither counts nor closes them", () => {
    const before = policyOf({ phone: { a: "read", b: "read" } }, { tokens: { phone: { maxConnections: 3 } } });
    const sessions = [
      session("s1", ["b"], 1),
      session("s2", ["b"], 2),
      { ...session("s3", ["a"], 3), away },
      { ...session("s4", [], 4), sharedFilters: ["a"], away },
      { ...session("s5", ["b"], 5), tellsLoss: true, away },
    ];
    const verdict = verdictOf(
      before,
      [
        { kind: "permission.delete", id: "phone a" },
        { kind: "token.update", id: "phone", patch: { maxConnections: 1 } },
      ],
      sessions,
    );
    expect(closes(verdict)).toEqual(["s2 4004 connection limit lowered to 1"]);
    const lost = { tokenId: "phone", code: 4003, reason: "permission revoked: a", filter: "a" };
    expect(verdict.ended).toMatchObject([
      { sessionId: "s3", clientId: "meter", messagesLost: 3, ...lost },
      { sessionId: "s4", ...lost },
    ]);
    expect(verdict.narrowed).toEqual([]);
  });
});

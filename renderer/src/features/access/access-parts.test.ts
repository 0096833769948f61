/** Tests the pure parts of Access: the view of the matrix, the token's form, the lint of a pattern. */
import { describe, expect, it } from "vitest";
import type { Tag, Token } from "../../../../broker/contract/nouns.ts";
import { NOTHING_PENDING, withCell } from "../../stores/pending-edits.ts";
import { rightsOf } from "../../stores/saved-rights.ts";
import { closesByCell, headLines, matrixView } from "./matrix-view.ts";
import { lintPattern } from "./tag-lint.ts";
import { verdictSentence } from "./tester-words.ts";
import { draftOf, errorsOf, fieldOfPath, fieldsOf, patchOf, secretError } from "./token-fields.ts";

const AT = "2026-03-14T14:02:09.123Z";
const tag = (id: string, pattern: string): Tag => ({ id, pattern, description: "", createdAt: AT, updatedAt: AT });
const token: Token = {
  id: "tok_1",
  name: "Phone app",
  maxConnections: 5,
  enabled: true,
  expiresAt: AT,
  subject: null,
  messagesPerSecond: null,
  burst: null,
  note: "",
  secretHint: "••••",
  state: "enabled",
  connections: 2,
  barredUntil: null,
  lastSeenAt: null,
  createdAt: AT,
  updatedAt: AT,
};
const tags = [tag("tag_1", "home/+/temp"), tag("tag_2", "energy/#")];

describe("the matrix", () => {
  it("keeps every column when the filter finds a token, and every row when it finds a tag", () => {
    const hub = { ...token, id: "tok_2", name: "Hub" };
    expect(matrixView([token, hub], tags, "phone")).toEqual({ tokens: [token], tags });
    expect(matrixView([token, hub], tags, "ENERGY")).toEqual({ tokens: [token, hub], tags: [tags[1]] });
    expect(matrixView([token, hub], tags, "nothing").tokens).toEqual([]);
  });
  it("counts closes at the pending cell whose tag covers the filter", () => {
    const cell = { tokenId: "tok_1", tagId: "tag_1", access: "read" } as const;
    const pending = withCell(NOTHING_PENDING, rightsOf(new Map()), cell);
    const close = {
      connectionId: "c",
      tokenId: "tok_1",
      code: 4003,
      reason: "",
      today: "read",
      after: "none",
    } as const;
    const closed = [
      { ...close, filter: "home/hall/temp" },
      { ...close, filter: "energy/#" },
      { ...close, filter: "home/+/temp", tokenId: "tok_2" },
      { ...close, filter: null },
    ];
    const counts = closesByCell(pending, closed, (id) => tags.find((known) => known.id === id)?.pattern);
    expect([...counts.values()]).toEqual([1]);
  });
  it("writes a pattern in two lines", () => {
    expect([headLines("home/+/temp"), headLines("#")]).toEqual([
      { above: "home/+/", below: "temp" },
      { above: "", below: "#" },
    ]);
  });
});

describe("the token's form", () => {
  it("changes nothing when nothing was typed, also of an expiry with seconds", () => {
    expect(patchOf(token, fieldsOf(token))).toEqual({});
  });
  it("sends only what changed", () => {
    expect(patchOf(token, { ...fieldsOf(token), maxConnections: 2, note: "two now" })).toEqual({
      maxConnections: 2,
      note: "two now",
    });
  });
  it("takes an empty name, expiry and rate as none", () => {
    const empty = { ...fieldsOf(token), name: "  ", expiresAt: "", messagesPerSecond: "" };
    expect(draftOf(empty)).toMatchObject({ name: null, expiresAt: null, messagesPerSecond: null, subject: null });
  });
  it("refuses half a subject, a broken limit and a rate of zero at their fields", () => {
    const wrong = { ...fieldsOf(token), userType: "device", maxConnections: "", messagesPerSecond: 0 };
    expect(Object.keys(errorsOf(wrong)).sort()).toEqual(["maxConnections", "messagesPerSecond", "userId"]);
  });
  it("takes printable ASCII without blanks as a secret", () => {
    expect([secretError("short"), secretError("has a blank in it"), secretError("0123456789")]).toEqual([
      "At least 8 characters.",
      "Printable ASCII without blanks, so that it fits a header.",
      null,
    ]);
  });
  it("finds the field that the engine means", () => {
    expect(["edits.0.token.maxConnections", "patch.subject", "edits.0", undefined].map(fieldOfPath)).toEqual([
      "maxConnections",
      "userId",
      undefined,
      undefined,
    ]);
  });
});

describe("the tester's sentence", () => {
  it("goes on after the token's name, by the step that decided", () => {
    const denied = { allowed: false, reason: "Topic invalid" };
    expect([
      verdictSentence({ ...denied, step: "needs-readwrite" }, "publish"),
      verdictSentence({ ...denied, step: "not-covered" }, "subscribe"),
      verdictSentence({ ...denied, step: "token-disabled" }, "subscribe"),
      verdictSentence({ ...denied, step: "topic-invalid" }, "publish"),
      verdictSentence({ allowed: true, step: "permission", reason: "" }, "publish"),
    ]).toEqual([
      "may read this topic but not publish to it.",
      "may not read this.",
      "is disabled.",
      "is refused: Topic invalid",
      "may publish to this topic.",
    ]);
  });
});

describe("the lint of a pattern", () => {
  it("T2 says why a pattern is not valid", () => {
    expect(lintPattern("a/#/b", [], { allowOverlaps: false }).tone).toBe("bad");
  });
  it("T7 names the tag that it overlaps and a topic that both match", () => {
    const lint = lintPattern("home/hall/+", tags, { allowOverlaps: false });
    expect(lint.tone).toBe("bad");
    expect(lint.text).toContain("home/+/temp");
    expect(lint.text).toContain("home/hall/temp");
  });
  it("T7 warns where overlaps are allowed, and says when another tag covers all of it", () => {
    expect(lintPattern("energy/grid", tags, { allowOverlaps: true })).toMatchObject({
      tone: "warn",
      text: "energy/# covers all of it; the stronger right counts.",
    });
  });
  it("does not hold a tag against itself", () => {
    expect(lintPattern("home/+/temp", tags, { selfId: "tag_1", allowOverlaps: false }).tone).toBe("ok");
  });
  it("shows two example topics", () => {
    expect(lintPattern("water/+", tags, { allowOverlaps: false }).examples).toHaveLength(2);
  });
});

/** Owns the tests of the tester's answer (R8). */
import { describe, expect, it } from "vitest";
import type { ExplainInput, Explanation } from "../contract/edits.ts";
import { ANONYMOUS_ID } from "./anonymous.ts";
import { explain } from "./explain.ts";
import { applyRows, type Snapshot } from "./snapshot.ts";
import { NOW_MS, policyOf } from "./testing/policies.ts";

const house = policyOf(
  { wall: { "home/+/light": "read", "energy/#": "read" }, old: {}, off: { "energy/#": "readwrite" } },
  {
    tokens: {
      wall: { name: "Wall dashboard" },
      old: { name: "Old", expiresAt: "2026-05-01T00:00:00.000Z" },
      off: { name: "Gateway", enabled: false, expiresAt: "2026-05-01T00:00:00.000Z" },
    },
    tags: ["home/+/door"],
  },
);

const NO_ROWS = { tokens: [], tags: [], permissions: [], deletedTokens: [], deletedTags: [], deletedPermissions: [] };

const ask = (action: ExplainInput["action"], topic: string, tokenId = "wall", policy: Snapshot = house): Explanation =>
  explain(policy, { tokenId, action, topic }, NOW_MS);

describe("explain", () => {
  it("R8 a denied publish is told step by step, with the permission and the smallest change", () => {
    const light = {
      permissionId: "wall home/+/light",
      tagId: "tag:home/+/light",
      pattern: "home/+/light",
      access: "read",
    };
    expect(ask("publish", "home/hall/light")).toEqual({
      allowed: false,
      step: "needs-readwrite",
      reason: "Wall dashboard may read this topic but not publish to it.",
      permission: light,
      nearest: light,
      fix: {
        text: "Give Wall dashboard readwrite on home/+/light.",
        edits: [{ kind: "permission.set", tokenId: "wall", tagId: "tag:home/+/light", access: "readwrite" }],
      },
      trace: [
        { step: "token", passed: true, text: "Token is known and enabled" },
        { step: "expiry", passed: true, text: "Token has not expired" },
        { step: "topic", passed: true, text: "Topic is valid, without wildcards" },
        { step: "covered", passed: true, text: "Covered by home/+/light" },
        { step: "needs-readwrite", passed: false, text: "Access there is read, publishing needs readwrite" },
      ],
    });
  });

  it("R8 what is allowed names the deciding permission and needs no fix", () => {
    const answer = ask("subscribe", "energy/grid/+");
    expect(answer).toMatchObject({ allowed: true, step: "permission", permission: { pattern: "energy/#" } });
    expect(answer.trace.every(({ passed }) => passed)).toBe(true);
    expect([answer.fix, answer.nearest]).toEqual([undefined, undefined]);
  });

  it("R8 what nothing covers names the nearest permission; a tag that covers it is granted, the narrowest", () => {
    expect(ask("subscribe", "home/hall/door")).toMatchObject({
      allowed: false,
      step: "not-covered",
      nearest: { pattern: "home/+/light" },
      fix: { edits: [{ kind: "permission.set", tokenId: "wall", tagId: "tag:home/+/door", access: "read" }] },
    });
    const nested = policyOf({ wall: {} }, { settings: { allowOverlaps: true }, tags: ["#", "a/#", "a/+", "+/b"] });
    expect(ask("publish", "a/x", "wall", nested).fix?.edits).toEqual([
      { kind: "permission.set", tokenId: "wall", tagId: "tag:a/+", access: "readwrite" },
    ]);
  });

  it("R8 without a covering tag one is made of exactly what was asked, and granted by its pattern", () => {
    expect(ask("subscribe", "fw/+/update").fix?.edits).toEqual([
      { kind: "tag.create", tag: { pattern: "fw/+/update" } },
      { kind: "permission.set", tokenId: "wall", tagId: "pattern:fw/+/update", access: "read" },
    ]);
  });

  it("R8 T7 where a new tag would overlap there are no edits and a text that says why", () => {
    const { fix } = ask("subscribe", "home/#");
    expect(fix?.edits).toEqual([]);
    expect(fix?.text).toContain("would overlap the tag home/+/door (both match home/two/door)");
  });

  it("R8 C5 a disabled or expired token decides first, and its fix holds all that is needed", () => {
    const off = ask("publish", "energy/grid", "off");
    expect(off).toMatchObject({
      step: "token-disabled",
      fix: { edits: [{ kind: "token.update", id: "off", patch: { enabled: true, expiresAt: null } }] },
    });
    expect(off.trace).toEqual([{ step: "token-disabled", passed: false, text: "Token is known, but disabled" }]);
    const old = ask("subscribe", "energy/grid", "old");
    expect(old.step).toBe("token-expired");
    expect(old.fix?.edits.map(({ kind }) => kind)).toEqual(["token.update", "permission.set"]);
  });

  it("R8 T1 T4 an invalid topic is no fix's business, and nobody's client may publish below $", () => {
    expect(ask("publish", "home/+/light")).toMatchObject({ step: "topic-invalid", allowed: false });
    expect(ask("publish", "home/+/light").fix).toBeUndefined();
    expect(ask("subscribe", "home/a+")).toMatchObject({ step: "filter-malformed", allowed: false });
    const reserved = ask("publish", "$SYS/load");
    expect(reserved).toMatchObject({ step: "topic-reserved", allowed: false, fix: { edits: [] } });
    expect(ask("subscribe", "$SYS/load").fix?.edits).toHaveLength(2);
    expect(ask("publish", "a,b").fix).toMatchObject({ edits: [], text: expect.stringContaining("comma") });
  });

  it("R8 X3 a client without a token is judged by the rights of the settings, and no permission is proposed for it", () => {
    const settings = { ...house.settings, anonymous: [{ pattern: "open/#", access: "read" as const }] };
    const open = applyRows(house, { ...NO_ROWS, settings }, house.revision + 1);
    expect(ask("subscribe", "open/a", ANONYMOUS_ID, open)).toMatchObject({ allowed: true });
    const denied = ask("publish", "open/a", ANONYMOUS_ID, open);
    expect(denied).toMatchObject({ allowed: false, step: "needs-readwrite" });
    expect(denied).not.toHaveProperty("fix");
    expect(ask("subscribe", "open/a", ANONYMOUS_ID)).toMatchObject({ allowed: false, step: "token-disabled" });
  });

  it("R8 an unknown token is told as such", () => {
    expect(ask("publish", "a", "nobody")).toMatchObject({ allowed: false, step: "token-unknown" });
  });
});

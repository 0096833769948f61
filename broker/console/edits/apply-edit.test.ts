/** Checks the second corridor: commit, swap and sweep in one turn, and nothing at all when the store refuses. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MemoryStore } from "../../adapters/memory-store.ts";
import type { Edit } from "../../contract/edits.ts";
import { StoreError } from "../../ports/store.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { Refused } from "../refused.ts";
import { applyEdits } from "./apply-edit.ts";
import { previewEdits } from "./preview.ts";

/** A store that refuses when it is told to. */
class MoodyStore extends MemoryStore {
  mood: StoreError["kind"] | "good" = "good";

  override commit(...change: Parameters<MemoryStore["commit"]>): void {
    if (this.mood !== "good") throw new StoreError(this.mood, "/private/place: no");
    super.commit(...change);
  }

  override recordEffect(...effect: Parameters<MemoryStore["recordEffect"]>): void {
    if (this.mood !== "good") throw new StoreError(this.mood, "/private/place: no");
    super.recordEffect(...effect);
  }
}

let moody: MoodyStore;
let under: DeskUnderTest;
beforeEach(() => {
  moody = new MoodyStore();
  under = new DeskUnderTest(moody);
});
afterEach(() => under.desk.close());

function refusalOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("an edit", () => {
  it("R6 is answered when every close frame is written, in the same turn", () => {
    const { id, secret } = under.token({ "a/#": "read" });
    const other = under.token({ b: "read" });
    const client = under.connect(secret, "a/b");
    const bystander = under.connect(other.secret, "b");
    const { effect } = under.edit({ kind: "token.delete", id });
    expect(client.closedWith).toEqual({ code: 4002, reason: expect.stringContaining("deleted") });
    expect(bystander.closedWith).toBeNull();
    expect(effect).toMatchObject({ revision: 7, kept: 1, leaked: 0, closed: [{ code: 4002, commitToGoneMs: null }] });
    expect(under.core.policy.current.revision).toBe(7);
  });

  it.each([
    ["busy", "STORE_BUSY"],
    ["full", "STORE_FULL"],
    ["failed", "STORE_FAILED"],
  ] as const)("A14 changes nothing and closes nobody when the store is %s", (mood, code) => {
    const { id, secret } = under.token({ "a/#": "read" });
    const client = under.connect(secret, "a/b");
    const before = under.core.policy.current;
    moody.mood = mood;
    const refusal = refusalOf(() => under.edit({ kind: "token.delete", id }));
    expect(refusal.code).toBe(code);
    expect(refusal.message).not.toContain("/private/place");
    expect(under.core.policy.current).toBe(before);
    expect(client.closedWith).toBeNull();
    expect(under.core.journals.revocations.size).toBe(0);
    moody.mood = "good";
    expect(under.edit({ kind: "token.delete", id }).effect.closed).toHaveLength(1);
  });

  it("A14 an effect that cannot be recorded is logged, and the edit stands", () => {
    const { id } = under.token({});
    under.edit({ kind: "token.update", id, patch: { note: "x" } });
    moody.mood = "busy";
    under.clock.advance(1);
    expect(under.log.lines.map(({ level, message }) => `${level} ${message}`)).toContain(
      "warn the effect of an edit was not recorded",
    );
    expect(under.core.policy.current.tokens.get(id)?.note).toBe("x");
  });

  it("A15 records its effect in the audit row in a later turn", () => {
    const { id, secret } = under.token({ "a/#": "read" });
    under.connect(secret, "a/b");
    under.edit({ kind: "token.update", id, patch: { enabled: false } });
    expect(moody.listAudit({ limit: 1 })[0]?.effect).toBeNull();
    under.clock.advance(1);
    expect(moody.listAudit({ limit: 1 })[0]?.effect).toEqual({ closed: 1, codes: [{ code: 4002, count: 1 }] });
  });

  it("A2 that changes nothing keeps the revision, closes nobody and leaves no trace", () => {
    const { id, secret } = under.token({ "a/#": "read" }, { note: "same" });
    const client = under.connect(secret, "a/b");
    const { permissions, revision } = under.core.policy.current;
    const [permission] = permissions.values();
    const { tokenId = "", tagId = "" } = permission ?? {};
    const edits: Edit[] = [
      { kind: "permission.set", tokenId, tagId, access: "read" },
      { kind: "token.update", id, patch: { note: "same" } },
    ];
    expect(under.edit(...edits).effect).toEqual({ revision, closed: [], narrowed: [], kept: 1, leaked: 0 });
    expect(client.closedWith).toBeNull();
    expect(moody.listAudit({ limit: 100 })).toHaveLength(revision);
  });
});

function dice(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * count);
  };
}

describe("preview and outcome", () => {
  it.each([11, 12, 13, 14])("R7 are the same set for random policies, sessions and edits (%i)", (seed) => {
    const roll = dice(seed);
    const patterns = ["a/#", "b/+", "c", "d/+/e"];
    const topics = ["a/1", "a/+", "b/1", "b/+", "c", "d/1/e"];
    const tokens = [0, 1, 2].map(() =>
      under.token(Object.fromEntries(patterns.map((pattern) => [pattern, roll(2) ? "read" : "readwrite"]))),
    );
    let closed = 0;
    for (let round = 0; round < 60; round++) {
      for (let more = 0; more < 6; more++) {
        const filters = [topics[roll(6)] ?? "c", topics[roll(6)] ?? "c"];
        under.connect(tokens[roll(3)]?.secret ?? "", ...filters);
      }
      const { permissions, tags } = under.core.policy.current;
      const permission = [...permissions.values()][roll(permissions.size)];
      const tagIds = [...tags.keys()];
      const id = tokens[roll(3)]?.id ?? "";
      const edits: Edit[] = [
        { kind: "token.update", id, patch: { maxConnections: roll(8) } },
        { kind: "token.update", id, patch: { enabled: roll(4) > 0 } },
        {
          kind: "permission.set",
          tokenId: id,
          tagId: tagIds[roll(tagIds.length)] ?? "",
          access: roll(2) ? "read" : "readwrite",
        },
      ];
      if (permission !== undefined) edits.push({ kind: "permission.delete", id: permission.id });
      const chosen = edits.filter(() => roll(2) === 0);
      const predicted = previewEdits(under.desk, chosen);
      const { effect } = applyEdits(under.corridor, chosen, "http");
      expect(effect.closed.map(({ commitToCloseMs, commitToGoneMs, framesDiscarded, ...rest }) => rest)).toEqual(
        predicted.closed,
      );
      expect([effect.kept, effect.narrowed, effect.leaked]).toEqual([predicted.kept, predicted.narrowed, 0]);
      expect(under.core.registry.size).toBe(effect.kept);
      closed += effect.closed.length;
    }
    expect(closed).toBeGreaterThan(20);
  });
});

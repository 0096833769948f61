/** Owns the proof that plans are sound and can be taken back exactly, and that the tester's fix works. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { oracleOverlaps } from "../contract/tests/topic-oracle.ts";
import { checkPattern } from "../contract/topics.ts";
import type { PolicyRows } from "../ports/store.ts";
import { explain } from "./explain.ts";
import { planEdits, planRows } from "./plan.ts";
import { applyRows, type Snapshot, snapshotOf, tokenState } from "./snapshot.ts";
import { rightsOf, slowCovers } from "./testing/judge-oracle.ts";
import { anyEdits, anyPolicy, FILTERS, NOW_MS, planned, testEnvironment } from "./testing/policies.ts";

const rowsOf = ({ tokens, tags, permissions, settings }: Snapshot) => ({ tokens, tags, permissions, settings });

/** The same policy compiled from its rows, as a restart would. */
function compiled(snapshot: Snapshot): Snapshot {
  const { revision, settings, tokens, tags, permissions } = snapshot;
  return snapshotOf({
    revision,
    settings,
    tokens: [...tokens.values()],
    tags: [...tags.values()],
    permissions: [...permissions.values()],
  });
}

const sortedGrants = ({ grants }: Snapshot) =>
  new Map([...grants].map(([id, list]) => [id, list.map((grant) => JSON.stringify(grant)).sort()]));

const isEmpty = (rows: PolicyRows) => Object.values(rows).every((list) => Array.isArray(list) && list.length === 0);

it("R4 undo restores the rows exactly, and a change that is none has no rows and no revision", () => {
  let accepted = 0;
  fc.assert(
    fc.property(anyPolicy, anyEdits, (stored, edits) => {
      const before = snapshotOf(stored);
      const result = planEdits(before, edits, testEnvironment());
      if (!result.ok) return;
      accepted++;
      const { rows, undo, after, summary } = result;
      expect(rowsOf(applyRows(after, undo, after.revision + 1))).toEqual(rowsOf(before));
      expect(rowsOf(planned(planRows(after, undo)).after)).toEqual(rowsOf(before));
      expect(after.revision).toBe(before.revision + (isEmpty(rows) ? 0 : 1));
      if (isEmpty(rows)) expect([after === before, summary]).toEqual([true, []]);
    }),
    { numRuns: 6000 },
  );
  expect(accepted).toBeGreaterThan(1000);
});

it("R5 a snapshot that grew by changes decides as one compiled from its rows", () => {
  fc.assert(
    fc.property(anyPolicy, anyEdits, anyEdits, (stored, first, second) => {
      let snapshot = snapshotOf(stored);
      for (const edits of [first, second]) {
        const result = planEdits(snapshot, edits, testEnvironment());
        if (result.ok) snapshot = result.after;
      }
      const fresh = compiled(snapshot);
      expect(sortedGrants(snapshot)).toEqual(sortedGrants(fresh));
      expect(snapshot.tokensByHash).toEqual(fresh.tokensByHash);
    }),
    { numRuns: 3000 },
  );
});

it("T7 what a plan leaves is sound: patterns valid, unique and apart, secrets unique, nothing dangling", () => {
  fc.assert(
    fc.property(anyPolicy, anyEdits, (stored, edits) => {
      const result = planEdits(snapshotOf(stored), edits, testEnvironment());
      if (!result.ok) return;
      const { tokens, tags, permissions, settings } = result.after;
      const patterns = [...tags.values()].map(({ pattern }) => pattern);
      expect(patterns.every((pattern) => checkPattern(pattern).ok)).toBe(true);
      expect(new Set(patterns).size).toBe(patterns.length);
      const pairs = patterns.flatMap((one, index) => patterns.slice(index + 1).map((other) => [one, other] as const));
      if (!settings.allowOverlaps) expect(pairs.filter(([one, other]) => oracleOverlaps(one, other))).toEqual([]);
      expect(new Set([...tokens.values()].map(({ secretHash }) => secretHash)).size).toBe(tokens.size);
      const owners = [...permissions.values()].map(({ tokenId, tagId }) => `${tokenId} ${tagId}`);
      expect(new Set(owners).size).toBe(owners.length);
      for (const { tokenId, tagId } of permissions.values())
        expect([tokens.has(tokenId), tags.has(tagId)]).toEqual([true, true]);
    }),
    { numRuns: 3000 },
  );
});

it("R8 explain says what the rights say, and its fix, when applied, makes it allow", () => {
  const seen = { allowed: 0, fixed: 0, hopeless: 0 };
  const anyQuestion = fc.record({
    tokenId: fc.constantFrom("t0", "t1", "t2"),
    action: fc.constantFrom("subscribe" as const, "publish" as const),
    topic: fc.constantFrom(...FILTERS, "a/c", "a,b", "b/b/b"),
  });
  fc.assert(
    fc.property(anyPolicy, anyEdits, anyQuestion, (stored, edits, question) => {
      const start = snapshotOf(stored);
      const changed = planEdits(start, edits, testEnvironment());
      const snapshot = changed.ok ? changed.after : start;
      const token = snapshot.tokens.get(question.tokenId);
      if (token === undefined) return;
      const { allowed, fix, permission, trace } = explain(snapshot, question, NOW_MS);

      const { action, topic } = question;
      const isPublish = action === "publish";
      const isAskable = isPublish
        ? !/[+#]/.test(topic) && !topic.startsWith("$")
        : !topic.includes(",") || !/[+#]/.test(topic);
      const rights = rightsOf(snapshot, token.id).filter((right) => !isPublish || right.endsWith("=readwrite"));
      const isGranted = rights.some((right) => slowCovers(right.slice(0, right.indexOf("=")), topic));
      expect(allowed).toBe(isAskable && tokenState(token, NOW_MS) === "enabled" && isGranted);
      expect(trace.filter(({ passed }) => !passed)).toHaveLength(allowed ? 0 : 1);
      if (allowed) {
        seen.allowed++;
        expect([fix, permission !== undefined]).toEqual([undefined, true]);
      } else if (fix !== undefined && fix.edits.length > 0) {
        seen.fixed++;
        const { after } = planned(planEdits(snapshot, fix.edits, testEnvironment()));
        expect(explain(after, question, NOW_MS).allowed).toBe(true);
      } else {
        seen.hopeless++;
        const isApart =
          snapshot.settings.allowOverlaps ||
          ![...snapshot.tags.values()].some((tag) => oracleOverlaps(tag.pattern, topic));
        // No edits are offered only where the topic can be no tag, or its tag would overlap.
        expect(isAskable && isApart && checkPattern(topic).ok).toBe(false);
      }
    }),
    { numRuns: 6000 },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(200);
});

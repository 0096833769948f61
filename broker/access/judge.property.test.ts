/** Owns the proof that the judge is R1 to R4: against a second, slow reading of the rules on random policies, sessions and edits. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { judge } from "./judge.ts";
import { planEdits } from "./plan.ts";
import { snapshotOf } from "./snapshot.ts";
import { naiveJudge } from "./testing/judge-oracle.ts";
import { anyEdits, anyPolicy, anySessions, NOW_MS, testEnvironment } from "./testing/policies.ts";

it("R7 R11 for random policies, sessions and edits the verdict is what R1 to R4 and R11 say, in both modes, with overlaps and without", () => {
  const seen = new Map<string, number>();
  const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1);
  fc.assert(
    fc.property(anyPolicy, anySessions, anyEdits, (stored, sessions, edits) => {
      const before = snapshotOf(stored);
      const result = planEdits(before, edits, testEnvironment());
      if (!result.ok) return;
      const { enforcement, allowOverlaps } = before.settings;
      count(`${enforcement}, overlaps ${allowOverlaps}`);

      const ofToken = (id: string) => sessions.filter(({ tokenId }) => tokenId === id);
      const connected = sessions.filter(({ away }) => away === undefined);
      const verdict = judge(before, result.after, ofToken, connected.length, NOW_MS);
      const naive = naiveJudge(before, result.after, sessions, NOW_MS);

      const closed = new Map(verdict.closed.map(({ connectionId, code }) => [connectionId, code]));
      expect(closed).toEqual(naive.closed);
      expect(verdict.closed).toHaveLength(naive.closed.size);
      const ended = new Map(verdict.ended.map(({ sessionId, code }) => [sessionId, code]));
      expect(ended).toEqual(naive.ended);
      expect(verdict.ended).toHaveLength(naive.ended.size);
      for (const { sessionId, messagesLost } of verdict.ended) {
        expect(messagesLost).toBe(sessions.find(({ id }) => id === sessionId)?.away?.waiting);
      }
      for (const code of ended.values()) count(`ended ${code}`);
      const narrowed = verdict.narrowed.map(({ connectionId, topicPattern }) => `${connectionId} ${topicPattern}`);
      expect(new Set(narrowed)).toEqual(naive.narrowed);
      expect(narrowed).toHaveLength(naive.narrowed.size);
      expect(verdict.kept).toBe(connected.length - naive.closed.size);
      for (const { reason } of verdict.closed) expect(Buffer.byteLength(reason)).toBeLessThanOrEqual(123);
      for (const code of closed.values()) count(String(code));
      if (narrowed.length > 0) count("narrowed");
    }),
    { numRuns: 12_000 },
  );
  const modes = ["strict", "minimal"].flatMap((mode) => [`${mode}, overlaps true`, `${mode}, overlaps false`]);
  for (const mode of modes) expect(seen.get(mode), mode).toBeGreaterThan(1000);
  for (const what of ["4002", "4003", "4004", "narrowed", "ended 4002", "ended 4003"])
    expect(seen.get(what), what).toBeGreaterThan(200);
});

it("R4 a policy that is compiled anew from the same rows closes nobody", () => {
  fc.assert(
    fc.property(anyPolicy, anySessions, (stored, sessions) => {
      const ofToken = (id: string) => sessions.filter(({ tokenId }) => tokenId === id);
      const verdict = judge(snapshotOf(stored), snapshotOf(stored), ofToken, sessions.length, NOW_MS);
      expect(verdict).toEqual({ closed: [], ended: [], narrowed: [], kept: sessions.length });
    }),
  );
});

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "./console/edits/apply-edit.ts";
import { previewEdits } from "./console/edits/preview.ts";
import { updateSettings } from "./console/edits/settings.ts";
import { Refused } from "./console/refused.ts";
import type { Edit } from "./contract/edits.ts";
import { DeskUnderTest } from "./testing/desk-harness.ts";
import type { FakeLink } from "./testing/fake-link.ts";

const PATTERNS = ["a/#", "a/+", "a/b", "b/#", "b/+/c", "c", "+/d", "#"];
const FILTERS = ["a/b", "a/#", "a/+", "b/x/c", "b/#", "c", "x/d", "+/d"];
const TOKENS = 4;

function stand(enforcement: "strict" | "minimal", allowOverlaps: boolean) {
  const under = new DeskUnderTest();
  updateSettings(under.corridor, { enforcement, allowOverlaps }, "http");
  const secrets = Array.from({ length: TOKENS }, (_, i) => `secret-of-token-${i}`);
  under.edit(...secrets.map((secret): Edit => ({ kind: "token.create", token: { secret } })));
  under.edit(...firstRights([...under.core.policy.current.tokens.keys()]));
  const open = new Set<FakeLink>();

  /** Knocks as any client would; a refused one counts for nothing. */
  function knock(token: number, filters: readonly string[]): void {
    const connection = under.connect(secrets[token] ?? "", ...filters);
    if (connection.closedWith === null) open.add(connection);
  }
  return { under, rooms: under.core, knock, open };
}

/** Something to lose: every token may do everything below these. */
function firstRights(tokens: readonly string[]): Edit[] {
  const patterns = ["a/#", "b/#", "c", "x/+"];
  const tags = patterns.map((pattern): Edit => ({ kind: "tag.create", tag: { pattern } }));
  const rights = tokens.flatMap((tokenId) =>
    patterns.map(
      (pattern): Edit => ({ kind: "permission.set", tokenId, tagId: `pattern:${pattern}`, access: "readwrite" }),
    ),
  );
  return [...tags, ...rights];
}

type Step = { readonly knock: [number, string[]] } | { readonly edits: ((ids: Ids) => Edit)[] };
interface Ids {
  readonly tokens: readonly string[];
  readonly tags: readonly string[];
  readonly permissions: readonly string[];
}
const at = (list: readonly string[], index: number) => list[index % Math.max(1, list.length)] ?? "absent";

const anyEdit = fc
  .tuple(fc.nat(9), fc.nat(99), fc.nat(99), fc.constantFrom(...PATTERNS), fc.boolean())
  .map(([kind, one, two, pattern, flag]) => (ids: Ids): Edit => {
    const access = flag ? "readwrite" : "read";
    switch (kind) {
      case 0:
        return { kind: "tag.create", tag: { pattern } };
      case 1:
        return { kind: "tag.update", id: at(ids.tags, one), patch: flag ? { pattern } : { description: pattern } };
      case 2:
        return { kind: "tag.delete", id: at(ids.tags, one) };
      case 3:
        return { kind: "permission.delete", id: at(ids.permissions, one) };
      case 4:
        return { kind: "token.update", id: at(ids.tokens, one), patch: { maxConnections: two % 4 } };
      case 5:
        return { kind: "token.update", id: at(ids.tokens, one), patch: { enabled: flag, note: pattern } };
      case 6:
        return two % 4 === 0
          ? { kind: "token.rotate", id: at(ids.tokens, one) }
          : { kind: "token.update", id: at(ids.tokens, one), patch: { name: pattern } };
      default:
        return { kind: "permission.set", tokenId: at(ids.tokens, one), tagId: at(ids.tags, two), access };
    }
  });
const anyStep: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ knock: fc.tuple(fc.nat(TOKENS - 1), fc.subarray(FILTERS, { minLength: 1, maxLength: 2 })) }),
  fc.record({ edits: fc.array(anyEdit, { minLength: 1, maxLength: 3 }) }),
);

describe("preview and enforcement", () => {
  for (const enforcement of ["strict", "minimal"] as const) {
    for (const overlaps of [false, true]) {
      it(`R7 the preview of any edit is its outcome: ${enforcement}, overlaps ${overlaps ? "allowed" : "refused"}`, () => {
        let judged = 0;
        let closed = 0;
        fc.assert(
          fc.property(fc.array(anyStep, { minLength: 20, maxLength: 60 }), (steps) => {
            const { under, rooms, knock, open } = stand(enforcement, overlaps);
            for (const step of steps) {
              if ("knock" in step) {
                knock(...step.knock);
                continue;
              }
              const { tokens, tags, permissions } = rooms.policy.current;
              const ids = { tokens: [...tokens.keys()], tags: [...tags.keys()], permissions: [...permissions.keys()] };
              const edits = step.edits.map((make) => make(ids));
              const outcome = attempt(() => applyThePreviewed(under, edits));
              if (outcome === undefined) continue;
              judged++;
              closed += outcome.effect.closed.length;
              const told = [...open].flatMap(({ closedWith }) => closedWith?.code ?? []);
              expect(told.sort()).toEqual(outcome.effect.closed.map(({ code }) => code).sort());
              for (const connection of [...open]) if (connection.closedWith !== null) open.delete(connection);
              expect(outcome.effect.kept).toBe(open.size);
              expect(rooms.registry.size).toBe(open.size);
            }
          }),
          { numRuns: 100 },
        );
        expect(judged).toBeGreaterThan(500);
        expect(closed).toBeGreaterThan(50);
      });
    }
  }
});

/** Previews, applies, and holds the one against the other. */
function applyThePreviewed({ desk, corridor }: DeskUnderTest, edits: readonly Edit[]) {
  const preview = previewEdits(desk, edits);
  const outcome = applyEdits(corridor, edits, "http");
  const { closed, narrowed, kept } = outcome.effect;
  const predicted = closed.map(({ commitToCloseMs, commitToGoneMs, framesDiscarded, ...rest }) => rest);
  expect({ closed: predicted, narrowed, kept }).toEqual({
    closed: preview.closed,
    narrowed: preview.narrowed,
    kept: preview.kept,
  });
  return outcome;
}

/** Undefined when the edit was refused, as many random ones are: then nothing has changed. */
function attempt<T>(run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** Owns small policies for tests: written out by hand, and random ones with sessions and edits. */
import fc from "fast-check";
import type { Edit } from "../../contract/edits.ts";
import { type Access, DEFAULT_SETTINGS, type Settings, type TokenPatch } from "../../contract/nouns.ts";
import { oracleOverlaps } from "../../contract/tests/topic-oracle.ts";
import type { StoredPolicy, StoredToken } from "../../ports/store.ts";
import { permissionRow, tagRow, tokenRow } from "../../testing/policy-rows.ts";
import type { SessionFacts } from "../judge.ts";
import type { Plan, PlanEnvironment, PlanResult } from "../plan.ts";
import { type Snapshot, snapshotOf } from "../snapshot.ts";

export const NOW = "2026-06-01T12:00:00.000Z";
export const NOW_MS = Date.parse(NOW);

/** Ids count up, a secret's hash and box are the secret with a word before it. */
export function testEnvironment(): PlanEnvironment {
  let next = 0;
  return {
    now: NOW,
    newId: (kind) => `${kind}_new${next++}`,
    newSecret: () => `made-secret-${next++}`,
    hash: (secret) => `hash of ${secret}`,
    seal: (secret) => ({
      secretHash: `hash of ${secret}`,
      sealedSecret: `box ${next++} of ${secret}`,
      secretHint: "••••",
    }),
  };
}

interface PolicyOptions {
  readonly tokens?: Readonly<Record<string, Partial<StoredToken>>>;
  /** Patterns that nobody needs to have a right on. */
  readonly tags?: readonly string[];
  readonly settings?: Partial<Settings>;
}

/** Rights as `{token: {pattern: access}}`; a tag's id is `tag:` with its pattern, a permission's id is `token pattern`. */
export function policyOf(
  rights: Readonly<Record<string, Readonly<Record<string, Access>>>>,
  options: PolicyOptions = {},
): Snapshot {
  const patterns = new Set([...(options.tags ?? []), ...Object.values(rights).flatMap((each) => Object.keys(each))]);
  const tokens = new Set([...Object.keys(rights), ...Object.keys(options.tokens ?? {})]);
  return snapshotOf({
    revision: 7,
    tokens: [...tokens].map((id) => tokenRow(id, { name: `Token ${id}`, ...options.tokens?.[id] })),
    tags: [...patterns].map((pattern) => tagRow(`tag:${pattern}`, pattern)),
    permissions: Object.entries(rights).flatMap(([token, each]) =>
      Object.entries(each).map(([pattern, access]) =>
        permissionRow(`${token} ${pattern}`, token, `tag:${pattern}`, access),
      ),
    ),
    settings: { ...DEFAULT_SETTINGS, ...options.settings },
  });
}

/** The plan; the test fails when it was refused. */
export function planned(result: PlanResult): Plan {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.refusal)}`);
  return result;
}

export const PATTERNS = [
  "a",
  "a/b",
  "a/+",
  "a/#",
  "+/b",
  "+",
  "#",
  "+/#",
  "a/+/b",
  "a/b/#",
  "b",
  "b/+",
  "/#",
  "$x/#",
  "$x/a",
];
export const FILTERS = [...PATTERNS, "a/a", "b/a", "b/#", "a/b/a", "", "$x", "/a"].filter((filter) => filter !== "");
const TOKENS = ["t0", "t1", "t2"];
const TIMES = [null, "2026-05-01T00:00:00.000Z", "2026-07-01T00:00:00.000Z"];

export const anyAccess: fc.Arbitrary<Access> = fc.constantFrom("read", "readwrite");
const anyExpiry = fc.constantFrom(...TIMES);

const anySettings: fc.Arbitrary<Settings> = fc
  .record({ enforcement: fc.constantFrom("strict" as const, "minimal" as const), allowOverlaps: fc.boolean() })
  .map((settings) => ({ ...DEFAULT_SETTINGS, ...settings }));

/** Tags overlap only where the settings allow it. Every token is enabled, as it must be to have sessions. */
export const anyPolicy: fc.Arbitrary<StoredPolicy> = fc
  .record({
    settings: anySettings,
    patterns: fc.uniqueArray(fc.constantFrom(...PATTERNS), { minLength: 1, maxLength: 6 }),
    limits: fc.tuple(fc.nat(4), fc.nat(4), fc.nat(4)),
    rights: fc.array(fc.tuple(fc.constantFrom(...TOKENS), fc.nat(5), anyAccess), { maxLength: 12 }),
  })
  .map(({ settings, patterns, limits, rights }) => {
    const kept: string[] = [];
    for (const pattern of patterns) {
      if (settings.allowOverlaps || !kept.some((other) => oracleOverlaps(other, pattern))) kept.push(pattern);
    }
    const permissions = new Map(
      rights.map(([token, index, access]) => {
        const tag = index % kept.length;
        return [`${token} ${tag}`, permissionRow(`p-${token}-${tag}`, token, `g${tag}`, access)];
      }),
    );
    return {
      revision: 3,
      settings,
      tokens: TOKENS.map((id, index) => tokenRow(id, { maxConnections: limits[index] ?? 0 })),
      tags: kept.map((pattern, index) => tagRow(`g${index}`, pattern)),
      permissions: [...permissions.values()],
    };
  });

export const anySessions: fc.Arbitrary<SessionFacts[]> = fc
  .array(
    fc.record({
      tokenId: fc.constantFrom(...TOKENS),
      filters: fc.array(fc.constantFrom(...FILTERS), { minLength: 1, maxLength: 3 }),
      sharedFilters: fc.array(fc.constantFrom(...FILTERS), { maxLength: 1 }),
      away: fc.oneof(
        { weight: 3, arbitrary: fc.constant(undefined) },
        fc.nat(5).map((waiting) => ({ clientId: "c", waiting })),
      ),
    }),
    { minLength: 2, maxLength: 12 },
  )
  .chain((sessions) =>
    fc
      .shuffledSubarray(
        sessions.map((_, index) => index),
        { minLength: sessions.length },
      )
      .map((orders) =>
        sessions.map(({ away, ...each }, index) => ({
          ...each,
          ...(away === undefined ? {} : { away }),
          id: `s${index}`,
          order: orders[index] ?? 0,
        })),
      ),
  );

const tokenId = fc.constantFrom(...TOKENS, ...TOKENS, ...TOKENS, "t-none");
const tagId = fc.constantFrom("g0", "g1", "g2", "g3", "pattern:a/b", "pattern:#");
const permissionId = fc.tuple(fc.constantFrom(...TOKENS), fc.nat(3)).map(([token, tag]) => `p-${token}-${tag}`);
const anyPatch: fc.Arbitrary<TokenPatch> = fc.record(
  {
    name: fc.constantFrom("New name", null),
    maxConnections: fc.nat(4),
    enabled: fc.boolean(),
    expiresAt: anyExpiry,
    note: fc.constantFrom("", "a note"),
    secret: fc.constantFrom("secret-one", "secret-two"),
  },
  { requiredKeys: [] },
);

const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({ kind: fc.constant("token.create" as const), token: anyPatch }),
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("token.update" as const), id: tokenId, patch: anyPatch }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("token.update" as const),
      id: tokenId,
      patch: fc.record({ maxConnections: fc.constantFrom(1, 2) }),
    }),
  },
  fc.record({ kind: fc.constant("token.delete" as const), id: tokenId }),
  fc.record({ kind: fc.constant("token.rotate" as const), id: tokenId }),
  fc.record({
    kind: fc.constant("tag.create" as const),
    tag: fc.record({ pattern: fc.constantFrom(...PATTERNS, "a+", "a,b") }),
  }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("tag.update" as const),
      id: fc.constantFrom("g0", "g1", "g2"),
      patch: fc.record(
        { pattern: fc.constantFrom(...PATTERNS), description: fc.constantFrom("", "described") },
        { requiredKeys: [] },
      ),
    }),
  },
  fc.record({ kind: fc.constant("tag.delete" as const), id: fc.constantFrom("g0", "g1", "g2") }),
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("permission.set" as const), tokenId, tagId, access: anyAccess }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("permission.delete" as const), id: permissionId }) },
);

export const anyEdits: fc.Arbitrary<Edit[]> = fc.array(anyEdit, { minLength: 1, maxLength: 3 });

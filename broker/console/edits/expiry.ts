/** Owns the moment at which a token expires: its sessions close then, by the same judge as an edit would close them (R1). */
import { judge } from "../../access/judge.ts";
import { NO_ROWS } from "../../access/plan.ts";
import { applyRows, type Snapshot, tokenState } from "../../access/snapshot.ts";
import type { ClosedSession } from "../../contract/edits.ts";
import { enforce } from "../../enforcement/enforce.ts";
import type { Timer } from "../../ports/clock.ts";
import { type AuditRow, type ChangeSummary, type StoredToken, StoreError } from "../../ports/store.ts";
import type { ConsoleCore } from "../console-core.ts";
import { Refused } from "../refused.ts";
import type { Corridor } from "./apply-edit.ts";
import type { EditQueue } from "./edit-queue.ts";
import { newId } from "./plan-environment.ts";
import { recordEffectLater, recordRevocation } from "./record.ts";
import type { RevocationTimes } from "./revocation-times.ts";

/** The wall clock may be set while we wait: never wait longer than this before looking at it again. */
const LONGEST_WAIT_MS = 60_000;

interface ExpiryParts {
  readonly core: ConsoleCore;
  readonly times: RevocationTimes;
  readonly edits: EditQueue;
}

export class ExpiryWatch {
  readonly #parts: ExpiryParts;
  /** Tokens that were known to be expired at the last look. */
  #expired: ReadonlySet<string> = new Set();
  /** Each token's expiry as the policy had it at the last look. */
  #seen: ReadonlyMap<string, string | null> = new Map();
  #timer: Timer | undefined;
  #unwatch: (() => void) | undefined;
  #isOpen = false;

  constructor(parts: ExpiryParts) {
    this.#parts = parts;
  }

  start(): void {
    const { clockWatch } = this.#parts.core;
    this.#isOpen = true;
    this.#expired = new Set(this.#expiredTokens().map(({ id }) => id));
    this.#unwatch = clockWatch.onJump(() => this.#look());
    this.replan();
  }

  /** The policy has changed: looks for the next token to expire. */
  replan(): void {
    this.#timer?.cancel();
    if (!this.#isOpen) return;
    const { clock, policy } = this.#parts.core;
    const expired = this.#expiredTokens();
    // One that was prolonged, or whose time comes once more because the clock was set back, may expire again; an edit that set a past
    // time has closed its sessions itself.
    const isKnown = ({ id, expiresAt }: StoredToken) => this.#expired.has(id) || this.#seen.get(id) !== expiresAt;
    this.#expired = new Set(expired.filter(isKnown).map(({ id }) => id));
    this.#seen = new Map([...policy.current.tokens.values()].map(({ id, expiresAt }) => [id, expiresAt]));
    const next = nextExpiry(policy.current, clock.now());
    if (next === undefined) return;
    this.#timer = clock.after(Math.min(Math.max(next - clock.now(), 1), LONGEST_WAIT_MS), () => this.#look());
  }

  close(): void {
    this.#isOpen = false;
    this.#unwatch?.();
    this.#timer?.cancel();
  }

  #look(): void {
    const due = this.#expiredTokens().filter(({ id }) => !this.#expired.has(id));
    this.#expired = new Set([...this.#expired, ...due.map(({ id }) => id)]);
    try {
      if (due.length > 0) expire(this.#parts, due);
    } finally {
      this.replan();
    }
  }

  #expiredTokens(): StoredToken[] {
    const { clock, policy } = this.#parts.core;
    return [...policy.current.tokens.values()].filter((token) => tokenState(token, clock.now()) === "expired");
  }
}

function nextExpiry({ tokens }: Snapshot, now: number): number | undefined {
  let next: number | undefined;
  for (const { expiresAt } of tokens.values()) {
    const at = expiresAt === null ? Number.NaN : Date.parse(expiresAt);
    if (at > now && (next === undefined || at < next)) next = at;
  }
  return next;
}

/** Sessions first, then the journals: the store may be busy, the time has come all the same. The policy is the same, only the time is not. */
function expire(parts: ExpiryParts, tokens: readonly StoredToken[]): void {
  const { core, edits } = parts;
  const { policy, registry, clock, log, faults } = core;
  const { current } = policy;
  const startedAt = clock.elapsed();
  const at = new Date(clock.now()).toISOString();
  const verdict = judge(current, current, (tokenId) => registry.subjectsOf(tokenId), registry.size, clock.now());
  const enforced = enforce(verdict, registry, clock, startedAt);
  const summary = tokens.map(expiredSummary);
  const record = (revision: number) =>
    recordRevocation(parts, { revision, actor: "broker", at, summary, kept: verdict.kept }, enforced);
  edits
    .run((corridor) => {
      const revision = recordExpiry(corridor, summary, { at, startedAt }, enforced.closed);
      record(revision ?? policy.current.revision);
    })
    .catch((error: unknown) => {
      if (!(error instanceof Refused)) return faults.caught("promise", error, {});
      log.warn({ code: error.refusal.code }, UNRECORDED);
      record(policy.current.revision);
    });
}

const UNRECORDED = "the expiry of a token was not recorded";

function expiredSummary({ id, name }: StoredToken): ChangeSummary {
  return { subject: name ?? id, object: "expiry", before: "enabled", after: "expired" };
}

/** An audit row of its own revision, without rows of the policy; undefined when the store did not take it. */
function recordExpiry(
  corridor: Corridor,
  summary: readonly ChangeSummary[],
  { at, startedAt }: { readonly at: string; readonly startedAt: number },
  closed: readonly ClosedSession[],
): number | undefined {
  const { store, policy, log, chance } = corridor.core;
  const revision = policy.current.revision + 1;
  const audit: AuditRow = { id: newId(chance, "aud"), at, revision, actor: "broker", summary, revertible: false };
  try {
    store.commit({ revision, rows: NO_ROWS, undo: NO_ROWS }, audit);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    log.warn({ kind: error.kind }, UNRECORDED);
    return undefined;
  }
  policy.replace(applyRows(policy.current, NO_ROWS, revision));
  recordEffectLater(corridor, audit, closed);
  corridor.announcer.committed({ revision, rows: NO_ROWS, audit });
  corridor.announcer.policyReplaced(startedAt);
  return revision;
}

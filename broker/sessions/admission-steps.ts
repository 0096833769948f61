/** The steps of admission, in the order of the rules: whose credentials are these, and may they be used now (C4, C5)? */
import { maySubscribe } from "../access/decide.ts";
import { SecretBox } from "../access/seal.ts";
import { type Grant, type Snapshot, tokenState } from "../access/snapshot.ts";
import { DOOR_STEPS, type DoorStep } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";
import { cutToBytes } from "../contract/text.ts";
import { checkPattern } from "../contract/topics.ts";
import type { StoredToken } from "../ports/store.ts";
import { ownText } from "./own-text.ts";

/** What the client asked for, decoded by its dialect. */
export interface Credentials {
  /** Empty when none was given. */
  readonly secret: string;
  /** Secrets in later places (C3), asked only when `secret` is no token's: a proxy may have put the one before. */
  readonly otherSecrets?: readonly OtherSecret[];
  /** null in dialects where a client subscribes after it came in. */
  readonly filters: readonly string[] | null;
  readonly by: CredentialsBy;
  /** X3: without a secret it may act as the anonymous principal. */
  readonly mayBeAnonymous: boolean;
}

export type CredentialsBy = "header" | "subprotocol" | "query" | "frame" | "none";

export interface OtherSecret {
  readonly secret: string;
  readonly by: CredentialsBy;
}

/** Why a dialect does not let an otherwise welcome token in. */
export interface FurtherRefusal {
  readonly step: DoorStep;
  readonly detail: string;
}

export type Verdict = AdmittedToken | Rejection;

export interface AdmittedToken {
  readonly admitted: true;
  readonly token: StoredToken;
  /** Where the secret stood that is the token's. */
  readonly by: CredentialsBy;
}

export interface Rejection {
  readonly admitted: false;
  readonly step: DoorStep;
  readonly code: number;
  /** Fits a close frame. */
  readonly reason: string;
  readonly token: StoredToken | undefined;
  readonly filter: string | null;
  readonly nearest: Grant | undefined;
}

export interface AdmissionContext {
  readonly snapshot: Snapshot;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Set while the broker lets nobody in. */
  readonly shut: Extract<DoorStep, "stopping" | "broker-stopped"> | null;
  /** An operator keeps the token out for a while (R9). */
  readonly isBlocked: (tokenId: string) => boolean;
}

/** Judges everything but the connection limit, which is counted afterwards (C6). Pure. */
export function judgeSteps(asked: Credentials, context: AdmissionContext): Verdict {
  if (context.shut !== null) return refuse(context.shut, undefined);
  const { anonymous } = context.snapshot;
  const isAnonymous = asked.secret === "" && asked.mayBeAnonymous && anonymous.enabled;
  if (asked.secret === "" && !isAnonymous) return refuse("credentials-missing", undefined);
  if (asked.filters?.length === 0) return refuse("filters-missing", undefined);
  const found = isAnonymous ? { token: anonymous, by: asked.by } : findToken(asked, context.snapshot);
  if (found === undefined) return refuse("token-unknown", undefined);
  const { token, by } = found;
  const state = tokenState(token, context.now);
  if (state === "disabled") return refuse("token-disabled", token);
  if (state === "expired") return refuse("token-expired", token);
  if (context.isBlocked(token.id)) return refuse("token-barred", token);
  return judgeFilters(asked.filters ?? [], token, context.snapshot) ?? { admitted: true, token, by };
}

/** The refusal of an admitted client that found its token's limit reached, or that cannot be counted because the other nodes are away (N33). */
export function limitReached(token: StoredToken, isUnsure = false): Rejection {
  const inUse = `${token.maxConnections} of ${token.maxConnections} in use`;
  return refuse(
    "limit-reached",
    token,
    null,
    undefined,
    isUnsure ? "the limit cannot be counted: Redis is away" : inUse,
  );
}

/** A dialect's own refusal; of a token that is welcome otherwise, or of somebody who never said who it is. */
export function refusedByDialect({ step, detail }: FurtherRefusal, token?: StoredToken): Rejection {
  return refuse(step, token, null, undefined, detail);
}

function findToken(asked: Credentials, snapshot: Snapshot): Omit<AdmittedToken, "admitted"> | undefined {
  const token = tokenOf(asked.secret, snapshot);
  if (token !== undefined) return { token, by: asked.by };
  for (const { secret, by } of asked.otherSecrets ?? []) {
    const other = tokenOf(secret, snapshot);
    if (other !== undefined) return { token: other, by };
  }
  return undefined;
}

/** By its hash: how long that takes says nothing about the secret. */
const tokenOf = (secret: string, snapshot: Snapshot) => snapshot.tokensByHash.get(SecretBox.hash(secret));

/** All filters are judged together: one that is wrong rejects the connection. */
function judgeFilters(filters: readonly string[], token: StoredToken, snapshot: Snapshot): Rejection | undefined {
  if (filters.length > LIMITS.filtersPerConnection) {
    return refuse("too-many-filters", token, null, undefined, `at most ${LIMITS.filtersPerConnection}`);
  }
  for (const filter of filters) {
    const checked = checkPattern(filter);
    if (!checked.ok) return refuse("filter-malformed", token, filter, undefined, checked.reason);
    const decision = maySubscribe(snapshot, token.id, filter);
    if (!decision.allowed) return refuse("filter-not-covered", token, filter, decision.nearest, filter);
  }
  return undefined;
}

function refuse(
  step: DoorStep,
  token: StoredToken | undefined,
  filter: string | null = null,
  nearest: Grant | undefined = undefined,
  detail = "",
): Rejection {
  const { code, text } = DOOR_STEPS[step];
  const words =
    detail === "" ? text.toLowerCase() : `${text.toLowerCase()}: ${detail.slice(0, LIMITS.closeReasonBytes)}`;
  const reason = ownText(cutToBytes(words, LIMITS.closeReasonBytes));
  return { admitted: false, step, code, reason, token, filter, nearest };
}

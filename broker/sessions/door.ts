/** Owns the door: who may come in (C4), judged step by step in the order of the rules (C5). */
import { maySubscribe } from "../access/decide.ts";
import { SecretBox, sameHash } from "../access/seal.ts";
import { type Grant, type Snapshot, tokenState } from "../access/snapshot.ts";
import { DOOR_STEPS, type DoorStep } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";
import { cutToBytes } from "../contract/text.ts";
import { checkPattern } from "../contract/topics.ts";
import type { StoredToken } from "../ports/store.ts";

/** What the client asked for, decoded by its dialect. */
export interface Credentials {
  /** Empty when none was given. */
  readonly secret: string;
  /** null in dialects where a client subscribes after it came in. */
  readonly filters: readonly string[] | null;
  readonly by: "header" | "subprotocol" | "query" | "frame" | "none";
  /** X3: without a secret it may act as the anonymous principal. */
  readonly mayBeAnonymous: boolean;
}

/** Why a dialect does not let an otherwise welcome token in. */
export interface FurtherRefusal {
  readonly step: DoorStep;
  readonly detail: string;
}

export type DoorVerdict = { readonly admitted: true; readonly token: StoredToken } | DoorRefusal;

export interface DoorRefusal {
  readonly admitted: false;
  readonly step: DoorStep;
  readonly code: number;
  /** Fits a close frame. */
  readonly reason: string;
  readonly token: StoredToken | undefined;
  readonly filter: string | null;
  readonly nearest: Grant | undefined;
}

export interface DoorContext {
  readonly snapshot: Snapshot;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Set while the broker lets nobody in. */
  readonly shut: Extract<DoorStep, "stopping" | "broker-stopped"> | null;
  /** An operator keeps the token out for a while (R9). */
  readonly isBlocked: (tokenId: string) => boolean;
}

/** Judges everything but the connection limit, which is counted afterwards (C6). Pure. */
export function judgeAtDoor(asked: Credentials, context: DoorContext): DoorVerdict {
  if (context.shut !== null) return refuse(context.shut, undefined);
  const { anonymous } = context.snapshot;
  const isAnonymous = asked.secret === "" && asked.mayBeAnonymous && anonymous.enabled;
  if (asked.secret === "" && !isAnonymous) return refuse("credentials-missing", undefined);
  if (asked.filters?.length === 0) return refuse("filters-missing", undefined);
  const token = isAnonymous ? anonymous : findToken(asked.secret, context.snapshot);
  if (token === undefined) return refuse("token-unknown", undefined);
  const state = tokenState(token, context.now);
  if (state === "disabled") return refuse("token-disabled", token);
  if (state === "expired") return refuse("token-expired", token);
  if (context.isBlocked(token.id)) return refuse("token-barred", token);
  return asked.filters === null ? { admitted: true, token } : judgeFilters(asked.filters, token, context.snapshot);
}

/** The refusal of an admitted client that found its token's limit reached. */
export function limitReached(token: StoredToken): DoorRefusal {
  return refuse("limit-reached", token, null, undefined, `${token.maxConnections} of ${token.maxConnections} in use`);
}

/** A dialect's own refusal; of a token that is welcome otherwise, or of somebody who never said who it is. */
export function refusedByDialect({ step, detail }: FurtherRefusal, token?: StoredToken): DoorRefusal {
  return refuse(step, token, null, undefined, detail);
}

function findToken(secret: string, snapshot: Snapshot): StoredToken | undefined {
  const hash = SecretBox.hash(secret);
  const token = snapshot.tokensByHash.get(hash);
  return token !== undefined && sameHash(token.secretHash, hash) ? token : undefined;
}

function judgeFilters(filters: readonly string[], token: StoredToken, snapshot: Snapshot): DoorVerdict {
  if (filters.length > LIMITS.filtersPerConnection) {
    return refuse("too-many-filters", token, null, undefined, `at most ${LIMITS.filtersPerConnection}`);
  }
  for (const filter of filters) {
    const checked = checkPattern(filter);
    if (!checked.ok) return refuse("filter-malformed", token, filter, undefined, checked.reason);
    const decision = maySubscribe(snapshot, token.id, filter);
    if (!decision.allowed) return refuse("filter-not-covered", token, filter, decision.nearest, filter);
  }
  return { admitted: true, token };
}

function refuse(
  step: DoorStep,
  token: StoredToken | undefined,
  filter: string | null = null,
  nearest: Grant | undefined = undefined,
  detail = "",
): DoorRefusal {
  const { code, text } = DOOR_STEPS[step];
  const reason = cutToBytes(
    detail === "" ? text.toLowerCase() : `${text.toLowerCase()}: ${detail}`,
    LIMITS.closeReasonBytes,
  );
  return { admitted: false, step, code, reason, token, filter, nearest };
}

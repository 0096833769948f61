/** The one admission of clients: every way in is judged, slowed down and recorded here (C4, C5, C8). */
import type { Policy } from "../access/policy.ts";
import { secretHint } from "../access/seal.ts";
import type { DoorStep } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";
import type { DoorEntry } from "../contract/nouns.ts";
import type { Clock } from "../ports/clock.ts";
import type { StoredToken } from "../ports/store.ts";
import {
  type AdmissionContext,
  type AdmittedToken,
  type Credentials,
  type FurtherRefusal,
  judgeSteps,
  type Rejection,
  refusedByDialect,
  type Verdict,
} from "./admission-steps.ts";
import type { Attempt } from "./attempt.ts";
import type { AuthDelay } from "./auth-delay.ts";
import type { Journal } from "./journal.ts";
import { ownCut } from "./own-text.ts";
import type { TokenBlocks } from "./token-blocks.ts";

export interface AdmissionParts {
  readonly clock: Clock;
  readonly policy: Policy;
  readonly authDelay: AuthDelay;
  /** The list of rejected connections. */
  readonly rejections: Journal<DoorEntry>;
  /** Tokens that an operator keeps out for a while (R9). */
  readonly blocks: Pick<TokenBlocks, "isBlocked">;
  readonly newId: (kind: "door") => string;
}

/** A protocol's own condition for a token that is welcome otherwise; undefined lets it in. */
export type FurtherCheck = (token: StoredToken) => FurtherRefusal | undefined;

/** Rejections that say that the one who asks could not show who it is: these slow its address down (C8). */
const FAILURES: ReadonlySet<DoorStep> = new Set([
  "credentials-missing",
  "token-unknown",
  "token-disabled",
  "token-expired",
  "token-barred",
  "authentication-timeout",
]);

/** Nothing was asked with. */
const NO_CREDENTIALS: Credentials = { secret: "", filters: null, by: "none", mayBeAnonymous: false };

export class Admission {
  /** Why nobody is let in (1001): the process ends, or an operator stopped the broker (Y1). */
  shut: AdmissionContext["shut"] = null;
  readonly authDelay: AuthDelay;
  private readonly parts: AdmissionParts;

  constructor(parts: AdmissionParts) {
    this.parts = parts;
    this.authDelay = parts.authDelay;
  }

  /**
   * Judges credentials against the policy of this moment, whatever way they came: step by step (C4), then the protocol's own condition. A
   * rejection is recorded, and counted against its address. The wait of that address (C8) is behind it: the listener of sockets, the gate of the
   * HTTP server and a client that authenticates in a frame each wait once. A connection also needs a slot: `ConnectionAdmission`.
   */
  judgeCredentials(attempt: Attempt, asked: Credentials, further?: FurtherCheck): Verdict {
    const verdict = this.judge(asked, further);
    this.conclude(attempt, asked, verdict);
    return verdict;
  }

  /** Judges, and notes nothing: more may be asked before the client is let in. */
  judge(asked: Credentials, further?: FurtherCheck): AdmittedToken | Rejection {
    const { policy, clock, blocks } = this.parts;
    const verdict = judgeSteps(asked, {
      snapshot: policy.current,
      now: clock.now(),
      shut: this.shut,
      isBlocked: (tokenId) => blocks.isBlocked(tokenId),
    });
    if (!verdict.admitted) return verdict;
    const refusal = further?.(verdict.token);
    return refusal === undefined ? verdict : refusedByDialect(refusal, verdict.token);
  }

  /** Notes the last word about an attempt. */
  conclude(attempt: Attempt, asked: Credentials, verdict: Verdict): void {
    if (verdict.admitted) this.authDelay.succeeded(attempt.peer);
    else this.rejected(attempt, asked, verdict);
  }

  /** Rejects an attempt that is not judged by its credentials; it is recorded. `token` where it is known whose it is. */
  reject(attempt: Attempt, refusal: FurtherRefusal, asked = NO_CREDENTIALS, token?: StoredToken): Rejection {
    const rejection = refusedByDialect(refusal, token);
    this.rejected(attempt, asked, rejection);
    return rejection;
  }

  /** Rejects an attempt because so many of its address wait already (C8). */
  rejectTooMany(attempt: Attempt, asked = NO_CREDENTIALS): Rejection {
    return this.reject(attempt, { step: "too-many-attempts", detail: "try again in a minute" }, asked);
  }

  private rejected(attempt: Attempt, asked: Credentials, rejection: Rejection): void {
    if (FAILURES.has(rejection.step)) this.authDelay.failed(attempt.peer);
    const { clock, rejections, newId } = this.parts;
    const { token, filter } = rejection;
    rejections.add({
      id: newId("door"),
      at: new Date(clock.now()).toISOString(),
      address: attempt.peer.address,
      userAgent: attempt.userAgent,
      dialect: attempt.dialect,
      code: rejection.code,
      step: rejection.step,
      reason: rejection.reason,
      secretHint: token?.secretHint ?? (asked.secret === "" ? "none" : secretHint(asked.secret)),
      credentialsBy: asked.by,
      tokenId: token?.id ?? null,
      tokenName: token?.name ?? null,
      filters: (asked.filters ?? []).slice(0, LIMITS.rejectedFilters).map((one) => ownCut(one, LIMITS.topicBytes)),
      filter: filter === null ? null : ownCut(filter, LIMITS.topicBytes),
      nearest: rejection.nearest ?? null,
    });
  }
}

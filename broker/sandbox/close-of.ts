/** Owns how the end of a client's socket is told: what the client saw, with the broker's milliseconds where the broker ended it. */
import type { SandboxClose } from "../contract/sandbox.ts";
import type { Session } from "../sessions/session.ts";

export interface CloseFacts {
  readonly code: number;
  readonly reason: string;
  /** The broker's end, where there was one. */
  readonly session: Session | undefined;
  /** ISO 8601: when the client saw it. */
  readonly at: string;
  /** The revision that was committed at this elapsed time. */
  revisionAt(elapsed: number): number | null;
}

export function closeOf({ code, reason, session, at, revisionAt }: CloseFacts): SandboxClose {
  const ending = session?.ending ?? null;
  const { commitAt = null, closeWrittenAt = null, goneAt = null } = ending ?? {};
  const since = (then: number | null) => (commitAt === null || then === null ? null : then - commitAt);
  return {
    at,
    code,
    reason,
    by: ending?.by ?? (code === 1006 ? "network" : "broker"),
    revision: commitAt === null ? null : revisionAt(commitAt),
    commitToCloseMs: since(closeWrittenAt),
    commitToGoneMs: since(goneAt),
    framesDiscarded: ending?.framesDiscarded ?? 0,
  };
}

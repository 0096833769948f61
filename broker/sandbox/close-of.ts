/** Owns how the end of a client's socket is told: what the client saw, with the broker's milliseconds where the broker ended it. */
import type { SandboxClose } from "../contract/sandbox.ts";
import type { Session } from "../sessions/session.ts";

/** `session` is the broker's end, where there was one; `now` in epoch milliseconds. */
export function closeOf(code: number, reason: string, session: Session | undefined, now: number): SandboxClose {
  const ending = session?.ending ?? null;
  const { commitAt = null, closeWrittenAt = null, goneAt = null } = ending ?? {};
  const since = (at: number | null) => (commitAt === null || at === null ? null : at - commitAt);
  return {
    at: new Date(now).toISOString(),
    code,
    reason,
    by: ending?.by ?? (code === 1006 ? "network" : "broker"),
    commitToCloseMs: since(closeWrittenAt),
    commitToGoneMs: since(goneAt),
    framesDiscarded: ending?.framesDiscarded ?? 0,
  };
}

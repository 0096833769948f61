/** Carries out a verdict: every session that lost its right is deaf first, then each gets its close frame (R1 to R6, R11). */
import type { ClosedSession, NarrowedSession, PredictedClose, PredictedEnd } from "../contract/edits.ts";
import type { Clock } from "../ports/clock.ts";
import type { SessionRegistry } from "../sessions/registry.ts";
import type { Session } from "../sessions/session.ts";

/** What was done, measured. */
export interface Enforced {
  readonly closed: readonly ClosedSession[];
  readonly ended: readonly PredictedEnd[];
  /** Frames written for a closed session after the commit, counted by the writers; may be asked again later. */
  leaked(): number;
  /** Milliseconds from the commit to each socket gone, for those that have gone. */
  goneMs(): readonly number[];
  /** True when every socket has gone. */
  allGone(): boolean;
}

/**
 * Closes exactly the predicted sessions. Close frames are written when it returns; sockets go later. `commitAt` is `clock.elapsed()` at the
 * commit. Two passes, so that nobody in the list hears or publishes anything while the others are being closed.
 */
export function enforce(
  verdict: {
    readonly closed: readonly PredictedClose[];
    readonly ended: readonly PredictedEnd[];
    readonly narrowed: readonly NarrowedSession[];
  },
  registry: SessionRegistry,
  clock: Clock,
  commitAt: number,
): Enforced {
  const ended: { session: Session; predicted: PredictedClose }[] = [];
  for (const predicted of verdict.closed) {
    const session = registry.get(predicted.connectionId);
    if (session?.detach(predicted.code, predicted.reason, { by: "policy", flush: false, commitAt })) {
      ended.push({ session, predicted });
    }
  }
  const away = verdict.ended.filter(({ sessionId, code, reason }) =>
    registry.away.end(sessionId, { code, reason, by: "policy" }),
  );
  for (const { session } of ended) session.writeClose();
  takeSubscriptions(verdict.narrowed, registry);
  const closed = ended.map(({ session, predicted }) => ({
    ...predicted,
    commitToCloseMs: (session.ending?.closeWrittenAt ?? clock.elapsed()) - commitAt,
    commitToGoneMs: goneAfter(session, commitAt),
    framesDiscarded: session.ending?.framesDiscarded ?? 0,
  }));
  return {
    closed,
    ended: away,
    leaked: () => ended.reduce((sum, { session }) => sum + session.leaked, 0),
    goneMs: () => ended.flatMap(({ session }) => goneAfter(session, commitAt) ?? []),
    allGone: () => ended.every(({ session }) => session.ending?.goneAt !== null),
  };
}

/** X4: takes the lost filters from the sessions that stay. */
function takeSubscriptions(narrowed: readonly NarrowedSession[], registry: SessionRegistry): void {
  const lost = narrowed.filter((each) => each.lost === "subscribe");
  for (const [id, rows] of Map.groupBy(lost, ({ connectionId }) => connectionId)) {
    registry.get(id)?.lose(rows.map(({ topicPattern }) => topicPattern));
  }
}

function goneAfter(session: Session, commitAt: number): number | null {
  const goneAt = session.ending?.goneAt ?? null;
  return goneAt === null ? null : goneAt - commitAt;
}

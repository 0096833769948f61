/** Simulated clients that a change of the library disconnects: judged before, so that they are told with everybody else and closed in the turn of the edit (B12). */
import type { Verdict } from "../../access/judge.ts";
import { REVOCATIONS } from "../../contract/codes.ts";
import type { PredictedClose } from "../../contract/edits.ts";
import type { LibraryChange } from "../../ports/store.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";

/** The verdict, and beside it the simulated clients that the change removes or lets connect anew. Whom the policy closes anyway is closed for that. */
export function judgeSimulated(verdict: Verdict, sandbox: Sandbox, change: LibraryChange): Verdict {
  const known = new Set(verdict.closed.map(({ connectionId }) => connectionId));
  const closed = sandbox
    .disconnectedBy(change)
    .filter(({ session }) => !known.has(session.id))
    .map(({ session, isRemoved }): PredictedClose => {
      const { code, text } = REVOCATIONS[isRemoved ? "simulated-client-removed" : "simulated-client-changed"];
      const { id: connectionId, tokenId } = session;
      return { connectionId, tokenId, code, reason: text, filter: null, today: "none", after: "none" };
    });
  const gone = new Set(closed.map(({ connectionId }) => connectionId));
  return {
    ...verdict,
    closed: [...verdict.closed, ...closed],
    // A right that a client loses with its connection is no news.
    narrowed: verdict.narrowed.filter(({ connectionId }) => !gone.has(connectionId)),
    kept: verdict.kept - closed.length,
  };
}

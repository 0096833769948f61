/** The journals of what happened, and what writes to them that is no call of theirs. */
import type { Policy } from "./access/policy.ts";
import type { Journals } from "./console/console-core.ts";
import type { Kick } from "./contract/endings.ts";
import type { RevocationView } from "./contract/live.ts";
import type { DoorEntry, Refusal } from "./contract/nouns.ts";
import type { Faults } from "./ports/faults.ts";
import { type GoneSession, goneSession, goneWeight } from "./sessions/ended-session.ts";
import { Journal } from "./sessions/journal.ts";
import type { SessionRegistry } from "./sessions/registry.ts";
import type { Capture } from "./traffic/capture.ts";

interface Sources {
  readonly registry: SessionRegistry;
  readonly policy: Policy;
  readonly capture: Capture;
}

export function openJournals(faults: Faults, { registry, policy, capture }: Sources): Journals {
  const doorlog = new Journal<DoorEntry>({}, faults);
  const endings = new Journal<GoneSession>({}, faults, goneWeight);
  // When the transport is gone: the close frames of an edit do not wait for it.
  registry.listen({
    gone: (session) => {
      const gone = goneSession(session, policy.current.tokens.get(session.tokenId));
      if (gone !== undefined) endings.add(gone);
    },
  });
  doorlog.onAdded((entry, isNew) => {
    if (isNew) capture.door(entry);
  });
  return {
    doorlog,
    endings,
    refusals: new Journal<Refusal>({}, faults),
    revocations: new Journal<RevocationView>({}, faults),
    kicks: new Journal<Kick>({}, faults),
  };
}

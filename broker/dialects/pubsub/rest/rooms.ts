/** Owns the list of what the REST interface works with. */
import type { Policy } from "../../../access/policy.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Router } from "../../../routing/router.ts";
import type { Admission } from "../../../sessions/admission.ts";
import type { Session } from "../../../sessions/session.ts";
import type { Topics } from "../../../topics/topics.ts";

export interface RestRooms {
  readonly clock: Clock;
  readonly policy: Policy;
  readonly admission: Admission;
  readonly topics: Topics;
  readonly router: Router<Session>;
  /** When the engine began, elapsed milliseconds. */
  readonly startedAt: number;
  readonly edits: TopicEdits;
}

/** The operator's edits of topics, each with a row in the audit journal. The rest asks what can be asked before. */
export interface TopicEdits {
  /** `metadata`: the text of a JSON object. */
  create(name: string, metadata: string): Promise<Edited>;
  delete(name: string): Promise<Edited>;
}

/** Done and on disk, or refused with nothing changed. */
type Edited = { readonly ok: true } | { readonly ok: false; readonly status: number; readonly text: string };

/** Owns the list of what the REST interface works with. */
import type { Policy } from "../../../access/policy.ts";
import type { Clock } from "../../../ports/clock.ts";
import type { Router } from "../../../routing/router.ts";
import type { Admission } from "../../../sessions/admission.ts";
import type { Reader } from "../../../sessions/reader.ts";
import type { Topics } from "../../../topics/topics.ts";
import type { TopicEdits } from "../../protocol.ts";

export interface RestParts {
  readonly clock: Clock;
  readonly policy: Policy;
  readonly admission: Admission;
  readonly topics: Topics;
  readonly router: Router<Reader>;
  /** When the engine began, elapsed milliseconds. */
  readonly startedAt: number;
  readonly edits: TopicEdits;
}

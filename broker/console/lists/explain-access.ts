/** Owns the tester's question: may this token do that, now or with unsaved edits (R8)? */
import { explain } from "../../access/explain.ts";
import { planEdits } from "../../access/plan.ts";
import type { ExplainInput, Explanation } from "../../contract/edits.ts";
import type { ConsoleCore } from "../console-core.ts";
import { accepted } from "../edits/apply-edit.ts";
import { planEnvironment } from "../edits/plan-environment.ts";
import { notFound } from "../refused.ts";

/** @throws Refused NOT_FOUND for an unknown token, and where the edits would be refused */
export function explainAccess(core: ConsoleCore, input: ExplainInput): Explanation {
  const { policy, clock } = core;
  const { withEdits = [] } = input;
  const snapshot =
    withEdits.length === 0
      ? policy.current
      : accepted(planEdits(policy.current, withEdits, planEnvironment(core))).after;
  if (!snapshot.tokens.has(input.tokenId)) throw notFound("token", input.tokenId);
  return explain(snapshot, input, clock.now());
}

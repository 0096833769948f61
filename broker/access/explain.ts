/** Owns the tester's answer: may this token do that, by which steps, and what is the least that would allow it (R8)? */
import { DOOR_STEPS, REFUSALS } from "../contract/codes.ts";
import type { ExplainInput, Explanation } from "../contract/edits.ts";
import { beginsWithWildcard, checkAsked, checkTopic } from "../contract/topics.ts";
import type { StoredToken } from "../ports/store.ts";
import { ANONYMOUS_ID, principalOf } from "./anonymous.ts";
import { type Decision, mayPublish, maySubscribe } from "./decide.ts";
import { smallestFix } from "./fix.ts";
import { type Grant, type Snapshot, tokenState } from "./snapshot.ts";

type Trace = Explanation["trace"];
type Question = Pick<ExplainInput, "action" | "topic">;

/**
 * Judges in the order of the door (C5) and of a publish (M2, M6); the trace ends at the step that decided. `withEdits` is the caller's: it
 * hands in the snapshot after them. The connection limit is not judged: it depends on who is connected.
 */
export function explain(snapshot: Snapshot, input: ExplainInput, nowMs: number): Explanation {
  const token = principalOf(snapshot, input.tokenId);
  const trace: Trace = [];
  if (token === undefined) return denied(trace, "token-unknown", DOOR_STEPS["token-unknown"].text);
  // Without a token there is none to give a permission to: its rights stand in the settings.
  const label = token.name ?? token.id;
  const topicFault = findTopicFault(input);
  const fix =
    token.id !== ANONYMOUS_ID && (topicFault === undefined || topicFault.step === "topic-reserved")
      ? smallestFix(snapshot, token, input, nowMs)
      : undefined;
  const withFix = (answer: Explanation): Explanation => (fix === undefined ? answer : { ...answer, fix });

  const tokenFault = climbToken(trace, token, nowMs);
  if (tokenFault !== undefined) return withFix(denied(trace, tokenFault, `${DOOR_STEPS[tokenFault].text}: ${label}`));

  if (topicFault !== undefined) return withFix(denied(trace, topicFault.step, topicFault.text));
  trace.push({ step: "topic", passed: true, text: topicWords(input) });
  return withFix(explainDecision(snapshot, token, label, input, trace));
}

function climbToken(trace: Trace, token: StoredToken, nowMs: number): "token-disabled" | "token-expired" | undefined {
  const state = tokenState(token, nowMs);
  if (state === "disabled") {
    trace.push({ step: "token-disabled", passed: false, text: "Token is known, but disabled" });
    return "token-disabled";
  }
  trace.push({ step: "token", passed: true, text: "Token is known and enabled" });
  if (state === "expired") {
    trace.push({ step: "token-expired", passed: false, text: `Token expired at ${token.expiresAt}` });
    return "token-expired";
  }
  trace.push({ step: "expiry", passed: true, text: "Token has not expired" });
  return undefined;
}

function findTopicFault({ action, topic }: Question): { step: string; text: string } | undefined {
  const checked = action === "publish" ? checkTopic(topic) : checkAsked(topic);
  if (!checked.ok) return { step: action === "publish" ? "topic-invalid" : "filter-malformed", text: checked.reason };
  // T4: an operator may grant reading there, nobody's client may publish.
  if (action === "publish" && topic.startsWith("$")) return { step: "topic-reserved", text: REFUSALS["tag-reserved"] };
  return undefined;
}

function topicWords({ action }: Question): string {
  return action === "publish" ? "Topic is valid, without wildcards" : "Filter is valid";
}

function explainDecision(
  snapshot: Snapshot,
  { id }: StoredToken,
  label: string,
  { action, topic }: Question,
  trace: Trace,
): Explanation {
  const decision = action === "publish" ? mayPublish(snapshot, id, topic) : maySubscribe(snapshot, id, topic);
  const verb = action === "publish" ? "publish to" : "subscribe to";
  if (decision.allowed) {
    const { grant } = decision;
    trace.push(coveredStep(grant), { step: "permission", passed: true, text: accessWords(grant, action) });
    if (action === "subscribe" && beginsWithWildcard(topic))
      trace.push({ step: "by-name", passed: true, text: BY_NAME });
    const permission = { ...grant };
    return { allowed: true, step: "permission", reason: `${label} may ${verb} ${topic}.`, permission, trace };
  }
  return deniedByGrants(decision, label, { action, topic }, verb, trace);
}

function deniedByGrants(
  { code, nearest, unnamed }: Extract<Decision, { allowed: false }>,
  label: string,
  { topic }: Question,
  verb: string,
  trace: Trace,
): Explanation {
  const close = nearest === undefined ? {} : { nearest: { ...nearest } };
  if (code === "publish-needs-readwrite" && nearest !== undefined) {
    trace.push(coveredStep(nearest));
    const text = "Access there is read, publishing needs readwrite";
    const reason = `${label} may read this topic but not publish to it.`;
    return { ...denied(trace, "needs-readwrite", reason, text), permission: { ...nearest }, ...close };
  }
  if (unnamed !== undefined) {
    const { pattern } = unnamed;
    const text = `${pattern} does not cover ${topic}, which is for few: only a permission that names its first level does`;
    const reason = `${label} may not ${verb} ${topic}: it is a topic for few (a user's own, or a private room's), and ${pattern} begins with a wildcard.`;
    return { ...denied(trace, "by-name", reason, text), ...close };
  }
  const reason = `${label} may not ${verb} ${topic}: no permission of it covers that.`;
  return { ...denied(trace, "not-covered", reason, `No permission covers ${topic}`), ...close };
}

/** T8: said of a filter that would seem to hear everything. */
const BY_NAME =
  "It does not hear topics for few (a user's own, and those of private rooms): these are heard by name only";

function coveredStep({ pattern }: Grant): Trace[number] {
  return { step: "covered", passed: true, text: `Covered by ${pattern}` };
}

function accessWords({ access }: Grant, action: Question["action"]): string {
  const need = action === "publish" ? "publishing needs readwrite" : "subscribing needs read";
  return `Access there is ${access}, ${need}`;
}

/** Ends the trace with the step that failed, unless it is there already. */
function denied(trace: Trace, step: string, reason: string, text = reason): Explanation {
  if (trace.at(-1)?.step !== step) trace.push({ step, passed: false, text });
  return { allowed: false, step, reason, trace };
}

/** Owns the sentence of the tester's verdict; pure. */
import type { Explanation } from "../../../../broker/contract/edits.ts";
import type { TesterAction } from "../../stores/tester.ts";

const TOKEN_STEPS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    "token-disabled": "is disabled.",
    "token-expired": "has expired.",
    "token-barred": "is barred by an operator.",
  }),
);

/** Goes on after the token's name: "may read this topic but not publish to it." */
export function verdictSentence(
  answer: Pick<Explanation, "allowed" | "step" | "reason">,
  action: TesterAction,
): string {
  if (answer.allowed) return action === "publish" ? "may publish to this topic." : "may read this.";
  if (answer.step === "needs-readwrite") return "may read this topic but not publish to it.";
  if (answer.step === "not-covered")
    return action === "publish" ? "may not publish to this topic." : "may not read this.";
  const ofToken = TOKEN_STEPS.get(answer.step);
  if (ofToken !== undefined) return ofToken;
  return `is refused: ${answer.reason}`;
}

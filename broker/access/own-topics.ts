/** Owns the question whose own a topic is (Q6), answered from the current policy. */
import type { Policy } from "./policy.ts";
import type { Snapshot } from "./snapshot.ts";
import { userTypeIn, userTypesOf } from "./subject.ts";

export class OwnTopics {
  private readonly policy: Policy;
  private tokens: Snapshot["tokens"] | null = null;
  private types: ReadonlySet<string> = new Set();

  constructor(policy: Policy) {
    this.policy = policy;
  }

  /** The topic is some subject's own, be it one that has no token yet. User types are gathered once a change of the tokens. */
  isSomebodys(topic: string): boolean {
    const type = userTypeIn(topic);
    if (type === null) return false;
    const { tokens } = this.policy.current;
    if (this.tokens !== tokens) {
      this.tokens = tokens;
      this.types = userTypesOf(tokens.values());
    }
    return this.types.has(type);
  }
}

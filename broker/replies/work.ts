/** The work that the rules may do on one message before they give it up: a message of a client must not hold everybody up (M9). */
import { LIMITS } from "../contract/limits.ts";

/** Why a condition could not be judged; the message is for the operator. */
export class ConditionError extends Error {}

export class Work {
  #left: number = LIMITS.conditionSteps;

  /** @throws ConditionError when the message has used up its share */
  spend(steps: number): void {
    this.#left -= steps;
    if (this.#left < 0) {
      throw new ConditionError(`it takes more than ${LIMITS.conditionSteps} steps on this message`);
    }
  }
}

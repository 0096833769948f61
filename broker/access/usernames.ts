/** What people call a subject: by its tokens, else by what was said of it once, else by its id (H3). */
import type { Subject } from "../contract/nouns.ts";
import type { Policy } from "./policy.ts";
import type { Snapshot } from "./snapshot.ts";
import { ownTopicOf, TOKEN_TYPE } from "./subject.ts";

export class Usernames {
  readonly #policy: Policy;
  #tokens: Snapshot["tokens"] | null = null;
  /** By own topic; of several tokens of one subject the first with a username counts. */
  #known: ReadonlyMap<string, string> = new Map();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** A token without a subject is called by its name. */
  of(subject: Subject): string {
    return this.given(subject) ?? subject.userId;
  }

  /** Undefined: it has no name but its id. */
  given(subject: Subject): string | undefined {
    const { tokens } = this.#policy.current;
    if (subject.userType === TOKEN_TYPE) {
      const name = tokens.get(subject.userId)?.name ?? undefined;
      if (name !== undefined) return name;
    }
    if (this.#tokens !== tokens) {
      this.#tokens = tokens;
      this.#known = gathered(tokens);
    }
    return this.#known.get(ownTopicOf(subject)) ?? subject.username;
  }

  /** The subject with the name that it has now. */
  named(subject: Subject): Subject {
    const { userType, userId } = subject;
    const username = this.given(subject);
    return username === undefined ? { userType, userId } : { userType, userId, username };
  }
}

function gathered(tokens: Snapshot["tokens"]): Map<string, string> {
  const known = new Map<string, string>();
  for (const { subject } of tokens.values()) {
    if (subject?.username === undefined) continue;
    const topic = ownTopicOf(subject);
    if (!known.has(topic)) known.set(topic, subject.username);
  }
  return known;
}

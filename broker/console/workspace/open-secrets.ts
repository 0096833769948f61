/** Secrets of tokens in the clear, and what is said where the key of this broker does not open them (A22). */
import { SealError } from "../../access/seal.ts";
import type { Snapshot } from "../../access/snapshot.ts";
import { OPERATOR_ERRORS } from "../../contract/codes.ts";
import type { StoredToken } from "../../ports/store.ts";
import type { ConsoleCore } from "../console-core.ts";
import { Refused } from "../refused.ts";

/** Tokens that a sentence names. */
const NAMED = 3;

/** @throws Refused SECRET_UNREADABLE, naming the token */
export function openSecret({ secretBox }: Pick<ConsoleCore, "secretBox">, token: StoredToken): string {
  try {
    return secretBox.open(token.sealedSecret);
  } catch (error) {
    if (error instanceof SealError) throw secretsUnreadable([token]);
    throw error;
  }
}

/** The refusal of what needs the secrets of these tokens. */
export function secretsUnreadable(tokens: readonly StoredToken[]): Refused {
  const names = tokens.slice(0, NAMED).map(({ id, name }) => name ?? id);
  const more = tokens.length > NAMED ? ` and ${tokens.length - NAMED} more` : "";
  const { text } = OPERATOR_ERRORS.SECRET_UNREADABLE;
  return new Refused({
    code: "SECRET_UNREADABLE",
    message: `The secret of ${names.join(", ")}${more} ${text}`,
    conflict: { tokenIds: tokens.slice(0, NAMED).map(({ id }) => id) },
  });
}

/** Finds tokens whose secret the key does not open; each stored row is tried once. */
export class SealCheck {
  readonly #core: Pick<ConsoleCore, "secretBox" | "policy">;
  readonly #opens = new WeakMap<StoredToken, boolean>();
  #of: Snapshot["tokens"] | undefined;
  #unreadable: readonly StoredToken[] = [];

  constructor(core: Pick<ConsoleCore, "secretBox" | "policy">) {
    this.#core = core;
  }

  get unreadable(): readonly StoredToken[] {
    const { tokens } = this.#core.policy.current;
    if (tokens !== this.#of) this.#unreadable = [...tokens.values()].filter((token) => !this.#canOpen(token));
    this.#of = tokens;
    return this.#unreadable;
  }

  /** As a sentence for a person; null when every secret can be shown. */
  get trouble(): string | null {
    const count = this.unreadable.length;
    if (count === 0) return null;
    return `${count} of ${this.#of?.size ?? 0} token secrets were sealed with another key and cannot be shown; their clients still connect. Put the key of that time back (signalbox.key, or the system's keychain) and start again, or rotate the secrets.`;
  }

  #canOpen(token: StoredToken): boolean {
    let canOpen = this.#opens.get(token);
    if (canOpen === undefined) {
      canOpen = opens(this.#core, token);
      this.#opens.set(token, canOpen);
    }
    return canOpen;
  }
}

function opens({ secretBox }: Pick<ConsoleCore, "secretBox">, token: StoredToken): boolean {
  try {
    secretBox.open(token.sealedSecret);
    return true;
  } catch (error) {
    if (error instanceof SealError) return false;
    throw error;
  }
}

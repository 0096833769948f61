/** Owns a sealing key that lives as long as the process: for a broker that stores nothing. */
import { randomBytes } from "node:crypto";
import type { Secrets } from "../ports/secrets.ts";

/** `new MemorySecrets(key?)`: 32 bytes, made at random unless given. */
export class MemorySecrets implements Secrets {
  readonly guard = "memory";
  readonly #key: Uint8Array;

  constructor(key: Uint8Array = randomBytes(32)) {
    if (key.length !== 32) throw new RangeError(`a sealing key has 32 bytes, not ${key.length}`);
    this.#key = Uint8Array.from(key);
  }

  async loadKey(): Promise<Uint8Array> {
    return Uint8Array.from(this.#key);
  }
}

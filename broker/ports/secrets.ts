/** Owns the Secrets port: where the key that seals token secrets lives. */

/** The engine asks for the key once, at start, and seals and opens with it (AES-256-GCM) in memory. */
export interface Secrets {
  /** What guards the key, said plainly in the console. */
  readonly guard: "key-file" | "keychain" | "obscured" | "memory";
  /** 32 bytes, the same on every start; made on the first. @throws Error naming what to do when it cannot be read */
  loadKey(): Promise<Uint8Array>;
}

/** Owns when each token was last seen: its newest connection that opened or closed, or published, since the start. */
import type { Clock } from "../../ports/clock.ts";
import type { SessionRegistry } from "../../sessions/registry.ts";

export class TokenActivity {
  /** Epoch milliseconds by token id. */
  readonly #seen = new Map<string, number>();
  readonly #registry: SessionRegistry;
  readonly #stop: () => void;

  constructor(registry: SessionRegistry, clock: Clock) {
    this.#registry = registry;
    // Who has opened is asked of the registry when somebody wants to know: connections come by the thousand.
    this.#stop = registry.listen({ closed: ({ tokenId }) => void this.#seen.set(tokenId, clock.now()) });
  }

  /** ISO 8601, null when it was not seen since the start. */
  lastSeenAt(tokenId: string): string | null {
    let at = this.#seen.get(tokenId) ?? 0;
    for (const { connectedAt, rights } of this.#registry.ofToken(tokenId)) {
      at = Math.max(at, connectedAt, rights.publishedAt);
    }
    return at === 0 ? null : new Date(at).toISOString();
  }

  /** Forgets tokens that are no longer there, so that a broker that makes and deletes tokens for years stays small. */
  keepOnly(tokens: ReadonlyMap<string, unknown>): void {
    for (const id of this.#seen.keys()) if (!tokens.has(id)) this.#seen.delete(id);
  }

  close(): void {
    this.#stop();
  }
}

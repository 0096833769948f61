/** Owns who is who in a benchmark: the same secrets and rights on every measured server. */
import type { Workspace } from "../../broker/contract/workspace.ts";

/** Entries of the token table during the handshake scenario. */
export const HANDSHAKE_TOKENS = 10_000;

/** Everything a benchmark publishes or hears lies under this pattern. */
export const TAG_PATTERN = "bench/#";

/** Nobody publishes here: the filter of clients that only publish. */
export const SILENT_FILTER = "bench/silent/none";

export const secretOf = (index: number): string => `bench-secret-${String(index).padStart(5, "0")}`;

export const tokenNameOf = (index: number): string => `bench ${index}`;

/** Publishers use token 0, subscribers token 1; revocation closes the clients of token 1. */
export const PUBLISHER_SECRET = secretOf(0);
export const SUBSCRIBER_SECRET = secretOf(1);

/** The policy as Signalbox imports it. */
export function benchWorkspace(tokens: number): Workspace {
  return {
    signalbox: 1,
    // The generator answers no pings: a long run would lose its clients to them (C7).
    settings: { authFailureDelay: "off", pingIntervalMs: 3_600_000 },
    tags: [{ pattern: TAG_PATTERN }],
    tokens: Array.from({ length: tokens }, (_, index) => ({
      name: tokenNameOf(index),
      secret: secretOf(index),
      permissions: [{ pattern: TAG_PATTERN, access: index === 0 ? "readwrite" : "read" }],
    })),
  };
}

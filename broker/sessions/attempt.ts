/** One connection attempt, or one request with credentials, as far as it is kept. */
import { LIMITS } from "../contract/limits.ts";
import type { Knock, Peer } from "../ports/link.ts";
import { ownStart } from "./own-text.ts";

/** Nothing in it keeps the headers of its handshake alive, which a stranger may make 64 KiB large. */
export interface Attempt {
  readonly peer: Peer;
  /** At most `LIMITS.userAgentLength` characters. */
  readonly userAgent: string;
  /** The protocol that is spoken at the path; `http` for a request before its path is known. */
  readonly dialect: string;
}

export function attemptOf({ peer, headers }: Pick<Knock, "peer" | "headers">, dialect: string): Attempt {
  const value = headers["user-agent"];
  return { peer, userAgent: typeof value === "string" ? ownStart(value, LIMITS.userAgentLength) : "", dialect };
}

/** Owns what is known of a request that asks to speak another protocol, whoever read it. */
import type { IncomingHttpHeaders } from "node:http";
import type { Socket } from "node:net";

export interface UpgradeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Lower-case names; values are Latin-1. */
  readonly headers: IncomingHttpHeaders;
  readonly socket: Socket;
}

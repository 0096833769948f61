/** The HTTP interface of a protocol: requests as they came, answers as JSON text. The HTTP server knows its address and nothing more of it. */
import type { Knock, Peer } from "./link.ts";

export interface RestRequest {
  readonly method: string;
  /** Percent-encoded, from after the interface's own path. */
  readonly path: string;
  /** Text after `?`, undecoded. */
  readonly query: string;
  /** Reads the body; called by who has let the caller in, so that no other body is read. @throws with a status when it is too large */
  readonly readBody: () => Promise<string>;
  /** As they came. */
  readonly headers: Knock["headers"];
  /** The admin key came along; it and every other secret are judged after the wait of their address (C8). */
  readonly hasKey: boolean;
  readonly peer: Peer;
}

export interface RestAnswer {
  readonly status: number;
  /** A JSON value as text, so that numbers of payloads keep their digits. */
  readonly json: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface RestInterface {
  /** `/api`: it answers this path and what lies under it, but for what another interface has a longer path for. */
  readonly at: string;
  /** @throws only what reading the body does */
  handle(request: RestRequest): Promise<RestAnswer>;
}

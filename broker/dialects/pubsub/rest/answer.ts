/** Owns the shape of the REST interface: what is asked, and what an answer is. */
import { PUBSUB_REST_ERRORS } from "../../../contract/codes.ts";
import type { Knock, Peer } from "../../../ports/link.ts";

export interface RestRequest {
  readonly method: string;
  /** As it was sent, percent-encoded, from after `/api`. */
  readonly path: string;
  /** After the `?`. */
  readonly query: string;
  /** Reads the body; asked for only where the caller may do what it says. @throws with a status when it is too large */
  readonly readBody: () => Promise<string>;
  /** The caller gave the admin key. */
  readonly hasKey: boolean;
  readonly headers: Knock["headers"];
  readonly peer: Peer;
}

export interface RestAnswer {
  readonly status: number;
  /** A JSON value as text, so that numbers of payloads keep their digits. */
  readonly json: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type RestError = keyof typeof PUBSUB_REST_ERRORS;

export function ok(value: unknown, status = 200): RestAnswer {
  return { status, json: JSON.stringify(value) };
}

/** `about` is what the text speaks of. */
export function failed(error: RestError, about = "", headers: Readonly<Record<string, string>> = {}): RestAnswer {
  const { status, text } = PUBSUB_REST_ERRORS[error];
  return { status, json: JSON.stringify({ error: text.replace("{}", () => about) }), headers };
}

/** What the operator's edit was refused with. */
export function refused({ status, text }: { readonly status: number; readonly text: string }): RestAnswer {
  return { status, json: JSON.stringify({ error: text }) };
}

/** Sends a browser elsewhere. */
export function seeOther(location: string): RestAnswer {
  return { status: 303, json: "{}", headers: { location } };
}

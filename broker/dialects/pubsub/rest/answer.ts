/** Owns the shape of the REST interface: what is asked, and what an answer is. */
import { PUBSUB_REST_ERRORS } from "../../../contract/codes.ts";
import type { RestAnswer, RestRequest } from "../../../ports/rest.ts";

export type { RestAnswer, RestRequest };

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

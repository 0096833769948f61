/** Owns the reading of a client's frame: `{"body": "<text>"}` (H2). */
import type { RefusalCode } from "../../contract/codes.ts";
import { checkBody } from "../../contract/room-text.ts";

export type Decoded =
  | { readonly ok: true; readonly body: string }
  | { readonly ok: false; readonly refusal: RefusalCode };

/** Other keys are ignored. */
export function decode(text: string): Decoded {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return { ok: false, refusal: "invalid-json" };
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    return { ok: false, refusal: "frame-not-object" };
  }
  const checked = checkBody("body" in parsed ? parsed.body : undefined);
  return checked.ok ? checked : { ok: false, refusal: checked.fault };
}

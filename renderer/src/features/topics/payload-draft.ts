/** What is about to be published, in the form in which it is written; pure. */
import { utf8Length } from "../../../../broker/contract/text.ts";
import { formatBytes } from "../../ui/format.ts";
import { jsonFault } from "../../ui/json-fault.ts";
import { base64Of, bytesOfBase64 } from "../../ui/published-bytes.ts";

export interface PayloadDraft {
  readonly form: "json" | "text" | "bytes";
  /** What was written in each form stays there. */
  readonly json: string;
  readonly text: string;
  readonly base64: string;
}

export type CheckedPayload =
  | { readonly ok: true; readonly payload: Readonly<Record<string, string>>; readonly words: string }
  | { readonly ok: false; readonly words: string };

export function checkPayload({ form, json, text, base64 }: PayloadDraft): CheckedPayload {
  switch (form) {
    case "json": {
      const fault = jsonFault(json);
      return fault === undefined ? { ok: true, payload: { json }, words: "Valid JSON" } : { ok: false, words: fault };
    }
    case "text":
      if (!text.isWellFormed()) return { ok: false, words: "This text holds half of a character, which has no bytes" };
      return { ok: true, payload: { text }, words: `${formatBytes(utf8Length(text))} of UTF-8` };
    case "bytes": {
      const bytes = bytesOfBase64(base64.replaceAll(/\s/g, ""));
      if (bytes === null)
        return { ok: false, words: "This is not base64: it has other characters, or the = at its end is missing" };
      return { ok: true, payload: { base64: base64Of(bytes) }, words: formatBytes(bytes.length) };
    }
    default:
      return form satisfies never;
  }
}

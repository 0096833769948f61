/** A JSON value as an operator gives it: as a value, or as text so that long numbers keep their digits (X6). */
import { parseExact } from "../../contract/exact-json.ts";
import { escapedHalves } from "../../contract/text.ts";
import { badField } from "../refused.ts";

/** The value's text. `field` names the one that holds the value, `textField` the one beside it. @throws Refused BAD_REQUEST naming the field */
export function jsonText(field: string, value: unknown, json: string | undefined, textField = "json"): string {
  if (json !== undefined && value !== undefined)
    throw badField(textField, `give either \`${field}\` or \`${textField}\``);
  if (json !== undefined) return checkedJson(json, textField);
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw badField(field, "is missing; any JSON value is a message, also null");
  return text;
}

/** The same value in the one way in which we would write it, its numbers as they are written. `json` is valid. */
export function compactJson(json: string): string {
  return JSON.stringify(parseExact(json));
}

function checkedJson(json: string, field: string): string {
  try {
    JSON.parse(json);
  } catch {
    throw badField(field, "is not valid JSON");
  }
  // Text of a program may hold half of a surrogate pair as it is; on the wire there is only its escape (X7).
  return escapedHalves(json.trim());
}

/** The text of a message that the operator sends: as large as a client's may be (M7). @throws Refused BAD_REQUEST naming the field */
export function messageText(maxBytes: number, field: string, value: unknown, json: string | undefined): string {
  const text = jsonText(field, value, json);
  const bytes = Buffer.byteLength(text);
  if (bytes <= maxBytes) return text;
  throw badField(field, `is ${bytes} bytes of JSON; at most ${maxBytes} are taken (the setting maxFrameBytes)`);
}

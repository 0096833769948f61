/** Owns a JSON value as an operator gives it: as a value, or as text so that long numbers keep their digits (M3). */
import { badField } from "./refused.ts";

/** The value's text. `field` names the one that holds the value, beside `json`. @throws Refused BAD_REQUEST naming the field */
export function jsonText(field: string, value: unknown, json: string | undefined): string {
  if (json !== undefined && value !== undefined) throw badField("json", `give either \`${field}\` or \`json\``);
  if (json !== undefined) return checkedJson(json);
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) throw badField(field, "is missing; any JSON value is a message, also null");
  return text;
}

function checkedJson(json: string): string {
  try {
    JSON.parse(json);
    return json.trim();
  } catch {
    throw badField("json", "is not valid JSON");
  }
}

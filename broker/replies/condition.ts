/** Owns the condition of a rule: a JSONPath that must select something of the message (RFC 9535), or a test on the message itself. */
import { JSONPathError, jsonpath } from "json-p3";

type Json = Parameters<typeof jsonpath.query>[1];

export type Condition =
  | { readonly ok: true; readonly holds: (message: unknown) => boolean }
  | { readonly ok: false; readonly reason: string };

/**
 * `$.alarm` holds when the path selects anything; `@.celsius > 30` is a test in which `@` is the message (the inside of a filter
 * selector, RFC 9535 2.3.5). Empty text holds for every message. @returns why it cannot be read, otherwise
 */
export function compileCondition(text: string): Condition {
  const asked = text.trim();
  if (asked === "") return { ok: true, holds: () => true };
  const isPath = asked.startsWith("$");
  try {
    const query = jsonpath.compile(isPath ? asked : `$[?${asked}]`);
    return {
      ok: true,
      // A test is asked of a list with the message as its one element: a filter selector looks at children.
      holds: (message) => !query.query((isPath ? message : [message]) as Json).empty(),
    };
  } catch (error) {
    if (error instanceof JSONPathError) return { ok: false, reason: reasonOf(error) };
    throw error;
  }
}

/** The parser names its token with a place: `unclosed bracket ('?@.a':3)`. */
function reasonOf(error: JSONPathError): string {
  return `The condition is no JSONPath: ${error.message}`;
}

/** Owns reading JSON bodies: empty ones, broken ones, and numbers that JavaScript would round. */

declare global {
  interface JSON {
    /** A value that `stringify` writes as exactly this text. */
    rawJSON(text: string): object;
  }
}

/** A body that is no JSON object: what was wrong with it, for status 400. */
export class BodyError extends Error {
  readonly statusCode = 400;
}

/** Tools on Windows put a byte order mark before the text, which is no part of it (RFC 8259, 8.1). */
export function withoutMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}

/** An empty body is an object without fields. @throws BodyError */
export function parseBody(text: string, keepDigits: boolean): object {
  const body = text.trim() === "" ? {} : parse(withoutMark(text), keepDigits);
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new BodyError("The body must be a JSON object");
  }
  return body;
}

function parse(text: string, keepDigits: boolean): unknown {
  try {
    return JSON.parse(text, keepDigits ? reviveExactly : undefined);
  } catch {
    throw new BodyError("The body is not valid JSON");
  }
}

/** A message's numbers keep the digits they were written with (M3): a reader may know larger numbers than we do. */
function reviveExactly(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  if (typeof value !== "number" || source === undefined || String(value) === source) return value;
  return JSON.rawJSON(source);
}

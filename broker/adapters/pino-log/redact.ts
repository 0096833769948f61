/** Owns what may never reach a log: secrets by their field's name, query strings wherever they stand. */

const GONE = "[redacted]";

/** Field names, lower case and without `-` and `_`, whose value is a secret or holds one. */
const SECRET_FIELDS = new Set([
  "authorization",
  "proxyauthorization",
  "cookie",
  "setcookie",
  "secwebsocketprotocol",
  "secret",
  "secrethash",
  "sealedsecret",
  "adminkey",
  "password",
  "ticket",
]);

/** Deeper fields are cut: a log line is not the place for a tree. */
const DEEPEST = 6;

/** A copy fit for a log. Errors become plain fields; Maps, Sets and buffers only their size. */
export function redactFields(fields: Record<string, unknown>): Record<string, unknown> {
  return redactRecord(fields, DEEPEST);
}

/** The text without query strings (they may carry `?token=`), credentials of a header, or a login link's ticket. */
export function redactText(text: string): string {
  return text
    .replace(/[?#][\w.~%-]+=[^\s"'<>]*/g, `?${GONE}`)
    .replace(/\b(authorization["']?\s*[:=]).*/gi, `$1 ${GONE}`)
    .replace(/\b(bearer|token\.|token[:=])\s*[\w.~+/=-]{8,}/gi, `$1 ${GONE}`);
}

function redactRecord(record: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, redactField(key, value, depth)]));
}

function redactField(key: string, value: unknown, depth: number): unknown {
  const name = key.toLowerCase().replaceAll(/[-_]/g, "");
  if (SECRET_FIELDS.has(name)) return value === null || value === undefined ? value : GONE;
  // A field called `token` may hold a token's fields (they are looked through) or, as text, its secret.
  if (name === "token" && typeof value === "string") return GONE;
  return redactValue(value, depth);
}

function redactValue(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redactText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value;
  if (value instanceof Error) return redactError(value, depth);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Map || value instanceof Set) return `[${value.size} entries]`;
  if (depth <= 0) return "[deeper]";
  if (Array.isArray(value)) return value.map((item) => redactValue(item, depth - 1));
  return redactRecord(value, depth - 1);
}

function redactError(error: Error, depth: number): Record<string, unknown> {
  return {
    type: error.name,
    message: redactText(error.message),
    stack: redactText(error.stack ?? ""),
    ...(depth > 0 ? redactRecord(error, depth - 1) : {}),
    ...(error.cause === undefined || depth <= 0 ? {} : { cause: redactValue(error.cause, depth - 1) }),
  };
}

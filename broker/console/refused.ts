/** Owns an operator's expected refusal on its way out of a use case: a code, a sentence, and what it contradicts. */
import type { OperatorRefusal } from "../access/refusal.ts";
import { OPERATOR_ERRORS } from "../contract/codes.ts";
import { StoreError } from "../ports/store.ts";

/** Thrown by use cases, turned into data by the router; nothing has been changed when it is thrown. */
export class Refused extends Error {
  readonly refusal: OperatorRefusal;
  constructor(refusal: OperatorRefusal, options?: ErrorOptions) {
    super(refusal.message, options);
    this.name = "Refused";
    this.refusal = refusal;
  }
}

export function badField(field: string, reason: string): Refused {
  return new Refused({ code: "BAD_REQUEST", message: `${field}: ${reason}`, field });
}

export function notFound(
  what:
    | "token"
    | "tag"
    | "permission"
    | "connection"
    | "audit entry"
    | "document"
    | "sandbox client"
    | "captured message"
    | "message"
    | "topic"
    | "room"
    | "member"
    | "user"
    | "route",
  id: string,
): Refused {
  return new Refused({ code: "NOT_FOUND", message: `There is no ${what} ${id}` });
}

export function conflict(message: string, details: Readonly<Record<string, unknown>>): Refused {
  return new Refused({ code: "CONFLICT", message, conflict: details });
}

/** Whoever calls may not do this. */
export function notAllowed(message: string): Refused {
  return new Refused({ code: "FORBIDDEN", message });
}

/** Nobody is known by what the caller sent. */
export function unauthorized(message: string): Refused {
  return new Refused({ code: "UNAUTHORIZED", message });
}

/** The caller may try again later. */
export function tooMany(message: string): Refused {
  return new Refused({ code: "TOO_MANY", message });
}

/** Y1: no client is served. */
export function stopped(): Refused {
  return new Refused({ code: "STOPPED", message: OPERATOR_ERRORS.STOPPED.text });
}

const STORE_CODES = { busy: "STORE_BUSY", full: "STORE_FULL", gone: "STORE_GONE", failed: "STORE_FAILED" } as const;

/** The refusal of a write that the store did not do. Its own words stay in the log: they may name files of this machine. */
export function storeRefused(error: StoreError): Refused {
  const code = STORE_CODES[error.kind];
  return new Refused({ code, message: OPERATOR_ERRORS[code].text }, { cause: error });
}

/** Waits for a call that the store answers later. Rejects with Refused instead of StoreError. */
export async function askingLater<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw error instanceof StoreError ? storeRefused(error) : error;
  }
}

/** Runs a call of the store. @throws Refused instead of StoreError */
export function asking<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw error instanceof StoreError ? storeRefused(error) : error;
  }
}

/** Owns how an operator's refusal is read from a failed call: as data, never as text to be parsed. */
import { ORPCError } from "@orpc/client";
import { LinkLost } from "./switching-link.ts";

/** What the engine refused, or why the call never arrived. */
export interface OperatorRefusal {
  readonly code: string;
  readonly message: string;
  /** Path of the wrong field: `patch.expiresAt`. */
  readonly field?: string;
  readonly conflict?: Readonly<Record<string, unknown>>;
}

/** The refusal inside `error`; `LINK_LOST` when it never left; anything else is one sentence under `INTERNAL`. */
export function refusalOf(error: unknown): OperatorRefusal {
  if (error instanceof ORPCError) {
    const data: unknown = error.data;
    const field = textIn(data, "field");
    const conflict = recordIn(data, "conflict");
    return { code: error.code, message: error.message, ...(field ? { field } : {}), ...(conflict ? { conflict } : {}) };
  }
  if (error instanceof LinkLost) return { code: "LINK_LOST", message: error.message };
  return { code: "INTERNAL", message: error instanceof Error ? error.message : "The call failed." };
}

function textIn(data: unknown, key: string): string | undefined {
  const value = recordOf(data)?.[key];
  return typeof value === "string" ? value : undefined;
}

function recordIn(data: unknown, key: string): Record<string, unknown> | undefined {
  return recordOf(recordOf(data)?.[key]);
}

function recordOf(data: unknown): Record<string, unknown> | undefined {
  return typeof data === "object" && data !== null ? { ...data } : undefined;
}

/** Owns what every procedure of the console contract is made of: its errors, its pages, its ids. */
import { oc } from "@orpc/contract";
import { z } from "zod";
import { OPERATOR_ERRORS } from "./codes.ts";
import { LIMITS } from "./limits.ts";

export const id = z.string().min(1).max(64);
export const byId = z.object({ id });

/** Fields of a call that answers a list. */
export const page = {
  cursor: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(LIMITS.pageMax).optional(),
};
export const Page = z.object(page);

/** `{items, nextCursor?}`; `nextCursor` is absent on the last page. */
export const list = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().optional() });

const Conflict = z.object({
  /** What it contradicts: the overlapping tag with an example topic, or the thing that exists already. */
  conflict: z.record(z.string(), z.unknown()).optional(),
  /** The field that is wrong, as a path: `patch.expiresAt`. */
  field: z.string().optional(),
});

const errorMap = Object.fromEntries(
  Object.entries(OPERATOR_ERRORS).map(([code, { status, text }]) => [code, { status, message: text, data: Conflict }]),
) as { [C in keyof typeof OPERATOR_ERRORS]: { status: number; message: string; data: typeof Conflict } };

/** A procedure before its route: it may end in every operator error. */
export const base = oc.errors(errorMap);

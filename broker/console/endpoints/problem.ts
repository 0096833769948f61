/** Owns how any failure of a procedure becomes one shape on every door: a code, a sentence, and where it hurts. */
import { ORPCError, ValidationError } from "@orpc/contract";
import { OPERATOR_ERRORS } from "../../contract/codes.ts";
import { NotKept } from "../../delivery/commands.ts";
import type { Log } from "../../ports/log.ts";
import { StoreError } from "../../ports/store.ts";
import { badField, Refused, storeRefused } from "../refused.ts";
import { explainAll, explainIssues } from "./validation.ts";

/** `data` of every error that a door sends. */
export interface ProblemData {
  readonly field?: string;
  readonly conflict?: Readonly<Record<string, unknown>>;
}

/** The flat body `{code, message, field?, conflict?}` of the admin API. */
export function problemBody(error: ORPCError<string, unknown>): Record<string, unknown> {
  const code = error.code in OPERATOR_ERRORS ? error.code : error.status >= 500 ? "INTERNAL" : "BAD_REQUEST";
  const { field, conflict } = problemData(error.data);
  return { code, message: error.message, ...(field ? { field } : {}), ...(conflict ? { conflict } : {}) };
}

/** A refusal keeps its words; a wrong input is explained; anything else is a bug: logged with its context, answered without it. */
export function toProblem(error: unknown, path: readonly string[], log: Log): ORPCError<string, ProblemData> {
  if (error instanceof Refused) return refusalProblem(error);
  if (error instanceof NotKept) return refusalProblem(badField("message", error.message));
  if (error instanceof StoreError) return refusalProblem(storeRefused(error));
  if (error instanceof ORPCError && error.code === "BAD_REQUEST" && error.cause instanceof ValidationError) {
    // A file of another server may have many wrong rows: each round of one at a time would cost its owner an hour.
    const isFile = path[0] === "workspace";
    const { field, message } = isFile ? explainAll(error.cause.issues) : explainIssues(error.cause.issues);
    return problem("BAD_REQUEST", message, field === "" ? {} : { field });
  }
  log.error({ procedure: path.join("."), error: described(error) }, "a procedure failed");
  return problem("INTERNAL", OPERATOR_ERRORS.INTERNAL.text, {});
}

function refusalProblem({ refusal, cause }: Refused): ORPCError<string, ProblemData> {
  const { code, message, field, conflict } = refusal;
  return problem(code, message, { ...(field ? { field } : {}), ...(conflict ? { conflict } : {}) }, cause);
}

function problem(code: keyof typeof OPERATOR_ERRORS, message: string, data: ProblemData, cause?: unknown) {
  return new ORPCError<string, ProblemData>(code, { status: OPERATOR_ERRORS[code].status, message, data, cause });
}

/** The stack says where; the input is left out, since it may hold a secret. */
function described(error: unknown): string {
  if (error instanceof ORPCError && error.cause instanceof ValidationError) {
    return `answer against the contract: ${explainIssues(error.cause.issues).message}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function problemData(data: unknown): ProblemData {
  if (typeof data !== "object" || data === null) return {};
  const field = "field" in data && typeof data.field === "string" ? { field: data.field } : {};
  const conflict = "conflict" in data && isRecord(data.conflict) ? { conflict: data.conflict } : {};
  return { ...field, ...conflict };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

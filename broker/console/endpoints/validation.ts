/** Owns telling a person which field of an input is wrong, and what is allowed there. */
import type { SchemaIssue } from "@orpc/contract";
import { inWords } from "../../contract/issue-words.ts";

export interface Explained {
  /** Path of the first wrong field, empty when the input as a whole is wrong. */
  readonly field: string;
  readonly message: string;
}

/** The first issue, told about the place where the input came closest to being right. */
export function explainIssues(issues: readonly SchemaIssue[]): Explained {
  const [issue] = issues;
  if (issue === undefined) return { field: "", message: "The input is not allowed" };
  const { path, message } = deepest(issue, []);
  const field = path.map(String).join(".");
  return { field, message: field === "" ? message : `${field}: ${message}` };
}

/** Every issue in one sentence, the first twenty in words. */
export function explainAll(issues: readonly SchemaIssue[]): Explained {
  const first = explainIssues(issues);
  if (issues.length < 2) return first;
  const shown = issues.slice(0, ISSUES_SHOWN).map((issue) => explainIssues([issue]).message);
  const more = issues.length > ISSUES_SHOWN ? [`and ${issues.length - ISSUES_SHOWN} more`] : [];
  return { field: first.field, message: `${issues.length} rows are wrong: ${[...shown, ...more].join("; ")}` };
}

const ISSUES_SHOWN = 20;

interface Found {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** Of a union's branches the one whose issue lies deepest: it is the one that was meant. */
function deepest(issue: SchemaIssue, above: readonly PropertyKey[]): Found {
  const path = [...above, ...(issue.path ?? []).map((part) => (typeof part === "object" ? part.key : part))];
  const branches = branchesOf(issue).flatMap(([first]) => (first === undefined ? [] : [deepest(first, path)]));
  const best = branches.reduce<Found | undefined>(
    (found, branch) => (found === undefined || branch.path.length > found.path.length ? branch : found),
    undefined,
  );
  if (best !== undefined) return best;
  const [unknownKey] = "keys" in issue && Array.isArray(issue.keys) ? issue.keys : [];
  if (typeof unknownKey === "string") return { path: [...path, unknownKey], message: "is not a field here" };
  return { path, message: worded(issue) };
}

/** A union that no value of the discriminator fits has no branches, and names the values that are allowed. */
function worded(issue: SchemaIssue): string {
  const options = "options" in issue && Array.isArray(issue.options) ? issue.options : [];
  return options.length === 0 ? inWords(issue) : `${issue.message}; allowed are ${options.join(", ")}`;
}

function branchesOf(issue: SchemaIssue): readonly (readonly SchemaIssue[])[] {
  return "errors" in issue && Array.isArray(issue.errors) ? issue.errors.filter(Array.isArray) : [];
}

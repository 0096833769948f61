/** What the schema library finds wrong with one value, in words for a person; what a schema says itself is left as it is. */
import { z } from "zod";

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

const Found = z.discriminatedUnion("code", [
  z.object({
    code: z.literal("invalid_type"),
    expected: z.string(),
    message: z.templateLiteral(["Invalid input: ", z.string()]),
  }),
  z.object({
    code: z.enum(["too_small", "too_big"]),
    origin: z.string(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    message: z.union([z.templateLiteral(["Too small: ", z.string()]), z.templateLiteral(["Too big: ", z.string()])]),
  }),
]);

/** `is missing`, `must be a whole number`, `at most 64 characters`. */
export function inWords(issue: { readonly message: string }): string {
  const found = Found.safeParse(issue);
  if (!found.success) return issue.message;
  const { data } = found;
  if (data.code === "invalid_type") {
    if (data.message.endsWith("received undefined")) return "is missing";
    const kind = KINDS[data.expected];
    return kind === undefined ? data.message : `must be ${kind}`;
  }
  const bound = data.code === "too_small" ? data.minimum : data.maximum;
  if (bound === undefined) return data.message;
  if (data.code === "too_small" && bound === 1 && data.origin !== "number") return "is empty";
  return `${data.code === "too_small" ? "at least" : "at most"} ${bound}${unit(data.origin, bound)}`;
}

function unit(origin: string, count: number): string {
  if (origin === "string") return count === 1 ? " character" : " characters";
  if (origin === "array" || origin === "set") return count === 1 ? " entry" : " entries";
  return "";
}

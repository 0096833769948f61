/** Texts of a call that are kept under a name must be whole characters: half of a surrogate pair has no UTF-8 (X7). */
import { badField } from "../refused.ts";

/** Fields that hold any JSON value or its text: a half stands there as its escape, and is carried. */
const CARRIED = new Set(["data", "event", "json", "match", "message", "metadata", "metadataJson"]);

/** @throws Refused BAD_REQUEST naming the first field that holds half of a pair */
export function checkWholeText(input: unknown): void {
  const open: { readonly value: unknown; readonly path: string }[] = [{ value: input, path: "" }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, path } = next;
    if (typeof value === "string" && !value.isWellFormed()) {
      throw badField(path, "holds half of a surrogate pair; send whole characters");
    }
    if (typeof value !== "object" || value === null || value instanceof Blob) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (path === "" && CARRIED.has(key)) continue;
      open.push({ value: inner, path: path === "" ? key : `${path}.${key}` });
    }
  }
}

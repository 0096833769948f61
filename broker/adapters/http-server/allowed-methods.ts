/** Which methods a path of the admin API has, for an answer to OPTIONS (RFC 9110 9.3.7). */
import { API } from "./answers.ts";
import type { ApiDocument } from "./docs-page.ts";

const METHODS = ["get", "put", "post", "patch", "delete"] as const;

/** Empty when nothing is at the path. */
export function allowedMethods({ paths = {} }: ApiDocument, url: string): string[] {
  const [path = ""] = url.slice(API.length).split("?", 1);
  const asked = path.replace(/\/$/, "").split("/");
  const allowed = new Set<string>();
  for (const [pattern, item] of Object.entries(paths)) {
    if (!matches(pattern.split("/"), asked) || typeof item !== "object" || item === null) continue;
    for (const method of METHODS) if (method in item) allowed.add(method.toUpperCase());
  }
  if (allowed.has("GET")) allowed.add("HEAD");
  return allowed.size === 0 ? [] : [...allowed, "OPTIONS"];
}

function matches(pattern: readonly string[], asked: readonly string[]): boolean {
  return pattern.length === asked.length && pattern.every((part, at) => part.startsWith("{") || part === asked[at]);
}

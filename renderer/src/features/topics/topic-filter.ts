/** Owns which topics a filter's text finds. */
import { checkPattern, hasWildcard, matches } from "../../../../broker/contract/topics.ts";

/** A pattern with wildcards as the broker matches it; any other text anywhere in the name, in any case. Null: no filter. */
export function topicTest(filter: string): ((name: string) => boolean) | null {
  const text = filter.trim();
  if (text === "") return null;
  if (hasWildcard(text) && checkPattern(text).ok) return (name) => matches(text, name);
  const sought = text.toLowerCase();
  return (name) => name.toLowerCase().includes(sought);
}

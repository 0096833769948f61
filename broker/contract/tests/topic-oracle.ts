/** Owns the brute-force oracle of the topic grammar: regular expressions over every topic of a small alphabet, no code of the product. */
import fc from "fast-check";

/** Levels that patterns are made of. */
const LITERALS = ["a", "b", "", "$x"];
const MOST_LEVELS = 4;

/** Every topic of up to one level more than any pattern, over the literals and a level ("z") that no pattern names. */
export const TOPICS: readonly string[] = everyTopic();

function everyTopic(): string[] {
  const found: string[] = [];
  let shorter: string[] = [""];
  for (let depth = 1; depth <= MOST_LEVELS + 1; depth++) {
    shorter = shorter.flatMap((head) => [...LITERALS, "z"].map((level) => (depth === 1 ? level : `${head}/${level}`)));
    found.push(...shorter);
  }
  return found.filter((topic) => topic !== "");
}

/** T3, T4 told as a regular expression. */
export function oracleMatches(pattern: string, topic: string): boolean {
  if (/^[+#]/.test(pattern) && topic.startsWith("$")) return false;
  const source = pattern
    .replace(/[.*?^${}()|[\]\\]/g, "\\$&")
    .replace(/(^|\/)\+(?=\/|$)/g, "$1[^/]*")
    .replace(/(^|\/)\+(?=\/|$)/g, "$1[^/]*")
    .replace(/\/#$/, "(/.*)?")
    .replace(/^#$/, ".*");
  return new RegExp(`^${source}$`, "su").test(topic);
}

const known = new Map<string, ReadonlySet<string>>();

/** All topics of the alphabet that the pattern matches. */
export function oracleSet(pattern: string): ReadonlySet<string> {
  const found = known.get(pattern) ?? new Set(TOPICS.filter((topic) => oracleMatches(pattern, topic)));
  known.set(pattern, found);
  return found;
}

/** T5 by enumeration: exact, since TOPICS holds a foreign level and a depth beyond every pattern. */
export function oracleCovers(granted: string, asked: string): boolean {
  const allowed = oracleSet(granted);
  return [...oracleSet(asked)].every((topic) => allowed.has(topic));
}

/** T7 by enumeration. */
export function oracleOverlaps(a: string, b: string): boolean {
  const other = oracleSet(b);
  return [...oracleSet(a)].some((topic) => other.has(topic));
}

const level = fc.constantFrom(...LITERALS, "+", "+");

/** Valid patterns over the alphabet, of up to 4 levels with `#` among them. */
export const anyPattern: fc.Arbitrary<string> = fc
  .tuple(fc.array(level, { minLength: 0, maxLength: MOST_LEVELS - 1 }), fc.oneof(level, fc.constant("#")))
  .map(([head, last]) => [...head, last].join("/"))
  .filter((pattern) => pattern !== "");

export const anyTopic: fc.Arbitrary<string> = fc.constantFrom(...TOPICS);

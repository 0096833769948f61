/** The regular expressions of conditions, `match` and `search` of RFC 9535, by an engine whose time is linear in the text (RE2). */
import { type FilterFunction, FunctionExpressionType } from "json-p3";
import { RE2JS } from "re2js";
import { LIMITS } from "../contract/limits.ts";
import type { Work } from "./work.ts";

export type Pattern = { readonly ok: true; readonly regex: RE2JS } | { readonly ok: false; readonly reason: string };

/** Machine steps of the engine that count as one step of a condition. */
const STEPS_OF_ENGINE = 16;
/** What compiling one instruction of a pattern costs, in steps of a condition. */
const STEPS_TO_COMPILE = 50;

/** A pattern of RFC 9485, or anything else that RE2 reads: no look-around, no back-references. */
export function compilePattern(pattern: string): Pattern {
  if (pattern.length > LIMITS.patternLength) {
    return { ok: false, reason: `a pattern has at most ${LIMITS.patternLength} characters` };
  }
  try {
    const regex = RE2JS.compile(withPlainDots(pattern));
    if (regex.programSize() > LIMITS.patternSize) {
      return { ok: false, reason: `the pattern ${pattern} is too large: it repeats too much, or too often` };
    }
    return { ok: true, regex };
  } catch (error) {
    return {
      ok: false,
      reason: `the pattern ${pattern} cannot be used: ${error instanceof Error ? error.message : String(error)}`,
    };
  }
}

/** RFC 9485, 5.3: a dot stands for anything but both ends of a line, which RE2 has differently. */
function withPlainDots(pattern: string): string {
  let text = "";
  let isInClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if (character === "\\") {
      text += character + pattern.charAt(++at);
      continue;
    }
    if (character === "[") isInClass = true;
    else if (character === "]") isInClass = false;
    text += character === "." && !isInClass ? "[^\\n\\r]" : character;
  }
  return text;
}

/** The patterns of one condition, the ones that messages bring too. */
export class Patterns {
  readonly #known = new Map<string, Pattern>();

  get(pattern: string, work: Work): Pattern {
    const known = this.#known.get(pattern);
    if (known !== undefined) return known;
    const made = compilePattern(pattern);
    work.spend(STEPS_TO_COMPILE * (made.ok ? made.regex.programSize() : pattern.length));
    if (this.#known.size >= LIMITS.patternsKept) this.#known.clear();
    this.#known.set(pattern, made);
    return made;
  }
}

/** One of the two functions. What is no text, or no pattern, does not match (RFC 9535, 2.4.6). `work` answers the message's share of now. */
export function patternFunction(kind: "match" | "search", patterns: Patterns, work: () => Work): FilterFunction {
  return {
    argTypes: [FunctionExpressionType.ValueType, FunctionExpressionType.ValueType],
    returnType: FunctionExpressionType.LogicalType,
    call(text: unknown, pattern: unknown): boolean {
      if (typeof text !== "string" || typeof pattern !== "string") return false;
      const found = patterns.get(pattern, work());
      if (!found.ok) return false;
      const { regex } = found;
      work().spend(Math.ceil((regex.programSize() * text.length) / STEPS_OF_ENGINE));
      return kind === "match" ? regex.testExact(text) : regex.test(text);
    },
  };
}

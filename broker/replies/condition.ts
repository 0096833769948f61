/** The condition of a rule: a JSONPath that must select something of the message (RFC 9535), or a test on the message itself. */
import { JSONPathEnvironment, JSONPathError, type JSONPathQuery, jsonpath } from "json-p3";
import { boundQuery } from "./bounded-query.ts";
import { compilePattern, Patterns, patternFunction } from "./patterns.ts";
import type { Work } from "./work.ts";

type Json = Parameters<JSONPathQuery["query"]>[0];

/** @throws ConditionError when the message's share of work is used up */
type Holds = (message: unknown, work: Work) => boolean;

export type Condition = { readonly ok: true; readonly holds: Holds } | { readonly ok: false; readonly reason: string };

/**
 * `$.alarm` holds when the path selects anything; `@.celsius > 30` is a test in which `@` is the message (the inside of a filter
 * selector, RFC 9535 2.3.5). Empty text holds for every message. Numbers are compared as JavaScript's, the range that RFC 9535 asks for.
 * @returns why it cannot be read, otherwise
 */
export function compileCondition(text: string): Condition {
  const asked = text.trim();
  if (asked === "") return { ok: true, holds: () => true };
  const isPath = asked.startsWith("$");
  /** Of the message that is being judged; judging never waits. */
  let share: Work | null = null;
  const work = (): Work => {
    if (share === null) throw new Error("a condition is judged without a share of work");
    return share;
  };
  try {
    const environment = new JSONPathEnvironment();
    const patterns = new Patterns();
    environment.functionRegister.set("match", patternFunction("match", patterns, work));
    environment.functionRegister.set("search", patternFunction("search", patterns, work));
    const query = environment.compile(isPath ? asked : `$[?${asked}]`);
    const wrong = patternProblem(query);
    if (wrong !== null) return { ok: false, reason: `The condition cannot be used: ${wrong}` };
    boundQuery(query, work);
    return {
      ok: true,
      holds: (message, given) => {
        share = given;
        try {
          // A test is asked of a list with the message as its one element: a filter selector looks at children.
          return !query.query((isPath ? message : [message]) as Json).empty();
        } finally {
          share = null;
        }
      },
    };
  } catch (error) {
    if (error instanceof JSONPathError) return { ok: false, reason: `The condition is no JSONPath: ${error.message}` };
    // The parser recurses over the text.
    if (error instanceof RangeError) return { ok: false, reason: "The condition is nested too deeply" };
    throw error;
  }
}

/** U7: what is wrong with a pattern that stands in the condition itself; one that a message brings can only not match. */
function patternProblem(query: JSONPathQuery): string | null {
  const waiting: unknown[] = [query];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    if (one instanceof jsonpath.JSONPathQuery) {
      for (const { selectors } of one.segments) waiting.push(...selectors);
    } else if (
      one instanceof jsonpath.selectors.FilterSelector ||
      one instanceof jsonpath.expressions.LogicalExpression
    ) {
      waiting.push(one.expression);
    } else if (one instanceof jsonpath.expressions.FilterQuery) {
      waiting.push(one.path);
    } else if (one instanceof jsonpath.expressions.PrefixExpression) {
      waiting.push(one.right);
    } else if (one instanceof jsonpath.expressions.InfixExpression) {
      waiting.push(one.left, one.right);
    } else if (one instanceof jsonpath.expressions.FunctionExtension) {
      const pattern = one.name === "match" || one.name === "search" ? one.args[1] : undefined;
      if (pattern instanceof jsonpath.expressions.StringLiteral) {
        const compiled = compilePattern(pattern.value);
        if (!compiled.ok) return compiled.reason;
      }
      waiting.push(...one.args);
    }
  }
  return null;
}

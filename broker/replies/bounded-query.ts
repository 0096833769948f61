/** A compiled JSONPath whose walk is counted and never recurses over the message: the library's own is deep and unbounded. */
import { JSONPathNode, JSONPathNodeList, type JSONPathQuery, type JSONValue, jsonpath } from "json-p3";
import type { Work } from "./work.ts";

type Segment = JSONPathQuery["segments"][number];
type Expression = jsonpath.expressions.FilterExpression;
type Spend = (steps: number) => void;

const { FilterSelector } = jsonpath.selectors;
const { FilterQuery, FunctionExtension, InfixExpression, LogicalExpression, PrefixExpression, compare } =
  jsonpath.expressions;

/**
 * Puts counted walks in the place of the library's in this query and in those of its filters. `work` answers the share of the message that is
 * being judged. Nodes lose their locations, which nobody asks a condition for, and which would cost as much memory as depth times width.
 */
export function boundQuery(query: JSONPathQuery, work: () => Work): void {
  const spend: Spend = (steps) => work().spend(steps);
  bindQuery(query, spend);
}

function bindQuery(query: JSONPathQuery, spend: Spend): void {
  for (const segment of query.segments) {
    for (const selector of segment.selectors) {
      if (selector instanceof FilterSelector) bindExpression(selector.expression, spend);
    }
    // The class of descendant segments is not exported; their text is theirs alone.
    const isDescendant = segment.toString().startsWith("..");
    segment.resolve = isDescendant
      ? (nodes) => descendants(segment, nodes, spend)
      : (nodes) => children(segment, nodes, spend);
  }
}

function bindExpression(expression: Expression, spend: Spend): void {
  if (expression instanceof FilterQuery) bindQuery(expression.path, spend);
  else if (expression instanceof FunctionExtension) for (const arg of expression.args) bindExpression(arg, spend);
  else if (expression instanceof LogicalExpression) bindExpression(expression.expression, spend);
  else if (expression instanceof PrefixExpression) bindExpression(expression.right, spend);
  else if (expression instanceof InfixExpression) {
    bindExpression(expression.left, spend);
    bindExpression(expression.right, spend);
    if (!expression.logical) bindComparison(expression, spend);
  }
}

/** The library compares objects and lists by recursion. */
function bindComparison(expression: InstanceType<typeof InfixExpression>, spend: Spend): void {
  const { left, right, operator } = expression;
  expression.evaluate = (context) => {
    spend(1);
    const one = singular(left.evaluate(context));
    const other = singular(right.evaluate(context));
    if (!isComposite(one) || !isComposite(other)) return compare(one, operator, other);
    const isSame = operator === "<" || operator === ">" ? false : isEqual(one, other, spend);
    return operator === "!=" ? !isSame : isSame;
  };
}

function singular(value: unknown): unknown {
  return value instanceof JSONPathNodeList && value.nodes.length === 1 ? value.nodes[0]?.value : value;
}

function isComposite(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof JSONPathNodeList);
}

function children(segment: Segment, nodes: readonly JSONPathNode[], spend: Spend): JSONPathNode[] {
  const found: JSONPathNode[] = [];
  for (const node of nodes) select(segment, node, found, spend);
  return found;
}

/** In the order of RFC 9535, 2.5.2.2: a value before what it holds. */
function descendants(segment: Segment, nodes: readonly JSONPathNode[], spend: Spend): JSONPathNode[] {
  const found: JSONPathNode[] = [];
  for (const { value: start, root } of nodes) {
    const waiting: JSONValue[] = [start];
    while (waiting.length > 0) {
      const value = waiting.pop() as JSONValue;
      spend(1);
      if (typeof value !== "object" || value === null) continue;
      select(segment, new JSONPathNode(value, [], root), found, spend);
      const inner: JSONValue[] = Array.isArray(value) ? value : Object.values(value);
      for (let place = inner.length - 1; place >= 0; place--) waiting.push(inner[place] as JSONValue);
    }
  }
  return found;
}

function select(segment: Segment, node: JSONPathNode, found: JSONPathNode[], spend: Spend): void {
  for (const selector of segment.selectors) {
    spend(1);
    if (selector instanceof FilterSelector) spend(widthOf(node.value));
    for (const one of selector.resolve(node)) {
      spend(1);
      found.push(one);
    }
  }
}

function widthOf(value: JSONValue): number {
  if (typeof value !== "object" || value === null) return 0;
  return Array.isArray(value) ? value.length : Object.keys(value).length;
}

/** RFC 9535, 2.3.5.2.2: equal member by member, in any order of keys. */
function isEqual(one: unknown, other: unknown, spend: Spend): boolean {
  const waiting: [unknown, unknown][] = [[one, other]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    spend(1);
    const [a, b] = pair;
    if (a === b) continue;
    if (!isComposite(a) || !isComposite(b) || Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    if (keys.length !== Object.keys(b).length) return false;
    for (const key of keys) {
      if (!Object.hasOwn(b, key)) return false;
      waiting.push([(a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]]);
    }
  }
  return true;
}

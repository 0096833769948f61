/** Owns matching the rules of SPEC.md with the names of tests. */
import { parseSync, Visitor } from "oxc-parser";

export interface SpecReport {
  /** Rules of the spec that no test's name begins with. */
  readonly untested: readonly string[];
  /** Ids in test names that the spec does not hold, with the name. */
  readonly unknown: readonly string[];
  readonly rules: number;
}

/** `- **T1** ...`: a rule stands at the head of a list item. */
export function rulesIn(spec: string): readonly string[] {
  return [...spec.matchAll(/^- \*\*([A-Z]\d+)\*\*/gm)].map((match) => match[1] ?? "");
}

/** Rules that stand after a higher number of their letter in the same section (`## …`): nobody finds them there. */
export function outOfOrder(spec: string): readonly string[] {
  return spec.split(/^## /m).flatMap((section) => {
    const highest = new Map<string, number>();
    return rulesIn(section).filter((rule) => {
      const [letter = "", number] = [rule[0], Number(rule.slice(1))];
      const before = highest.get(letter) ?? 0;
      highest.set(letter, Math.max(before, number));
      return number <= before;
    });
  });
}

/** Names of `it` and `test` calls, `it.each(...)(name)` included. */
export function testNamesIn(path: string, text: string): readonly string[] {
  const names: string[] = [];
  new Visitor({
    CallExpression: (node) => {
      const [first] = node.arguments;
      if (!isTestCall(node.callee)) return;
      if (first?.type === "Literal" && typeof first.value === "string") names.push(first.value);
      if (first?.type === "TemplateLiteral") names.push(first.quasis.map((part) => part.value.cooked ?? "").join("…"));
    },
  }).visit(parseSync(path, text).program);
  return names;
}

/** `T1`, `C2 M4`: the ids that a name begins with. */
export function idsOf(name: string): readonly string[] {
  return /^(?:[A-Z]\d+ )+/.exec(name)?.[0].trim().split(" ") ?? [];
}

/** Only ids with a letter that the spec uses are judged: other documents may number theirs. */
export function compare(spec: string, names: readonly string[]): SpecReport {
  const rules = rulesIn(spec);
  const letters = new Set(rules.map((rule) => rule[0]));
  const tested = new Set(names.flatMap(idsOf));
  const unknown = names.filter((name) => idsOf(name).some((id) => letters.has(id[0]) && !rules.includes(id)));
  return { untested: rules.filter((rule) => !tested.has(rule)), unknown, rules: rules.length };
}

function isTestCall(callee: unknown): boolean {
  if (typeof callee !== "object" || callee === null || !("type" in callee)) return false;
  if (callee.type === "Identifier" && "name" in callee) return callee.name === "it" || callee.name === "test";
  // it.each(table)(name) is a call of a call of a member; test.step(name) is a member alone and no test.
  return callee.type === "CallExpression" && "callee" in callee && isEach(callee.callee);
}

function isEach(callee: unknown): boolean {
  if (typeof callee !== "object" || callee === null || !("type" in callee) || callee.type !== "MemberExpression")
    return false;
  return "object" in callee && isTestCall(callee.object);
}

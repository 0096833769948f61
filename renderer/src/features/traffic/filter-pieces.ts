/** Owns how a traffic filter's text is cut into chips: terms and groups, each with the `or` and `not` before it; pure. */
import type { FilterTerms } from "../../ui/filter-terms.ts";

const JOINERS = /^(or|and|not)$/i;

/** Terms with a blank after them are chips; an `or` or `not` alone waits for its term. Tolerates every half-typed text. */
export function splitPieces(value: string): FilterTerms {
  const chips: string[] = [];
  let start = 0;
  while (start < value.length && value[start] === " ") start++;
  for (let at = start; ; ) {
    const end = wordEnd(value, at);
    const word = value.slice(at, end);
    if (end >= value.length) return { chips, draft: value.slice(start) };
    const next = blankEnd(value, end);
    if (!JOINERS.test(word)) {
      chips.push(value.slice(start, end));
      start = next;
    }
    at = next;
  }
}

/** The text of these chips; the first joins nothing, whatever stood before it. */
export function joinPieces(chips: readonly string[], draft: string): string {
  const first = chips[0]?.replace(/^(or|and)\s+/i, "");
  const rest = first === undefined ? chips : [first, ...chips.slice(1)];
  return [...rest.map((chip) => `${chip} `), draft].join("");
}

/** One past the word at `at`: blanks in quotes and parentheses belong to it. */
function wordEnd(value: string, at: number): number {
  let depth = 0;
  let isQuoted = false;
  for (let index = at; index < value.length; index++) {
    const character = value[index];
    if (isQuoted && character === "\\") index++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === " " && depth <= 0) return index;
  }
  return value.length;
}

function blankEnd(value: string, at: number): number {
  let index = at;
  while (value[index] === " ") index++;
  return index;
}

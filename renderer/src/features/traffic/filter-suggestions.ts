/** Owns what the filter of Traffic offers for the word that is being typed; pure. */

import type { TrafficRow } from "../../../../broker/contract/traffic.ts";
import { DIRECTIONS, FILTER_HELP, RESULTS } from "../../../../broker/contract/traffic-fields.ts";
import { quoteValue } from "../../../../broker/contract/traffic-filter.ts";
import type { Suggestion } from "../../ui/chips-field.tsx";

/** What the workspace holds that a filter may name. */
export interface FilterValues {
  readonly tokens: readonly string[];
  readonly patterns: readonly string[];
  readonly rows: readonly TrafficRow[];
}

const READ: ReadonlyMap<string, (values: FilterValues) => readonly string[]> = new Map(
  Object.entries<(values: FilterValues) => readonly string[]>({
    topic: ({ rows, patterns }) => [...patterns, ...rows.flatMap((row) => row.topic ?? [])],
    token: ({ tokens }) => tokens,
    from: ({ rows }) => rows.flatMap((row) => row.from ?? []),
    to: ({ rows }) => ["everybody", "operator", ...rows.flatMap((row) => row.direct?.to ?? [])],
    rule: ({ patterns }) => [...patterns, "default", "frame", "rate limit", "door", "operator", "answer"],
    result: () => RESULTS,
    dir: () => DIRECTIONS,
  }),
);

/** `draft` may begin with `or` or `not`: what is offered stands after it. */
export function suggestPieces(draft: string, values: FilterValues): readonly Suggestion[] {
  const [before = ""] = /^(?:(?:or|and|not)\s+)*\(*/i.exec(draft) ?? [];
  const word = draft.slice(before.length);
  const [, field, value] = /^([a-z]+):"?(.*)$/i.exec(word) ?? [];
  const read = field === undefined ? undefined : READ.get(field.toLowerCase());
  if (field !== undefined && read !== undefined) {
    const wanted = (value ?? "").toLowerCase();
    const found = [...new Set(read(values))].filter((one) => one.toLowerCase().includes(wanted)).sort();
    return found.map((one) => ({ term: `${before}${field}:${quoteValue(one)} `, hint: "" }));
  }
  const begun = word.toLowerCase();
  return FILTER_HELP.filter(({ insert }) => insert.startsWith(begun) && insert !== begun).map(({ insert, says }) => ({
    term: `${before}${insert}${/[a-z]$/.test(insert) ? " " : ""}`,
    hint: says,
  }));
}

/** Owns what the filter of Connections offers for the word that is being typed; pure. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import type { Suggestion } from "../../ui/chips-field.tsx";
import { termOf } from "../../ui/filter-terms.ts";
import { NUMBER_NAMES, TEXT_NAMES } from "./connection-filter.ts";

const HINTS: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    token: "name or id",
    subject: "who is behind the token",
    client: "what a client calls itself",
    address: "host or port",
    filter: "what it asked to hear",
    dialect: "wire protocol",
    state: "online, slow, closed",
    agent: "user agent",
    in: "messages in",
    out: "messages out",
    bytes: "in and out",
    queue: "frames that wait",
    dropped: "frames lost to slowness",
    refused: "messages refused",
    ms: "round trip",
  }),
);

const VALUES: ReadonlyMap<string, (row: ConnectionView) => readonly string[]> = new Map(
  Object.entries<(row: ConnectionView) => readonly string[]>({
    token: (row) => [row.tokenName ?? row.tokenId],
    subject: (row) => (row.subject ? [row.subject.username ?? row.subject.userId] : []),
    client: (row) => (row.clientId === undefined ? [] : [row.clientId]),
    filter: (row) => row.filters,
    dialect: (row) => [row.dialect],
    state: (row) => [row.state],
  }),
);

/** More rows than this are not looked through at each key. */
const LOOKED_AT = 500;

export function suggestTerms(draft: string, rows: Iterable<ConnectionView>): readonly Suggestion[] {
  const sign = draft.startsWith("-") ? "-" : "";
  const word = draft.slice(sign.length).toLowerCase();
  const cut = word.indexOf(":");
  if (cut < 0) return names(word).map(({ term, hint }) => ({ term: `${sign}${term}`, hint }));
  const name = word.slice(0, cut);
  const read = VALUES.get(name);
  if (!read) return [];
  const wanted = word.slice(cut + 1).replaceAll('"', "");
  return found(rows, read, wanted).map((value) => ({ term: `${sign}${termOf(name, value)}`, hint: "" }));
}

function names(word: string): Suggestion[] {
  const texts = TEXT_NAMES.map((name) => ({ name, term: `${name}:` }));
  const numbers = NUMBER_NAMES.map((name) => ({ name, term: `${name}>` }));
  return [...texts, ...numbers].flatMap(({ name, term }) =>
    name.startsWith(word) && term !== word ? [{ term, hint: HINTS.get(name) ?? "" }] : [],
  );
}

function found(
  rows: Iterable<ConnectionView>,
  read: (row: ConnectionView) => readonly string[],
  wanted: string,
): readonly string[] {
  const values = new Set<string>();
  let looked = 0;
  for (const row of rows) {
    if (++looked > LOOKED_AT) break;
    for (const value of read(row)) if (value.toLowerCase().includes(wanted)) values.add(value);
  }
  return [...values].sort();
}

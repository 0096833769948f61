/** Owns the filter language of Connections: `token: subject: address: filter: queue>10`, free words, `-` to exclude; pure. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";

export type ConnectionTest = (connection: ConnectionView) => boolean;

/** A test that takes every term at once, or what is wrong with a term. */
export type ConnectionFilter =
  | { readonly ok: true; readonly test: ConnectionTest; readonly isEmpty: boolean }
  | { readonly ok: false; readonly reason: string };

const TEXTS: Readonly<Record<string, (row: ConnectionView) => readonly string[]>> = {
  token: (row) => [row.tokenName ?? "", row.tokenId],
  subject: (row) => [row.subject?.userId ?? "", row.subject ? `${row.subject.userType}:${row.subject.userId}` : ""],
  address: (row) => [row.address],
  filter: (row) => row.filters,
  dialect: (row) => [row.dialect],
  state: (row) => [row.state],
  agent: (row) => [row.userAgent],
};

const NUMBERS: Readonly<Record<string, (row: ConnectionView) => number>> = {
  in: (row) => row.messagesIn,
  out: (row) => row.messagesOut,
  bytes: (row) => row.bytesIn + row.bytesOut,
  queue: (row) => row.queueFrames,
  dropped: (row) => row.dropped,
  refused: (row) => row.refused,
  ms: (row) => row.latencyMs ?? 0,
};

/** Words parted by blanks; quotes keep a blank: `token:"Phone app" queue>10 -kitchen`. */
const TERM = /(?:[^\s"]|"[^"]*"?)+/g;

export function parseConnectionFilter(input: string): ConnectionFilter {
  const tests: ConnectionTest[] = [];
  for (const term of input.match(TERM) ?? []) {
    const isExcluded = term.startsWith("-") && term.length > 1;
    const parsed = parseTerm(isExcluded ? term.slice(1) : term);
    if (typeof parsed === "string") return { ok: false, reason: parsed };
    tests.push(isExcluded ? (row) => !parsed(row) : parsed);
  }
  return { ok: true, test: (row) => tests.every((test) => test(row)), isEmpty: tests.length === 0 };
}

function parseTerm(term: string): ConnectionTest | string {
  const number = /^([a-z]+)(>=|<=|>|<|=)(.*)$/.exec(term);
  if (number) return numberTest(number[1] ?? "", number[2] ?? "", number[3] ?? "");
  const text = /^([a-z]+):(.*)$/.exec(term);
  const read = text ? TEXTS[text[1] ?? ""] : undefined;
  // An unknown name before a colon is free text: addresses and topics hold colons.
  if (!text || !read) return freeTest(unquoted(term));
  const wanted = unquoted(text[2] ?? "");
  return (row) => read(row).some((part) => part.toLowerCase().includes(wanted));
}

function numberTest(name: string, sign: string, digits: string): ConnectionTest | string {
  const read = NUMBERS[name];
  if (!read) return `${name} is no number of a connection; there are ${Object.keys(NUMBERS).join(", ")}.`;
  const wanted = Number(digits);
  if (digits === "" || Number.isNaN(wanted)) return `${name}${sign} needs a number.`;
  switch (sign) {
    case ">":
      return (row) => read(row) > wanted;
    case "<":
      return (row) => read(row) < wanted;
    case ">=":
      return (row) => read(row) >= wanted;
    case "<=":
      return (row) => read(row) <= wanted;
    default:
      return (row) => read(row) === wanted;
  }
}

function freeTest(wanted: string): ConnectionTest {
  return (row) => Object.values(TEXTS).some((read) => read(row).some((part) => part.toLowerCase().includes(wanted)));
}

function unquoted(value: string): string {
  return value.replaceAll('"', "").toLowerCase();
}

/** Owns the filter language of Connections: `token: subject: address: filter: queue>10`, free words, `-` to exclude; pure. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { splitTerms } from "../../ui/filter-terms.ts";

export type ConnectionTest = (connection: ConnectionView) => boolean;

export interface ConnectionFilter {
  /** True when every term that can be read holds; a wrong term is explained and narrows nothing. */
  readonly test: ConnectionTest;
  readonly isEmpty: boolean;
}

const TEXTS: ReadonlyMap<string, (row: ConnectionView) => readonly string[]> = new Map(
  Object.entries<(row: ConnectionView) => readonly string[]>({
    token: (row) => [row.tokenName ?? "", row.tokenId],
    subject: (row) => [
      row.subject?.userId ?? "",
      row.subject?.username ?? "",
      row.subject ? `${row.subject.userType}:${row.subject.userId}` : "",
    ],
    client: (row) => (row.clientId === undefined ? [] : [row.clientId]),
    address: (row) => [row.address],
    filter: (row) => row.filters,
    dialect: (row) => [row.dialect],
    state: (row) => [row.state],
    agent: (row) => [row.userAgent],
  }),
);

const NUMBERS: ReadonlyMap<string, (row: ConnectionView) => number> = new Map(
  Object.entries<(row: ConnectionView) => number>({
    in: (row) => row.messagesIn,
    out: (row) => row.messagesOut,
    bytes: (row) => row.bytesIn + row.bytesOut,
    queue: (row) => row.queueFrames,
    dropped: (row) => row.dropped,
    refused: (row) => row.refused,
    ms: (row) => row.latencyMs ?? 0,
  }),
);

export const TEXT_NAMES = [...TEXTS.keys()];
export const NUMBER_NAMES = [...NUMBERS.keys()];

export function parseConnectionFilter(input: string): ConnectionFilter {
  const { chips, draft } = splitTerms(input);
  const tests = [...chips, ...(draft === "" ? [] : [draft])].flatMap((term) => {
    const parsed = parseSigned(term);
    return typeof parsed === "string" ? [] : [parsed];
  });
  return { test: (row) => tests.every((test) => test(row)), isEmpty: tests.length === 0 };
}

/** Why a term cannot be read, or null. */
export function termProblem(term: string): string | null {
  const parsed = parseSigned(term);
  return typeof parsed === "string" ? parsed : null;
}

function parseSigned(term: string): ConnectionTest | string {
  const isExcluded = term.startsWith("-") && term.length > 1;
  const parsed = parseTerm(isExcluded ? term.slice(1) : term);
  return isExcluded && typeof parsed !== "string" ? (row) => !parsed(row) : parsed;
}

function parseTerm(term: string): ConnectionTest | string {
  const number = /^([a-z]+)(>=|<=|>|<|=)(.*)$/.exec(term);
  if (number) return numberTest(number[1] ?? "", number[2] ?? "", number[3] ?? "");
  const text = /^([a-z]+):(.*)$/.exec(term);
  const read = text ? TEXTS.get(text[1] ?? "") : undefined;
  // An unknown name before a colon is free text: addresses and topics hold colons.
  if (!text || !read) return freeTest(unquoted(term));
  const wanted = unquoted(text[2] ?? "");
  return (row) => read(row).some((part) => part.toLowerCase().includes(wanted));
}

function numberTest(name: string, sign: string, digits: string): ConnectionTest | string {
  const read = NUMBERS.get(name);
  if (!read) return `${name} is no number of a connection; there are ${NUMBER_NAMES.join(", ")}.`;
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
  return (row) => [...TEXTS.values()].some((read) => read(row).some((part) => part.toLowerCase().includes(wanted)));
}

function unquoted(value: string): string {
  return value.replaceAll('"', "").toLowerCase();
}

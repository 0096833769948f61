/** Reads token and filters from a handshake or a request: header, subprotocol, query (C2, C3). */
import type { Knock } from "../ports/link.ts";
import type { Credentials, OtherSecret } from "./admission-steps.ts";
import { ownPart } from "./own-text.ts";

/** The subprotocol that we answer when a client offers it. */
export const SUBPROTOCOL = "signalbox.v1";
const ERRORS_SUBPROTOCOL = "signalbox.errors";

/** What a client brought in its handshake. */
export interface HandshakeCredentials extends Credentials {
  readonly filters: readonly string[];
  /** It asks to be told of refusals (M6). */
  readonly wantsErrors: boolean;
}

const NONE: readonly never[] = [];
const NO_QUERY: ReadonlyMap<string, string> = new Map();

type Brought = Pick<Knock, "headers" | "query" | "subprotocols">;

/** Token and filters, each from the first place that has them. */
export function readCredentials(knock: Brought): HandshakeCredentials {
  const query = readQuery(knock.query);
  const { secret, by, otherSecrets } = secretsOf(knock, query);
  return {
    secret,
    by,
    otherSecrets,
    filters: filtersOf(knock, query),
    mayBeAnonymous: false,
    wantsErrors: query.get("errors") === "1" || knock.subprotocols.includes(ERRORS_SUBPROTOCOL),
  };
}

function filtersOf(knock: Brought, query: ReadonlyMap<string, string>): readonly string[] {
  const inHeader = splitFilters(headerText(knock.headers.tag));
  if (inHeader.length > 0) return inHeader;
  const offered = splitFilters(offeredValue(knock, "tags."));
  return offered.length > 0 ? offered : splitFilters(query.get("tags") ?? "");
}

/** The secret alone, of a request that asks for no filters. */
export function readSecret(request: Pick<Knock, "headers" | "query">): Credentials {
  const { headers, query } = request;
  const secrets = secretsOf({ headers, query, subprotocols: NONE }, readQuery(query));
  return { ...secrets, filters: null, mayBeAnonymous: false };
}

interface Secrets extends OtherSecret {
  readonly otherSecrets: readonly OtherSecret[];
}

function secretsOf(knock: Brought, query: ReadonlyMap<string, string>): Secrets {
  const inHeader = authorization(knock);
  // Most clients have no other place: nothing is made for those.
  if (knock.subprotocols.length === 0 && query.size === 0) {
    return { secret: inHeader, by: inHeader === "" ? "none" : "header", otherSecrets: NONE };
  }
  const places: readonly OtherSecret[] = [
    { secret: inHeader, by: "header" },
    { secret: offeredValue(knock, "token."), by: "subprotocol" },
    { secret: query.get("token") ?? "", by: "query" },
  ];
  const [first, ...otherSecrets] = places.filter(({ secret }) => secret !== "");
  return { secret: first?.secret ?? "", by: first?.by ?? "none", otherSecrets };
}

/** Schemes that say nothing when they stand alone. A bare secret of the same text is not one to choose. */
const SCHEMES: ReadonlySet<string> = new Set(["token", "bearer", "basic", "digest", "negotiate", "ntlm"]);

/**
 * `Token x`, `Bearer x` (any case) or a bare `x`. The credentials of another scheme are somebody else's, as those of a proxy in front, and
 * are no secret; a bare secret holds no blank, by which the two are told apart (RFC 9110, 11.4).
 */
function authorization(knock: Brought): string {
  const text = headerText(knock.headers.authorization).trim();
  const blank = text.search(/\s/);
  if (blank < 0) return SCHEMES.has(text.toLowerCase()) ? "" : text;
  const scheme = text.slice(0, blank).toLowerCase();
  return scheme === "token" || scheme === "bearer" ? text.slice(blank).trim() : "";
}

/** Header text is UTF-8 that the HTTP parser read as latin1 (C2). */
function headerText(value: string | readonly string[] | undefined): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : value.join(",");
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 127) return Buffer.from(text, "latin1").toString("utf8");
  }
  return text;
}

function offeredValue(knock: Brought, prefix: string): string {
  if (knock.subprotocols.length === 0) return "";
  const offer = knock.subprotocols.find((protocol) => protocol.startsWith(prefix));
  return offer === undefined ? "" : Buffer.from(offer.slice(prefix.length), "base64url").toString("utf8");
}

function splitFilters(list: string): readonly string[] {
  if (list === "") return NONE;
  if (!list.includes(",")) {
    const only = list.trim();
    return only === "" ? NONE : [ownPart(only, list)];
  }
  return list
    .split(",")
    .map((filter) => ownPart(filter.trim(), list))
    .filter((filter) => filter !== "");
}

/** Percent-decoded, and `+` stays `+`: URLSearchParams would make it a blank. Text that does not decode stays as it is. */
function readQuery(query: string): ReadonlyMap<string, string> {
  if (query === "") return NO_QUERY;
  const values = new Map<string, string>();
  for (const pair of query.split("&")) {
    const equals = pair.indexOf("=");
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (!values.has(name)) values.set(name, equals < 0 ? "" : decode(pair.slice(equals + 1)));
  }
  return values;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A lone % is no escape: the text stands for itself, and is then judged as it stands.
    return text;
  }
}

/** Owns reading token and filters from a handshake: header, subprotocol, query (C2, C3). */
import type { Knock } from "../ports/connection.ts";
import type { Credentials } from "../sessions/door.ts";

/** The subprotocol that we answer when a client offers it. */
export const SUBPROTOCOL = "signalbox.v1";
const ERRORS_SUBPROTOCOL = "signalbox.errors";

/** What a client brought in its handshake. */
export interface HandshakeCredentials extends Credentials {
  readonly filters: readonly string[];
  /** It asks to be told of refusals (M6). */
  readonly wantsErrors: boolean;
}

/** Token and filters, each from the first place that has them. */
export function readCredentials(knock: Knock): HandshakeCredentials {
  const header = { secret: authorization(knock), tags: headerText(knock.headers.tag) };
  const offered = { secret: offeredValue(knock, "token."), tags: offeredValue(knock, "tags.") };
  const query = readQuery(knock.query);
  const asked = [header, offered, { secret: query.get("token") ?? "", tags: query.get("tags") ?? "" }];
  const secretFrom = asked.findIndex((place) => place.secret !== "");
  const filters = asked.map((place) => splitFilters(place.tags)).find((list) => list.length > 0) ?? [];
  return {
    secret: asked[secretFrom]?.secret ?? "",
    filters,
    by: (["header", "subprotocol", "query"] as const)[secretFrom] ?? "none",
    mayBeAnonymous: false,
    wantsErrors: query.get("errors") === "1" || knock.subprotocols.includes(ERRORS_SUBPROTOCOL),
  };
}

/** `Token x`, `Bearer x` (any case) or a bare `x`; a scheme alone is no secret. */
function authorization(knock: Knock): string {
  const text = headerText(knock.headers.authorization).trim();
  const scheme = /^(?:token|bearer)(?:\s+|$)/i.exec(text);
  return scheme === null ? text : text.slice(scheme[0].length).trim();
}

/** Header text is UTF-8 that the HTTP parser read as latin1 (C2). */
function headerText(value: string | readonly string[] | undefined): string {
  const text = typeof value === "string" ? value : (value ?? []).join(",");
  for (let i = 0; i < text.length; i++) {
    if (text.charCodeAt(i) > 127) return Buffer.from(text, "latin1").toString("utf8");
  }
  return text;
}

function offeredValue(knock: Knock, prefix: string): string {
  const offer = knock.subprotocols.find((protocol) => protocol.startsWith(prefix));
  return offer === undefined ? "" : Buffer.from(offer.slice(prefix.length), "base64url").toString("utf8");
}

function splitFilters(list: string): readonly string[] {
  if (list === "") return [];
  return list
    .split(",")
    .map((filter) => filter.trim())
    .filter((filter) => filter !== "");
}

/** Percent-decoded, and `+` stays `+`: URLSearchParams would make it a blank. Text that does not decode stays as it is. */
function readQuery(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  if (query === "") return values;
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

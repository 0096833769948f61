/** The forms in which HTTP lets a client write its target (RFC 9112 3.2), brought to the one that routes know. */
import type { IncomingMessage } from "node:http";

/** Absolute-form: `GET http://host:port/path`. Its authority counts, and the Host header does not. */
const ABSOLUTE = /^https?:\/\/([^/?#]*)(.*)$/i;

/** Rewrites target and Host in place, before anybody looks at them. */
export function normalizeTarget(request: IncomingMessage): void {
  const { headers, url = "/" } = request;
  if (url.charCodeAt(0) !== SLASH) {
    const absolute = ABSOLUTE.exec(url);
    if (absolute !== null) {
      const [, authority = "", rest = ""] = absolute;
      request.url = rest.startsWith("/") ? rest : `/${rest}`;
      headers.host = authority;
      return;
    }
  }
  // Node keeps the first of several; which one counts must not depend on who reads (RFC 9112 3.2).
  if (hasTwoHosts(request.rawHeaders)) headers.host = "";
}

const SLASH = 0x2f;

function hasTwoHosts(raw: readonly string[]): boolean {
  let hosts = 0;
  for (let at = 0; at < raw.length; at += 2) {
    const name = raw[at] ?? "";
    if (name.length === 4 && name.toLowerCase() === "host") hosts++;
  }
  return hosts > 1;
}

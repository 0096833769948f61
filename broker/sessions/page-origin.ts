/** Which web pages may connect without a token (X3): a browser takes every page's connection to this machine, whoever wrote the page. */
import type { Knock } from "../ports/link.ts";

const IP = /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/i;

/**
 * True without an Origin header: the client is no page. A page of this machine may, and one of the very host that it connects to, where that
 * is an address: a name may be made to lead here by whoever owns it. `allowed` lists further origins; `*` is every one, `null` a page without.
 */
export function mayPageConnect(headers: Knock["headers"], allowed: string): boolean {
  const { origin, host } = headers;
  if (typeof origin !== "string" || origin === "") return true;
  const listed = allowed.split(/[\s,]+/).map((one) => one.toLowerCase());
  if (listed.includes("*") || listed.includes(origin.toLowerCase())) return true;
  const name = hostName(origin);
  if (name === undefined) return false;
  if (name === "localhost" || name.endsWith(".localhost") || name === "[::1]" || /^127(\.\d{1,3}){3}$/.test(name))
    return true;
  return IP.test(name) && name === hostName(`http://${String(host)}`);
}

/** Of an origin or a URL, in lower case and without the port; undefined for what is none. */
function hostName(origin: string): string | undefined {
  try {
    return new URL(origin).hostname.toLowerCase();
  } catch {
    // No URL, as `null`: a page without an origin has no host.
    return undefined;
  }
}

/** The guard against DNS rebinding and foreign pages: which Host and Origin may speak to the console (E2, E3). */
import { hostname, networkInterfaces } from "node:os";
import { canonicalHost, isAnyAddress, isLoopbackHost } from "./listen-address.ts";

export { isAnyAddress };

/** What a request says about where it was sent, after a trusted proxy's headers were taken into account. */
export interface AskedBy {
  /** The Host header. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** Where it is known: a page of the other scheme is another origin. */
  readonly scheme?: "http" | "https" | undefined;
  /** RFC 9112 3.2: only HTTP/1.1 must send a Host. No browser speaks 1.0, health checks do. */
  readonly mayLackHost?: boolean;
}

export interface RefusedHost {
  /** 400: the request itself is wrong. 403: it may not come in under this name. */
  readonly status: 400 | 403;
  /** Names what was refused. */
  readonly reason: string;
}

export class OwnNames {
  readonly #listensOn: string;
  readonly #allowed: readonly string[];

  /** `listensOn` is the host that we listen on; `allowed` are further names (`--allowed-hosts`): `box.lan`, `*.box.lan`, `*` for any. */
  constructor(listensOn: string, allowed: readonly string[] = []) {
    this.#listensOn = canonicalHost(listensOn);
    this.#allowed = allowed.map((name) => (name.startsWith("*") ? name.toLowerCase() : canonicalHost(name)));
  }

  /**
   * Undefined when the request may pass. The name decides, not the port: a tunnel may carry another one, and an attacker's page cannot choose
   * our name. An Origin must be the Host itself.
   */
  refusal({ host, origin, scheme, mayLackHost = false }: AskedBy): RefusedHost | undefined {
    if (host === undefined && origin === undefined && mayLackHost) return undefined;
    const asked = hostParts(host);
    if (asked === undefined) return { status: 400, reason: "The request has no valid Host header (RFC 9112 3.2)" };
    if (!this.#isOurs(asked.name)) {
      const advice = "open the console under an address that it printed, or start it with --allowed-hosts";
      return {
        status: 403,
        reason: `The host ${asked.name} is not one of this server's names; ${advice} ${asked.name}`,
      };
    }
    if (origin === undefined) return undefined;
    const from = originParts(origin);
    const isOwn = from !== undefined && from.name === asked.name && from.port === asked.port;
    if (isOwn && (scheme === undefined || from.scheme === scheme)) return undefined;
    const advice = "a proxy in front must pass the Host header on as it came, with its port";
    return { status: 403, reason: `The origin ${origin.slice(0, 200)} may not call the console at ${host}; ${advice}` };
  }

  /** Names come lower case, without brackets and without a dot at the end. */
  #isOurs(name: string): boolean {
    if (isLoopbackHost(name) || name === this.#listensOn) return true;
    if (this.#allowed.some((allowed) => allows(allowed, name))) return true;
    // Who listens on loopback only is reached by no other name; a page that rebinds this machine's name must not be either.
    if (isLoopbackHost(this.#listensOn)) return false;
    const [short = ""] = hostname().toLowerCase().split(".", 1);
    // `.local` is how other machines of the network find the name without a DNS server (RFC 6762).
    if (name === hostname().toLowerCase() || name === short || name === `${short}.local`) return true;
    return isAnyAddress(this.#listensOn) && (isAnyAddress(name) || allAddresses().includes(name));
  }
}

/** Addresses of this machine that others reach, IPv4 first. */
export function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const outer = all.filter(({ internal, scopeid }) => !internal && !scopeid);
  return outer.sort((a, b) => a.family.localeCompare(b.family)).map(({ address }) => address);
}

/** Those of one link only are among them. */
function allAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address));
}

function allows(allowed: string, name: string): boolean {
  if (allowed === "*") return true;
  return allowed.startsWith("*.") ? name.endsWith(allowed.slice(1)) : name === allowed;
}

interface HostParts {
  readonly name: string;
  /** Empty for the scheme's own. */
  readonly port: string;
}

function hostParts(host: string | undefined): HostParts | undefined {
  if (host === undefined || !/^(\[[0-9a-fA-F:.]+\]|[^[\]:/@?#\\\s]+)(:\d{0,5})?$/.test(host)) return undefined;
  const mark = host.lastIndexOf(":");
  const hasPort = mark > host.lastIndexOf("]") && mark > 0;
  const name = canonicalHost(hasPort ? host.slice(0, mark) : host);
  return { name, port: withoutDefault(hasPort ? host.slice(mark + 1) : "") };
}

function originParts(origin: string): (HostParts & { readonly scheme: "http" | "https" }) | undefined {
  const found = /^(https?):\/\/([^/]+)$/i.exec(origin);
  const parts = found === null ? undefined : hostParts(found[2]);
  if (parts === undefined) return undefined;
  return { ...parts, scheme: found?.[1]?.toLowerCase() === "https" ? "https" : "http" };
}

/** 80 and 443 are left out by browsers. */
function withoutDefault(port: string): string {
  return port === "80" || port === "443" ? "" : port;
}

/** Owns the guard against DNS rebinding and foreign pages: which Host and Origin may speak to the console. */
import { hostname, networkInterfaces } from "node:os";

const LOOPBACK_NAMES: ReadonlySet<string> = new Set(["localhost", "127.0.0.1", "::1"]);
const ANY_ADDRESS: ReadonlySet<string> = new Set(["0.0.0.0", "::", ""]);

export interface AskedBy {
  /** The Host header. */
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/**
 * Undefined when the request may pass, else the sentence that names what was refused. `configured` is the host that we listen on. The name
 * decides, not the port: a tunnel may carry another one, and an attacker's page cannot choose our name. An Origin must be the Host itself.
 */
export function refusedHost({ host, origin }: AskedBy, configured: string): string | undefined {
  const asked = hostParts(host);
  if (asked === undefined) return "A request without a valid Host header may not call the console";
  if (!isOurName(asked.name, configured)) {
    return `The host ${asked.name} is not this broker's; open the console under the address that the broker printed`;
  }
  if (origin === undefined) return undefined;
  const from = originParts(origin);
  if (from !== undefined && from.name === asked.name && from.port === asked.port) return undefined;
  return `The origin ${origin.slice(0, 200)} may not call the console at ${host}`;
}

/** The broker listens on every address of the machine. */
export function isAnyAddress(configured: string): boolean {
  return ANY_ADDRESS.has(configured);
}

/** Addresses of this machine that others reach, IPv4 first. */
export function ownAddresses(): string[] {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const outer = all.filter(({ internal, scopeid }) => !internal && !scopeid);
  return outer.sort((a, b) => a.family.localeCompare(b.family)).map(({ address }) => address);
}

function isOurName(name: string, configured: string): boolean {
  if (LOOPBACK_NAMES.has(name) || name === configured.toLowerCase()) return true;
  return isAnyAddress(configured) && [...ownAddresses(), hostname().toLowerCase()].includes(name);
}

interface HostParts {
  /** Lower case, IPv6 without brackets. */
  readonly name: string;
  /** Empty for the scheme's own. */
  readonly port: string;
}

function hostParts(host: string | undefined): HostParts | undefined {
  if (host === undefined || !/^(\[[0-9a-fA-F:.]+\]|[^[\]:/@?#\s]+)(:\d{1,5})?$/.test(host)) return undefined;
  const mark = host.lastIndexOf(":");
  const hasPort = mark > host.lastIndexOf("]") && mark > 0;
  const name = hasPort ? host.slice(0, mark) : host;
  return {
    name: name.replace(/^\[|\]$/g, "").toLowerCase(),
    port: withoutDefault(hasPort ? host.slice(mark + 1) : ""),
  };
}

function originParts(origin: string): HostParts | undefined {
  const found = /^https?:\/\/([^/]+)$/.exec(origin);
  return found === null ? undefined : hostParts(found[1]);
}

/** 80 and 443 are left out by browsers. */
function withoutDefault(port: string): string {
  return port === "80" || port === "443" ? "" : port;
}

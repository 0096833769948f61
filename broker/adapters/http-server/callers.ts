/** Who sent a request: the other end of its connection, or whom a trusted proxy names. */
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { compile } from "@fastify/proxy-addr";
import ipaddr from "ipaddr.js";
import type { Peer } from "../../ports/link.ts";
import { forwardedElements } from "./forwarded-header.ts";
import { isLoopbackHost } from "./listen-address.ts";

export interface Caller {
  /** `loopback` says that it comes from this machine itself: what came through a proxy never does. */
  readonly peer: Peer;
  /** As the client sent it, where a trusted proxy says so; else the Host header. */
  readonly host: string | undefined;
  /** Undefined where nobody knows: a proxy that is not trusted may have taken TLS off. */
  readonly scheme: "http" | "https" | undefined;
}

/** Any of these says that somebody else stands between. */
const PROXY_HEADERS = ["x-forwarded-for", "forwarded", "x-real-ip", "x-forwarded-host", "x-forwarded-proto", "via"];

/** The two headers of a trusted proxy name different clients: one of them is the client's own invention. */
export class ForwardedConflict extends Error {
  readonly statusCode = 400;
  constructor() {
    super(
      "Forwarded and X-Forwarded-For name different clients; the proxy in front must delete the one it does not set",
    );
  }
}

/** What one of the headers says. */
interface Told {
  readonly address: string;
  readonly scheme: string | undefined;
  readonly host: string | undefined;
}

export class Callers {
  readonly #isTrusted: (address: string) => boolean;
  /** `trusted`: addresses, ranges (`10.0.0.0/8`), `loopback`, `linklocal`, `uniquelocal`. @throws TypeError naming a wrong entry */
  constructor(trusted: readonly string[] = []) {
    const isTrusted = trusted.length > 0 ? compile([...trusted]) : () => false;
    this.#isTrusted = (address) => ipaddr.isValid(address) && isTrusted(address, 0);
  }

  /** Nothing but the connection itself says who this is: no header has to be looked at, no address to be asked for. */
  isPlain({ headers }: IncomingMessage): boolean {
    return !isProxied(headers);
  }

  /** The other end of a connection, whoever it speaks for. */
  ofSocket({ remoteAddress = "", remotePort }: Socket): Peer {
    const address = plainAddress(remoteAddress);
    return peerOf(address, remotePort, isLoopbackHost(address));
  }

  /** @throws ForwardedConflict */
  of(request: IncomingMessage): Caller {
    const { headers, socket } = request;
    const encrypted = "encrypted" in socket;
    const peer = this.ofSocket(socket);
    const address = peer.host;
    if (!isProxied(headers)) return { peer, host: headers.host, scheme: encrypted ? "https" : undefined };
    const outer = { ...peer, loopback: false };
    if (!this.#isTrusted(address)) return { peer: outer, host: headers.host, scheme: encrypted ? "https" : undefined };
    const told = this.#told(headers, address);
    return {
      peer: told.address === address ? outer : peerOf(told.address, undefined, false),
      host: told.host ?? headers.host,
      scheme: told.scheme === "https" || told.scheme === "http" ? told.scheme : encrypted ? "https" : undefined,
    };
  }

  #told(headers: IncomingHttpHeaders, proxy: string): Told {
    const byX = this.#byXForwarded(headers, proxy);
    const byForwarded = this.#byForwarded(headers, proxy);
    if (byX === undefined || byForwarded === undefined) {
      return byX ?? byForwarded ?? { address: proxy, scheme: undefined, host: undefined };
    }
    // A proxy sets one of them and may hand on the other as the client sent it. Agreement is the only proof that it is not invented.
    if (byX.address !== byForwarded.address) throw new ForwardedConflict();
    return byX;
  }

  #byXForwarded(headers: IncomingHttpHeaders, proxy: string): Told | undefined {
    const chain = listOf(headers["x-forwarded-for"]);
    if (chain.length === 0) return undefined;
    const scheme = listOf(headers["x-forwarded-proto"]).at(-1)?.toLowerCase();
    const port = listOf(headers["x-forwarded-port"]).at(-1);
    const host = listOf(headers["x-forwarded-host"]).at(-1);
    const isBare = host !== undefined && !/:\d+$/.test(host) && port !== undefined && /^\d{1,5}$/.test(port);
    return { address: this.#clientOf(chain, proxy), scheme, host: isBare ? `${host}:${port}` : host };
  }

  #byForwarded(headers: IncomingHttpHeaders, proxy: string): Told | undefined {
    const elements = forwardedElements(listOf(headers.forwarded, false).join(","));
    if (elements.length === 0) return undefined;
    const nearest = elements.at(-1);
    const chain = elements.map((element) => element.for ?? "");
    return { address: this.#clientOf(chain, proxy), scheme: nearest?.proto?.toLowerCase(), host: nearest?.host };
  }

  /** From the nearest hop outwards, as far as each was added by a proxy that is trusted. */
  #clientOf(chain: readonly string[], proxy: string): string {
    let client = proxy;
    for (const hop of chain.toReversed()) {
      const address = addressIn(hop);
      // `unknown` or a name of the proxy's own (RFC 7239 6): what stands before it nobody trusted has seen.
      if (address === undefined) return client;
      client = address;
      if (!this.#isTrusted(address)) return client;
    }
    return client;
  }
}

/** A header says that the request came for somebody else. */
export function isProxied(headers: IncomingHttpHeaders): boolean {
  return PROXY_HEADERS.some((name) => headers[name] !== undefined);
}

function peerOf(host: string, port: number | undefined, loopback: boolean): Peer {
  const named = host.includes(":") ? `[${host}]` : host;
  return { address: port === undefined || host === "" ? host : `${named}:${port}`, host, loopback };
}

function listOf(value: string | readonly string[] | undefined, isSplit = true): string[] {
  if (value === undefined) return [];
  const lines = typeof value === "string" ? [value] : value;
  const parts = isSplit ? lines.flatMap((line) => line.split(",")) : [...lines];
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** `203.0.113.9`, `203.0.113.9:5000`, `[2001:db8::1]:5000`, `2001:db8::1`. */
function addressIn(hop: string): string | undefined {
  const bare =
    /^\[([^\]]+)\](?::\d+)?$/.exec(hop)?.[1] ?? (/^[\d.]+:\d+$/.test(hop) ? hop.slice(0, hop.indexOf(":")) : hop);
  return ipaddr.isValid(bare) && (bare.includes(":") || ipaddr.IPv4.isValidFourPartDecimal(bare))
    ? plainAddress(bare)
    : undefined;
}

/** One spelling an address, IPv4 inside IPv6 as IPv4. */
function plainAddress(address: string): string {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : address;
}

/** Where an upgrade request goes: to the broker's dialects, to the console, or nowhere. */
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Faults } from "../../ports/faults.ts";
import type { Peer } from "../../ports/link.ts";
import type { AdminGate } from "./admin-gate.ts";
import { API, PUBSUB_API, refusal, sendRaw } from "./answers.ts";
import type { Guard } from "./guard.ts";
import type { QuickKnock, UpgradeRequest } from "./quick-knock.ts";
import { normalizeTarget } from "./request-forms.ts";

/** Takes the socket over; false when nobody speaks on the request's path. `peer` where the connection itself does not tell it. */
export type UpgradeHandler = (request: UpgradeRequest, socket: Duplex, head: Buffer, peer?: Peer) => boolean;

/** Takes a window's socket over; `login` is that of its cookie. */
export type WindowHandler = (request: IncomingMessage, socket: Duplex, head: Buffer, login: string | undefined) => void;

export interface UpgradeParts {
  readonly guard: Guard;
  readonly gate: AdminGate;
  /** `/ws/…`: clients of other origins are welcome, their token lets them in. */
  readonly broker: UpgradeHandler;
  readonly console: WindowHandler;
  readonly faults?: Faults | undefined;
}

/**
 * False: the request is answered as if it had not asked (RFC 9110 7.8). That is so for protocols that we do not speak (`h2c`, as Java's client
 * and curl ask), for HTTP/1.0, and at paths that only HTTP has. What else is wrong with a handshake is its own endpoint's to say.
 */
export function isUpgrade(request: IncomingMessage): boolean {
  normalizeTarget(request);
  const { headers, httpVersionMajor, httpVersionMinor } = request;
  if (httpVersionMajor !== 1 || httpVersionMinor < 1) return false;
  if (!asksForWebSocket(headers.upgrade) || isHttpOnly(pathOf(request))) return false;
  // Among several it is the one that we take.
  headers.upgrade = "websocket";
  return true;
}

function asksForWebSocket(upgrade: string | undefined): boolean {
  if (upgrade === "websocket") return true;
  return String(upgrade)
    .split(",")
    .some((token) => token.trim().toLowerCase() === "websocket");
}

/** A request that the HTTP server has read. */
export function dispatchUpgrade(parts: UpgradeParts, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on("error", destroyed);
  guarded(parts, request, socket, () => isTaken(parts, request, socket, head));
}

/** The request of an ordinary client of the broker, whose socket is destroyed already when it fails. */
export function dispatchKnock(parts: UpgradeParts, { request, behind }: QuickKnock, socket: Duplex): void {
  guarded(parts, request, socket, () => parts.broker(request, socket, behind));
}

function guarded({ faults }: UpgradeParts, request: UpgradeRequest, socket: Duplex, take: () => boolean): void {
  try {
    if (!take()) sendRaw(socket, refusal("NOT_FOUND", `Nobody speaks WebSocket at ${pathOf(request).slice(0, 200)}`));
  } catch (error) {
    // Nobody above catches what an upgrade throws (Z1).
    if (faults === undefined) throw error;
    faults.caught("handshake", error);
    socket.destroy();
  }
}

function isTaken(parts: UpgradeParts, request: IncomingMessage, socket: Duplex, head: Buffer): boolean {
  const path = pathOf(request);
  if (path === "/console" || path === "/console/") {
    toConsole(parts, request, socket, head);
    return true;
  }
  const caller = parts.guard.callers.isPlain(request) ? undefined : parts.guard.callerOf(request);
  if (caller === undefined || !("status" in caller)) return parts.broker(request, socket, head, caller?.peer);
  sendRaw(socket, caller);
  return true;
}

/** Until somebody takes the socket over, its errors are nobody's: they must not end the process. */
function destroyed(this: Duplex): void {
  this.destroy();
}

function pathOf({ url = "/" }: Pick<UpgradeRequest, "url">): string {
  const mark = url.indexOf("?");
  return mark < 0 ? url : url.slice(0, mark);
}

function isHttpOnly(path: string): boolean {
  return path === "/" || path === "/login" || path === "/logout" || path === API || path.startsWith(`${PUBSUB_API}/`);
}

function toConsole(
  { guard, gate, console, faults }: UpgradeParts,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
) {
  const caller = guard.check(request);
  if ("status" in caller) {
    sendRaw(socket, caller);
    return;
  }
  const taken = gate.admit(request, caller.peer).then((admitted) => {
    if ("status" in admitted) sendRaw(socket, admitted);
    else if (!socket.destroyed) console(request, socket, head, admitted.by === "cookie" ? admitted.login : undefined);
  });
  taken.catch((error: unknown) => {
    faults?.caught("handshake", error);
    socket.destroy();
  });
}

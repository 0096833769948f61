/** Owns the one question where this window runs: on the desktop over a port, in a browser over a socket. */
import { LIMITS } from "../../../broker/contract/limits.ts";
import type { Host } from "../host/host.ts";
import type { ConsoleLink } from "./client.ts";
import { portLink } from "./port-link.ts";
import { socketLink } from "./socket-link.ts";
import { onWake } from "./watchdog.ts";

/** Opens the console's link; it keeps itself open until it is closed. */
export function connect(host: Host, target: Window): ConsoleLink {
  const tools = { onWake: (wake: () => void) => onWake(target, wake) };
  if (host.console.by === "port") return portLink(target, host.console.request, tools);
  const url = new URL("/console", target.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return socketLink(url.href, { ...tools, isLocked: () => needsLogin(target) });
}

async function needsLogin(target: Window): Promise<boolean> {
  try {
    const answer = await target.fetch(new URL("/api/v1/server", target.location.href), {
      credentials: "same-origin",
      signal: AbortSignal.timeout(LIMITS.consoleOpenMs),
    });
    return answer.status === 401;
  } catch {
    // No answer at all: the broker is away, which is not a question of keys.
    return false;
  }
}

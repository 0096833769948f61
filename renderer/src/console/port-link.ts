/** Owns the console's pipe on the desktop: a MessagePort that main hands over when the window asks for it. */
import { RPCLink } from "@orpc/client/message-port";
import { backoffMs } from "./backoff.ts";
import type { ConsoleLink } from "./client.ts";
import { SwitchingLink } from "./switching-link.ts";
import { patience, type Watchdog, watch } from "./watchdog.ts";

const PORT_MESSAGE = "signalbox:console-port";

export interface PortLinkTools {
  /** Calls back when the window may have slept; answers how to stop. */
  readonly onWake: (wake: () => void) => () => void;
}

/** Asks with `request` and takes every port that arrives on `target`; a port that closes is asked for anew. */
export function portLink(target: Window, request: () => void, { onWake }: PortLinkTools): ConsoleLink {
  const link = new SwitchingLink();
  const patient = patience();
  let watchdog: Watchdog | undefined;
  let current: MessagePort | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;

  const onMessage = (event: MessageEvent<unknown>) => {
    const port = event.ports[0];
    // Only the preload of this very window may hand a port over.
    if (event.source !== target || !isPortMessage(event.data) || !port) return;
    drop(current);
    current = port;
    port.addEventListener("close", () => {
      if (current !== port) return;
      current = undefined;
      watchdog?.stop();
      link.without("lost");
      clearTimeout(timer);
      timer = setTimeout(request, backoffMs(attempt++, Math.random()));
    });
    // A port has no network that could swallow a message, but an engine behind it that may hang.
    watchdog = watch(patient, { ask: () => link.ask(), dead: () => giveUp(port) });
    port.addEventListener("message", watchdog.heard);
    link.opened(new RPCLink({ port }));
    port.addEventListener("message", () => (attempt = 0), { once: true });
    port.start();
  };

  /** `close()` tells only the other end: our own calls on the old port must hear of it too. */
  const drop = (port: MessagePort | undefined) => {
    if (!port) return;
    current = undefined;
    watchdog?.stop();
    port.close();
    port.dispatchEvent(new Event("close"));
    link.without("lost");
  };

  /** As a port that closed by itself: what is asked on it ends, and another one is asked for. */
  const giveUp = (port: MessagePort) => {
    port.close();
    port.dispatchEvent(new Event("close"));
  };

  target.addEventListener("message", onMessage);
  const forgetWake = onWake(() => watchdog?.suspect());
  request();
  return {
    client: link.client,
    get state() {
      return link.state;
    },
    onState: (listener) => link.onState(listener),
    retry: request,
    close: () => {
      clearTimeout(timer);
      forgetWake();
      target.removeEventListener("message", onMessage);
      drop(current);
    },
  };
}

function isPortMessage(data: unknown): boolean {
  return typeof data === "object" && data !== null && "type" in data && data.type === PORT_MESSAGE;
}

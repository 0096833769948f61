/** Owns the console's pipe on the desktop: a MessagePort that main hands over when the window asks for it. */
import { RPCLink } from "@orpc/client/message-port";
import { backoffMs } from "./backoff.ts";
import type { ConsoleLink } from "./client.ts";
import { SwitchingLink } from "./switching-link.ts";

const PORT_MESSAGE = "signalbox:console-port";

/** Asks with `request` and takes every port that arrives on `target`; a port that closes is asked for anew. */
export function portLink(target: Window, request: () => void): ConsoleLink {
  const link = new SwitchingLink();
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
      link.without("lost");
      timer = setTimeout(request, backoffMs(attempt++, Math.random()));
    });
    link.opened(new RPCLink({ port }));
    port.addEventListener("message", () => (attempt = 0), { once: true });
    port.start();
  };

  /** `close()` tells only the other end: our own calls on the old port must hear of it too. */
  const drop = (port: MessagePort | undefined) => {
    if (!port) return;
    current = undefined;
    port.close();
    port.dispatchEvent(new Event("close"));
    link.without("lost");
  };

  target.addEventListener("message", onMessage);
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
      target.removeEventListener("message", onMessage);
      drop(current);
    },
  };
}

function isPortMessage(data: unknown): boolean {
  return typeof data === "object" && data !== null && "type" in data && data.type === PORT_MESSAGE;
}

/** Owns the console's pipe in a browser: a WebSocket to `/console` that is made again whenever it goes. */
import { RPCLink } from "@orpc/client/websocket";
import { backoffMs } from "./backoff.ts";
import type { ConsoleLink } from "./client.ts";
import { SwitchingLink } from "./switching-link.ts";

/** Opens `url` (ws or wss). `isLocked` is asked after a refused upgrade, whose reason a browser does not tell. */
export function socketLink(url: string, isLocked: () => Promise<boolean>): ConsoleLink {
  const link = new SwitchingLink();
  let attempt = 0;
  let socket: WebSocket | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const open = () => {
    clearTimeout(timer);
    const current = new WebSocket(url);
    socket = current;
    let wasOpen = false;
    current.addEventListener("open", () => {
      wasOpen = true;
      attempt = 0;
      link.opened(new RPCLink({ websocket: current }));
    });
    current.addEventListener("close", () => {
      if (socket !== current || closed) return;
      socket = undefined;
      lost(wasOpen);
    });
  };

  const lost = async (wasOpen: boolean) => {
    // "locked" holds until the person logs in: trying on would only fill the broker's log.
    link.without("lost");
    if (!wasOpen && (await isLocked())) return link.without("locked");
    if (closed || socket) return;
    timer = setTimeout(open, backoffMs(attempt++, Math.random()));
  };

  open();
  return {
    client: link.client,
    get state() {
      return link.state;
    },
    onState: (listener) => link.onState(listener),
    retry: () => {
      if (socket || closed) return;
      attempt = 0;
      open();
    },
    close: () => {
      closed = true;
      clearTimeout(timer);
      socket?.close();
    },
  };
}

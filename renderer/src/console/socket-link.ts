/** Console's pipe in a browser: a WebSocket to `/console` that is made again whenever it goes. */
import { RPCLink } from "@orpc/client/websocket";
import { LIMITS } from "../../../broker/contract/limits.ts";
import { backoffMs } from "./backoff.ts";
import type { ConsoleLink } from "./client.ts";
import { SwitchingLink } from "./switching-link.ts";
import { patience, type Watchdog, watch } from "./watchdog.ts";

export interface SocketLinkTools {
  /** Asked after a refused upgrade, whose reason a browser does not tell. */
  readonly isLocked: () => Promise<boolean>;
  /** Calls back when the window may have slept; answers how to stop. */
  readonly onWake: (wake: () => void) => () => void;
}

/** Opens `url` (ws or wss). */
export function socketLink(url: string, { isLocked, onWake }: SocketLinkTools): ConsoleLink {
  const link = new SwitchingLink();
  const patient = patience();
  let attempt = 0;
  let socket: WebSocket | undefined;
  let watchdog: Watchdog | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const open = () => {
    clearTimeout(timer);
    const current = new WebSocket(url);
    socket = current;
    let wasOpen = false;
    // A network that swallows everything lets a socket open for ever.
    const opening = setTimeout(() => giveUp(current), LIMITS.consoleOpenMs);
    current.addEventListener("open", () => {
      if (socket !== current) return;
      clearTimeout(opening);
      wasOpen = true;
      attempt = 0;
      watchdog = watch(patient, { ask: () => link.ask(), dead: () => giveUp(current) });
      current.addEventListener("message", watchdog.heard);
      link.opened(new RPCLink({ websocket: current }));
    });
    current.addEventListener("close", () => {
      clearTimeout(opening);
      if (socket !== current || closed) return;
      socket = undefined;
      watchdog?.stop();
      watchdog = undefined;
      lost(wasOpen);
    });
  };

  /** The other end hears nothing: our own calls on this socket must end now, and not when the browser has waited for its close. */
  const giveUp = (dead: WebSocket) => {
    dead.close();
    dead.dispatchEvent(new Event("close"));
  };

  const lost = async (wasOpen: boolean) => {
    // "locked" holds until the person logs in: trying on would only fill the broker's log.
    link.without("lost");
    const locked = !wasOpen && (await isLocked());
    if (closed || socket) return;
    if (locked) return link.without("locked");
    timer = setTimeout(open, backoffMs(attempt++, Math.random()));
  };

  const retry = () => {
    if (socket || closed) return;
    attempt = 0;
    open();
  };

  open();
  const forgetWake = onWake(() => {
    if (socket) watchdog?.suspect();
    else if (link.state === "lost") retry();
  });
  return {
    client: link.client,
    get state() {
      return link.state;
    },
    onState: (listener) => link.onState(listener),
    retry,
    close: () => {
      closed = true;
      clearTimeout(timer);
      watchdog?.stop();
      forgetWake();
      socket?.close();
    },
  };
}

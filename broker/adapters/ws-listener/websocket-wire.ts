/** How WebSocket clients are written to: text frames, pings, and a close frame with code and reason. */
import type { Beating, Heartbeat, Wire } from "../../ports/wire.ts";
import { closeFrame, frameBytes, frameText, PING } from "./websocket-frame.ts";

/** C7: dropped before the third ping, when two in a row are unanswered. */
const UNANSWERED_MAX = 2;

export class WebSocketWire implements Wire {
  readonly heartbeat: Heartbeat = { isAlive };
  #last = { code: 0, reason: "", frame: closeFrame(1000, "") };

  frame(payload: string | Uint8Array): Uint8Array {
    return typeof payload === "string" ? frameText(payload) : frameBytes(payload);
  }

  /** Closing a thousand clients for one reason builds one frame. */
  farewell(code: number, reason: string): Uint8Array {
    if (this.#last.code !== code || this.#last.reason !== reason) {
      this.#last = { code, reason, frame: closeFrame(code, reason) };
    }
    return this.#last.frame;
  }
}

function isAlive(session: Beating): boolean {
  if (session.unanswered >= UNANSWERED_MAX) return false;
  session.unanswered++;
  session.link.write(PING);
  return true;
}

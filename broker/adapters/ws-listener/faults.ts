/** What `ws` finds wrong with the frames of a client, as the close code and the words that the client and the console are told. */
import type { TransportFault } from "../../ports/link.ts";

export interface Fault {
  readonly fault: TransportFault;
  readonly code: number;
  /** Fits a close frame. */
  readonly reason: string;
}

/** The limits that the connection had. */
export interface FrameLimits {
  readonly bytes: number;
  readonly pieces: number;
}

/** Undefined: the TCP socket broke, and the close event that follows says all. */
export function faultOf(
  error: { readonly code?: string; readonly message: string },
  limits: FrameLimits,
): Fault | undefined {
  if (!error.code?.startsWith("WS_ERR_")) return undefined;
  switch (error.code) {
    case "WS_ERR_UNSUPPORTED_MESSAGE_LENGTH":
    case "WS_ERR_UNSUPPORTED_DATA_PAYLOAD_LENGTH":
      return { fault: "frame-too-large", code: 1009, reason: `frame larger than ${limits.bytes} bytes` };
    case "WS_ERR_TOO_MANY_BUFFERED_PARTS":
      return { fault: "too-many-pieces", code: 1008, reason: `frame in more than ${limits.pieces} pieces` };
    case "WS_ERR_INVALID_UTF8":
      return { fault: "invalid-text", code: 1007, reason: "text is not valid UTF-8" };
    default:
      return { fault: "protocol-error", code: 1002, reason: `protocol error: ${wordsOf(error.message)}` };
  }
}

/** `ws` says it in a few words of its own, without anything that the client sent but a number. */
const wordsOf = (message: string) => message.replace(/^Invalid WebSocket frame: /, "").slice(0, 80);

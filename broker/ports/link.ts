/** Owns the Link port: one client's transport as sessions see it, and the door it arrives at. */
import type { HandshakeStep } from "../contract/codes.ts";

/** Who is at the other end; asking the operating system for it costs, so it is asked when it is first needed. */
export interface Peer {
  /** `host:port`; "" when nobody asked before the transport was gone. */
  readonly address: string;
  /** The host alone, for limits by address. */
  readonly host: string;
  /** The peer is on this machine. */
  readonly loopback: boolean;
}

/** What a client brought when it knocked. Header text is as the transport read it (latin1 for HTTP). */
export interface Knock {
  /** Path without the query. */
  readonly path: string;
  /** Text after `?`, undecoded; never logged. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Offered subprotocols, in order. */
  readonly subprotocols: readonly string[];
  readonly peer: Peer;
}

/** What a transport finds wrong with a client's frames: too large, in too many pieces, text that is no UTF-8, or none that the protocol knows. */
export type TransportFault = "frame-too-large" | "too-many-pieces" | "invalid-text" | "protocol-error";

/** What a session hears from its transport. After `onGone` nothing follows. */
export interface LinkHandler {
  /** One message of the client's, whole. The bytes are its own during the call alone. `isText`: they are UTF-8 text, as its transport tells text from bytes. */
  onFrame(payload: Uint8Array, isText: boolean): void;
  /** The peer has answered a heartbeat. */
  onAlive(): void;
  /** The transport takes frames again, after `write` answered false. */
  onWritable(): void;
  /** The peer broke the protocol; the transport has told it so itself, with this code and reason. */
  onFault(fault: TransportFault, code: number, reason: string): void;
  /** The transport is gone, however it ended. `code` is what the peer gave, 1006 without one. */
  onGone(code: number, reason: string): void;
}

/**
 * One accepted transport. Whoever accepts it sets `handler` in the same turn. Frames are complete wire frames, written in order; one
 * write path, so that nothing overtakes.
 */
export interface Link {
  handler: LinkHandler | null;
  /** Hands whole frames, one behind the other, to the operating system in one write; false when it could not take them all yet. */
  write(frames: Uint8Array): boolean;
  /** From the next frame on it takes frames of so many bytes; a larger one is a fault. */
  takeFrames(maxBytes: number): void;
  /** Writes the last frame (`Wire.farewell`) now, behind what was written before; nothing is written after it. The transport ends as its protocol has it. */
  end(farewell: Uint8Array): void;
  /** Ends the transport at once. Harmless twice. */
  destroy(): void;
}

/** The answer to a knock on a path where somebody speaks. */
export interface Welcome {
  /** Subprotocol to answer, one of the offered; undefined for none. */
  readonly subprotocol: string | undefined;
  /** Wait this long before the transport is accepted (C8). */
  readonly delayMs: number;
  /** The transport stands: it gets its handler, or its close frame, before this returns. */
  accept(connection: Link): void;
  /** Called once where `delayMs` is not 0: the wait is over, before `accept`, or the client has left. */
  waited(): void;
  /** The request is no handshake that the transport knows, and is answered with the step's HTTP status; instead of `accept`. */
  reject(step: HandshakeStep, detail: string): void;
}

/** Whoever decides about knocks. Undefined: nobody speaks on this path. */
export type Acceptor = (knock: Knock) => Welcome | undefined;

/** Owns what the engine asks of a wire protocol: frames in, commands out, and back. */
import type { RefusalCode } from "../contract/codes.ts";
import type { Session } from "./session.ts";

/** A message on its way out. `wire` holds its frames, one a dialect, made when first needed. */
export interface OutgoingMessage {
  readonly topic: string;
  /** The JSON value as text, exactly as the publisher wrote it. */
  readonly json: string;
  /** The publisher's own bytes, when they are a whole frame payload of `dialect` already. */
  readonly payload: { readonly dialect: Dialect; readonly bytes: Uint8Array } | null;
}

/** One wire protocol. */
export interface Dialect {
  readonly name: string;
  /** A text frame of an open session. Never throws for what a client sent. */
  receive(session: Session, payload: Uint8Array): void;
  /** A whole wire frame for this message. */
  encode(message: OutgoingMessage): Uint8Array;
  /** A whole wire frame that tells the client of a refusal; null when it is not told (M6). */
  encodeRefusal(session: Session, code: RefusalCode, text: string, topic: string | null): Uint8Array | null;
}

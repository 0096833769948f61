/** Owns what the engine asks of a wire protocol: frames in, commands out, and back. */
import type { RefusalCode } from "../contract/codes.ts";
import type { Message } from "../topics/message.ts";
import type { Session } from "./session.ts";

/** One wire protocol. */
export interface Dialect {
  readonly name: string;
  /** A text frame of an open session. Never throws for what a client sent. */
  receive(session: Session, payload: Uint8Array): void;
  /** A whole wire frame for this message. */
  encode(message: Message): Uint8Array;
  /** A whole wire frame that tells the client of a refusal; null when it is not told (M6). */
  encodeRefusal(session: Session, code: RefusalCode, text: string, topic: string | null): Uint8Array | null;
}

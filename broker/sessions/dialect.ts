/** Owns what the engine asks of a wire protocol: frames in, commands out, and back. */
import type { RefusalCode } from "../contract/codes.ts";
import type { Knock, Link } from "../ports/link.ts";
import type { Wire } from "../ports/wire.ts";
import type { Matched } from "../routing/subscription.ts";
import type { Message } from "../topics/message.ts";
import type { Stay } from "./away-session.ts";
import type { Frame } from "./frame.ts";
import type { Session } from "./session.ts";

/** One wire protocol. */
export interface Dialect {
  readonly name: string;
  /** How its transport writes: a dialect that is spoken over two kinds of transport is two. */
  readonly wire: Wire;
  /** Its clients send bytes as well; where not, they are refused before the dialect sees them. */
  readonly takesBytes?: true;
  /** X4: how a session is told that it lost subscriptions; null where it is closed instead, as in a protocol without such a frame. */
  readonly narrowing: Narrowing | null;
  /** Q5: sessions act as their token's subject, and end when the token gets another. */
  readonly isSubjectBound: boolean;
  /** The session stands and has its slot: the dialect greets, if it does. */
  opened?(session: Session): void;
  /** The session has ended, however; it hears nothing any more. Called once, before its transport is gone. */
  ended?(session: Session): void;
  /** The transport takes frames again after it stood still; what was dropped meanwhile is counted in its queue (M8). */
  resumed?(session: Session): void;
  /** A frame of an open session, within its rate. What it throws is answered as `internal` (Z1). */
  receive(session: Session, payload: Uint8Array, isText: boolean): void;
  /** M22: its clients hear what they publish themselves, where they subscribe to it without No Local. */
  readonly hearsOwn?: true;
  /**
   * M20: hands the session a message that a subscription with options brings, by a call of its own instead of the frame for all. `row` is for
   * `Session.sayMessage`. False: nothing was queued.
   */
  take?(session: Session, message: Message, matched: Matched, row: number | undefined): boolean;
  /** M23: the session takes more at once. Without it: its queue does not wait for its transport. */
  hasRoom?(session: Session): boolean;
  /** M24: the session outlives its connection, which ends now; it still holds its filters. null: it does not. */
  stays?(session: Session): Stay | null;
  /** M25: frames of the session were dropped (M8) or discarded (R5, X4). It says nothing here: `resumed` comes where the session goes on. */
  framesLost?(session: Session, frames: readonly Frame[]): void;
  /** What its clients are told of this message, as text or the bytes of its UTF-8; null when they do not hear it. */
  encode(message: Message): string | Uint8Array | null;
  /** What the client is told of a refusal; null when it is not (M6). */
  encodeRefusal(session: Session, code: RefusalCode, text: string, topic: string | null): string | null;
}

/** X4: taking subscriptions from a session that stays. */
export interface Narrowing {
  /** The filters are no longer the session's. */
  lost(session: Session, filters: readonly string[]): void;
}

/** Where a dialect is knocked at. */
export interface Doorway {
  /** How links that arrive here are written to. */
  readonly wire: Wire;
  /** What the console tells of it: the dialect's name, its path as clients are told it, and whether a client without a token may knock. */
  readonly told: { readonly name: string; readonly path: string; readonly anonymous: boolean };
  /** C8: its clients say who they are in a frame, and an address that failed waits then instead of at the handshake. */
  readonly waitsInFrame?: true;
  /** Takes over a connection that arrived at this path (without query) and gives it its handler or its last frame at once; undefined: nobody speaks there. */
  at(path: string): ((knock: Knock, link: Link) => void) | undefined;
}

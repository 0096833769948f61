/** Owns what a captured row is made of. */
import type { DIRECT_FAILURES } from "../contract/codes.ts";
import type { DoorEntry, Refusal } from "../contract/nouns.ts";
import type { DirectAct } from "../contract/traffic.ts";
import type { EndedBy } from "../sessions/session.ts";
import type { SessionCard } from "../sessions/session-card.ts";
import type { Message } from "../topics/message.ts";

/** A refused frame, with as much of its text as is kept. */
export interface RefusedFrame {
  readonly refusal: Refusal;
  readonly text: string;
}

/** What was sent to whom it names, past all topics, or a client's answer to a question (Q9, Q11). */
export interface DirectSend {
  readonly act: DirectAct;
  /** A subject's own topic, a connection's id, `everybody`; of an answer `operator`. */
  readonly to: string;
  /** JSON. */
  readonly text: string;
  /** Null: it was queued for whoever of them was online. */
  readonly failed: keyof typeof DIRECT_FAILURES | null;
}

/** A message is the very object that was delivered and remembered; a refused handshake is its entry in the door log. */
export type RowSubject = Message | RefusedFrame | DirectSend | DoorEntry;

/** What a row is, and where it came from: a client's message, the operator's, an automatic reply, another node's, a refused frame, a refused handshake, what was sent past all topics. */
export const ROW_KINDS = ["in", "operator", "reply", "node", "refused", "door", "direct"] as const;
export type RowKind = (typeof ROW_KINDS)[number];

/** Everybody in a route at the moment of a publish, its publisher included. Rows of one chunk share it. */
export interface Audience {
  readonly cards: readonly SessionCard[];
}

/** What few messages have: recipients that are not its whole audience, and an automatic reply's rule. */
export interface Apart {
  /** Dialects in which the message is not said. */
  readonly unsaidIn: readonly string[];
  /** Its publisher is among the recipients. */
  readonly hearsItself: boolean;
  /** Its publisher hears what it publishes, and not this. */
  readonly notItself: boolean;
  /** The rule whose reply it is and the token in whose name it went, as they were called then; null for everything else. */
  readonly reply: { readonly ruleName: string; readonly tokenName: string | null } | null;
}

/** How a session ended, or lost filters, as far as its undelivered frames are concerned. */
export interface Ending {
  readonly card: SessionCard;
  /** Null: it stays, with fewer filters. */
  readonly code: number | null;
  readonly reason: string;
  readonly by: EndedBy;
  /** Revision of the policy at its end: that of the edit that closed it. */
  readonly revision: number;
}

/** Who a message may reach: an open session, the session of a client that is away, or another node (M20). */
import type { Matched } from "../routing/subscription.ts";
import type { Message } from "../topics/message.ts";
import type { AwaySession } from "./away-session.ts";
import type { Session } from "./session.ts";

/** A node that has readers of its own. All its subscriptions have options, so that a message is handed to it by its own call. */
export interface NodeReader {
  readonly kind: "node";
  routeMark: number;
  readonly isElsewhere: true;
  /** Whom the message reaches there, that node counts. */
  take(message: Message, matched: Matched): void;
}

/** A reader that is a client's. */
export type ClientReader = Session | AwaySession;

/**
 * A message reaches a reader by the frame that its dialect makes once for all recipients, or by `take` where one of its subscriptions that match has
 * options and its dialect takes messages so.
 */
export type Reader = ClientReader | NodeReader;

/** A member of a shared group, which a message goes to in its turn (M23). */
export interface SharedPick {
  readonly member: Reader;
  readonly matched: Matched;
}

export const isClient = (reader: Reader): reader is ClientReader => reader.kind !== "node";
export const isSession = (reader: Reader): reader is Session => reader.kind === "session";

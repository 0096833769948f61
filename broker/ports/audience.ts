/** Owns the Audience port: speaking to clients that are subjects, whatever they are subscribed to. */
import type { Subject } from "../contract/nouns.ts";

/** `json` is any JSON text; answers count the connections that it was queued for. */
export interface Audience {
  /** Everybody who has authenticated. */
  broadcast(json: string): number;
  /** Every connection of the subject. */
  sendToUser(subject: Subject, json: string): number;
  /** False: there is no such connection, or its protocol has no messages of this kind. */
  sendToConnection(connectionId: string, json: string): boolean;
  /** The same two with a frame that is sent as it is. `json` is the text of an object. */
  sendEventToUser(subject: Subject, json: string): number;
  sendEventToConnection(connectionId: string, json: string): boolean;
  /** The next custom message of the subject with these fields at its top level, as JSON text; null when `timeoutMs` are over. */
  waitForEvent(subject: Subject, match: Readonly<Record<string, unknown>>, timeoutMs: number): Promise<string | null>;
  /** Waits of that kind that are not over. */
  readonly openWaits: number;
  /** Tells every connection of the subject that it will be closed; answers their ids. Closing them is the caller's. */
  announceDisconnect(subject: Subject, reason: string): readonly string[];
  /** The first answer of any connection of the subject, as JSON text; null when it is offline, goes offline, or `timeoutMs` are over. */
  request(subject: Subject, json: string, timeoutMs: number): Promise<string | null>;
  /** Questions that wait for an answer. */
  readonly openQuestions: number;
  /** What the subject's clients stored about it (Q7): JSON texts by key. */
  metaOf(subject: Subject): ReadonlyMap<string, string>;
}

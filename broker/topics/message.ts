/** Owns the value of one published message: made once, delivered, remembered and captured as the same object. */

/** What a publisher says of its message. */
export interface MessageDraft {
  readonly topic: string;
  /** The JSON value as text, exactly as the publisher wrote it. */
  readonly json: string;
  /** The publisher's own bytes, when they are a whole frame payload of `dialect` already. */
  readonly payload: { readonly dialect: object; readonly bytes: Uint8Array } | null;
  /** The message's id, where the publisher gave one (P5). */
  readonly id?: string | null;
  /** Who the publisher says it is, in dialects where a client names itself (P1). */
  readonly clientId?: string | null;
}

export interface Message extends MessageDraft {
  /** Counts the messages of this engine since its start. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly id: string | null;
  readonly clientId: string | null;
  /** null when the operator published it, or another node. */
  readonly connectionId: string | null;
  readonly tokenId: string | null;
  /** Taken away after the delivery: whoever remembers the message must not hold the socket's buffer with it. */
  payload: MessageDraft["payload"];
}

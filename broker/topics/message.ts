/** Owns the value of one published message: made once, delivered, remembered and captured as the same object. */
import type { MessageForm } from "../contract/nouns.ts";
import { bytesOf, type Content, formOf, jsonOf, sizeOf } from "./content.ts";
import type { MessageOrigin } from "./message-origin.ts";

/** What a publisher says of its message. */
export interface MessageDraft {
  readonly topic: string;
  readonly content: Content;
  /** The publisher's own bytes, when they are a whole frame payload of `dialect` already. */
  readonly payload: { readonly dialect: object; readonly bytes: Uint8Array } | null;
  /** The message's id, where the publisher gave one (P5). */
  readonly id?: string | null;
  /** Who the publisher says it is, in dialects where a client names itself (P1). */
  readonly clientId?: string | null;
}

export class Message {
  /** The order of the messages of the engine that accepted it; goes on after a restart. */
  readonly number: number;
  readonly topic: string;
  readonly content: Content;
  /** The id that its publisher gave it; a view asks for `id`. */
  readonly givenId: string | null;
  readonly clientId: string | null;
  /** null when the operator published it. */
  readonly connectionId: string | null;
  readonly tokenId: string | null;
  /** Taken away after the delivery: whoever remembers the message must not hold the socket's buffer with it. */
  payload: MessageDraft["payload"];
  private readonly origin: MessageOrigin;
  /** Milliseconds after the origin's start, before it when negative: a small integer costs the collector nothing, a point in time is an object of its own. */
  private readonly atOffset: number;

  constructor(
    origin: MessageOrigin,
    number: number,
    at: number,
    /** As its record spells it: the draft's was cut out of a frame, which must not be kept with it. */
    topic: string,
    draft: Omit<MessageDraft, "topic">,
    connectionId: string | null,
    tokenId: string | null,
  ) {
    this.number = number;
    this.atOffset = at - origin.since;
    this.topic = topic;
    this.content = draft.content;
    this.givenId = draft.id ?? null;
    this.clientId = draft.clientId ?? null;
    this.connectionId = connectionId;
    this.tokenId = tokenId;
    this.payload = draft.payload;
    this.origin = origin;
  }

  /** The JSON value as text (M11). */
  get json(): string {
    const { content } = this;
    return typeof content === "string" ? content : jsonOf(content);
  }

  /** The published bytes (M12, O26). */
  get bytes(): Uint8Array {
    return bytesOf(this.content);
  }

  get form(): MessageForm {
    return formOf(this.content);
  }

  /** Bytes of what came. */
  get size(): number {
    return sizeOf(this.content);
  }

  /** Epoch milliseconds. */
  get at(): number {
    return this.origin.since + this.atOffset;
  }

  /** The publisher's id, or a UUID that follows from when and where the message was made: the same live, in history and after a restart. */
  get id(): string {
    return this.givenId ?? this.origin.idOf(this.number, this.at);
  }
}

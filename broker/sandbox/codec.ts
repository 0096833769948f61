/** Owns what a simulated client must know of a wire protocol. */

/** Who the client is and what it wants to hear. */
export interface ClientWish {
  /** null: it comes without a token. */
  readonly secret: string | null;
  readonly filters: readonly string[];
  /** The name that a person gave it, for dialects where a client names itself. */
  readonly name: string;
  /** Messages of the past that it asks for with each filter, in dialects that replay. */
  readonly lastN?: number | undefined;
}

export interface ClientHello {
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly subprotocols: readonly string[];
}

/** What a frame of the broker means to the client. */
export type Heard =
  /** `json` is the message's JSON text, digits kept. */
  | { readonly kind: "message"; readonly topic: string; readonly json: string }
  /** From now on the session stands: it is authenticated, and subscribed to what was asked for. */
  | { readonly kind: "standing" }
  /** A frame of ours was refused. */
  | { readonly kind: "refusal"; readonly code: string; readonly message: string }
  /** The broker asks for frames: a challenge, a ping. */
  | { readonly kind: "asks"; readonly answers: readonly string[] }
  | { readonly kind: "other" };

/**
 * One wire protocol from the client's side. A new dialect is one file in `codecs/` and one line in `codecs.ts`; nothing else in the sandbox
 * knows dialects. Codecs are pure: what a client must remember between frames is in the frames' own fields.
 */
export interface ClientCodec {
  /** As `Dialect.name` on the broker's side. */
  readonly name: string;
  /** The session stands as soon as the socket is open; false: `hear` says when. */
  readonly standsOnOpen: boolean;
  hello(wish: ClientWish): ClientHello;
  /** Frames that the client sends once the socket is open: authenticate, subscribe. */
  greeting(wish: ClientWish): readonly string[];
  /** The frame that publishes; `json` is one JSON value as text. */
  publish(topic: string, json: string, wish: ClientWish): string;
  /** `wish`: what the client asked for, where frames do not name their topic. */
  hear(text: string, wish?: ClientWish): Heard;
}

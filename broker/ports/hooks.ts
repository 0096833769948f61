/** The Hooks port: the moments at which a program around the engine has a say about clients. */

/** A client whose token may connect, before it is let in. */
export interface ConnectingClient {
  readonly tokenId: string;
  /** The protocol that it speaks. */
  readonly dialect: string;
  /** Whom the token speaks for; null where it says nothing of that. */
  readonly subject: { readonly userType: string; readonly userId: string } | null;
  /** `host:port` */
  readonly address: string;
}

/** A realtime client that has said who it is. The same object at each of its moments. */
export interface RealtimeClient {
  readonly connectionId: string;
  readonly tokenId: string;
  /** The subject that it acts as (Q5). */
  readonly userType: string;
  readonly userId: string;
  /** What people call it, where its token says so. */
  readonly username?: string | undefined;
  /** `host:port` */
  readonly address: string;
}

/** A frame for the client: any JSON object. */
export type HookReply = Readonly<Record<string, unknown>>;

/**
 * Every hook may be left out. A hook that throws, or whose promise rejects, is logged and ends no connection; for `canConnect` and
 * `canSubscribe` it counts as no. While a promise of `canConnect`, `message` or `canSubscribe` is open, later frames of that client wait for it, and
 * nobody else does.
 */
export interface Hooks {
  /**
   * Asked of clients of every protocol whose token may connect, besides the permissions and before a slot is counted; false rejects the client (4003). After
   * a promise the client is judged again by the policy of that moment (C11).
   */
  canConnect?(client: ConnectingClient): boolean | Promise<boolean>;
  /** The client has authenticated and is subscribed to its own topic; called before it is told so. Nobody waits for a promise. */
  connected?(client: RealtimeClient): void | Promise<void>;
  /** The connection has ended, however. */
  disconnected?(client: RealtimeClient, end: { readonly code: number; readonly reason: string }): void | Promise<void>;
  /**
   * A custom message that neither the protocol nor an auto-reply rule answered. An object is sent back, null sends nothing, undefined says
   * that the kind is unknown, and the client gets `Unsupported message type`. `json` is the frame as the client wrote it: in `message` its numbers
   * are JavaScript's, which rounds long ones. An answer keeps the digits of `JSON.rawJSON("1724442618569203714")`.
   */
  message?(
    client: RealtimeClient,
    message: Readonly<Record<string, unknown>>,
    json: string,
  ): HookReply | null | undefined | Promise<HookReply | null | undefined>;
  /** Asked besides the permissions, never instead of them; false refuses the topic. Not asked for the client's own topic. */
  canSubscribe?(client: RealtimeClient, topic: string): boolean | Promise<boolean>;
}

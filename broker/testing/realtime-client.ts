/** Owns a client of the realtime dialect for tests: it says who it is when it is told to, and takes what it hears one by one. */
import { WebSocket } from "ws";
import type { EngineUnderTest } from "./engine-harness.ts";

/** Any frame, as a stranger's client would read it. */
// biome-ignore lint/suspicious/noExplicitAny: tests read frames of every shape.
export type Frame = any;

export class RealtimeClient {
  readonly socket: WebSocket;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  private readonly heard: string[] = [];
  private wake: (() => void) | null = null;
  private end: { readonly code: number; readonly reason: string } | null = null;

  /** `origin` as in `ws://127.0.0.1:8001`. */
  constructor(origin: string, path = "/ws/realtime/") {
    this.socket = new WebSocket(`${origin}${path}`);
    this.socket.on("error", () => undefined);
    this.socket.on("message", (data) => {
      this.heard.push(data.toString());
      this.wake?.();
    });
    this.closed = new Promise((resolve) => {
      this.socket.on("close", (code, reason) => {
        this.end = { code, reason: reason.toString() };
        this.wake?.();
        resolve(this.end);
      });
    });
  }

  /** A text that is no string is sent as its JSON. */
  send(frame: unknown): void {
    this.socket.send(typeof frame === "string" || frame instanceof Uint8Array ? frame : JSON.stringify(frame));
  }

  /** The next frame's text. @throws Error when the socket has closed before */
  async nextText(): Promise<string> {
    while (this.heard.length === 0) {
      if (this.end !== null) throw new Error(`closed with ${this.end.code} ${this.end.reason}`);
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
    return this.heard.shift() ?? "";
  }

  async next(): Promise<Frame> {
    return JSON.parse(await this.nextText());
  }

  /** Sends a frame and answers the next one that comes. */
  async ask(frame: unknown): Promise<Frame> {
    this.send(frame);
    return this.next();
  }

  /** Frames that have come so far, taken. */
  takeAll(): Frame[] {
    return this.heard.splice(0).map((text) => JSON.parse(text));
  }
}

/** A stranger who has been asked who it is. */
export async function stranger(stand: EngineUnderTest, path?: string): Promise<RealtimeClient> {
  const client = new RealtimeClient(stand.engine.broker.replace(/\/ws\/.*$/, ""), path);
  stand.cleanUp(() => client.socket.terminate());
  await client.next();
  return client;
}

/** A client that has authenticated, with the answer that it got. */
export async function authenticated(
  stand: EngineUnderTest,
  secret: string,
): Promise<{ readonly client: RealtimeClient; readonly welcome: Frame }> {
  const client = await stranger(stand);
  const welcome = await client.ask({ type: "authenticate", token: secret });
  if (welcome.type !== "auth_success") throw new Error(JSON.stringify(welcome));
  return { client, welcome };
}

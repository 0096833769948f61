/** Owns a WebSocket client for tests: speaks the broker dialect as a stranger would, and remembers what it saw. */
import { WebSocket } from "ws";

export interface ClientOptions {
  readonly secret?: string | undefined;
  /** `Authorization` as given, instead of `Token <secret>`. */
  readonly authorization?: string;
  readonly filters?: readonly string[];
  readonly path?: string;
  readonly protocols?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Closed {
  readonly code: number;
  readonly reason: string;
  /** `performance.now()` of this process. */
  readonly at: number;
}

/** One client. `closed` resolves when its socket has gone. */
export class BrokerClient {
  readonly socket: WebSocket;
  readonly texts: string[] = [];
  readonly closed: Promise<Closed>;
  readonly opened: Promise<void>;
  end: Closed | null = null;
  private readonly waiting = new Set<() => void>();

  constructor(origin: string, options: ClientOptions = {}) {
    const { secret, authorization, filters, path = "/ws/brocker/", protocols = [], headers = {} } = options;
    const credentials: Record<string, string> = {};
    if (authorization !== undefined) credentials.authorization = authorization;
    else if (secret !== undefined) credentials.authorization = `Token ${secret}`;
    if (filters !== undefined) credentials.tag = filters.join(",");
    this.socket = new WebSocket(`${origin}${path}`, [...protocols], { headers: { ...credentials, ...headers } });
    this.opened = new Promise((resolve, reject) => {
      this.socket.once("open", () => resolve());
      this.socket.once("error", reject);
    });
    this.opened.catch(() => undefined);
    this.closed = new Promise((resolve) => {
      this.socket.on("close", (code, reason) => {
        this.end = { code, reason: reason.toString(), at: performance.now() };
        this.wake();
        resolve(this.end);
      });
    });
    this.socket.on("error", () => undefined);
    this.socket.on("message", (data) => {
      this.texts.push(data.toString());
      this.wake();
    });
  }

  /** Messages as parsed JSON. */
  get messages(): { tag: string; message: unknown }[] {
    return this.texts.map((text) => JSON.parse(text));
  }

  publish(tag: string, message: unknown): void {
    this.socket.send(JSON.stringify({ tag, message }));
  }

  send(frame: string | Uint8Array): void {
    this.socket.send(frame);
  }

  /** Resolves when so many messages have come; rejects when the socket ends before. */
  async received(count: number): Promise<void> {
    await this.until(() => this.texts.length >= count, `${count} messages`);
  }

  private async until(done: () => boolean, what: string): Promise<void> {
    while (!done()) {
      if (this.end !== null)
        throw new Error(`closed with ${this.end.code} ${this.end.reason} while waiting for ${what}`);
      await new Promise<void>((resolve) => this.waiting.add(resolve));
    }
  }

  private wake(): void {
    for (const resolve of [...this.waiting]) resolve();
    this.waiting.clear();
  }
}

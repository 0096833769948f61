/** Owns one member of the demo house: a real socket that reports when it is closed and comes back with a longer pause each time. */
import WebSocket from "ws";

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

export interface HouseClientOptions {
  readonly name: string;
  readonly broker: string;
  readonly secret: string;
  readonly filters: readonly string[];
  readonly say: (line: string) => void;
}

export class HouseClient {
  readonly #options: HouseClientOptions;
  #socket: WebSocket | undefined;
  #retry: NodeJS.Timeout | undefined;
  #pauseMs = FIRST_PAUSE_MS;
  #stopped = false;

  constructor(options: HouseClientOptions) {
    this.#options = options;
  }

  start(): void {
    const { broker, secret, filters, name, say } = this.#options;
    const socket = new WebSocket(broker, {
      headers: { Authorization: `Token ${secret}`, Tag: filters.join(","), "User-Agent": `demo ${name}` },
    });
    this.#socket = socket;
    // A refused handshake is accepted and then closed with its reason (C4): only a message proves that we are in.
    socket.on("message", () => {
      this.#pauseMs = FIRST_PAUSE_MS;
    });
    socket.on("error", (error) => say(`${name}: ${error.message}`));
    socket.on("close", (code, reason) => this.#closed(code, reason.toString("utf8")));
  }

  /** Does nothing while there is no connection: a device that lost its broker measures on. */
  publish(topic: string, message: unknown): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify({ tag: topic, message }));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#retry);
    this.#socket?.close(1000);
  }

  #closed(code: number, reason: string): void {
    if (this.#stopped) return;
    const { name, say } = this.#options;
    say(`${name}: closed ${code}${reason === "" ? "" : ` ${reason}`}; tries again in ${this.#pauseMs / 1000} s`);
    this.#retry = setTimeout(() => this.start(), this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, LONGEST_PAUSE_MS);
  }
}

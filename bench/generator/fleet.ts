/** Owns many real connections that change at a steady pace: some leave and come again, the others publish. */
import { WebSocket } from "ws";
import { secretOf } from "../wire/bench-policy.ts";
import { topicOf } from "../wire/payload.ts";
import type { PageJob } from "./job.ts";

const OPENED_AT_ONCE = 50;
const TICK_MS = 50;
/** Of four changes one is a leaving, one a coming, two are messages. */
const KINDS = ["leave", "come", "speak", "speak"] as const;

export class Fleet {
  /** Changes that were made since the start. */
  changes = 0;
  /** Connections that were closed from the other side: the figures would not count. */
  lost = 0;
  readonly #job: PageJob;
  readonly #sockets: WebSocket[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isClosing = false;

  constructor(job: PageJob) {
    this.#job = job;
  }

  async open(): Promise<void> {
    const { connections } = this.#job;
    while (this.#sockets.length < connections) {
      const size = Math.min(OPENED_AT_ONCE, connections - this.#sockets.length);
      await Promise.all(Array.from({ length: size }, () => this.#come()));
    }
  }

  /** Until `rest`. */
  change(perSecond: number): void {
    let owed = 0;
    this.#timer = setInterval(() => {
      owed += (perSecond * TICK_MS) / 1000;
      for (; owed >= 1; owed--) this.#changeOne();
    }, TICK_MS);
  }

  rest(): void {
    clearInterval(this.#timer);
  }

  close(): void {
    this.#isClosing = true;
    this.rest();
    for (const socket of this.#sockets) socket.terminate();
  }

  #changeOne(): void {
    const kind = KINDS[this.changes % KINDS.length];
    this.changes++;
    if (kind === "come") {
      this.#come().catch(() => this.lost++);
      return;
    }
    const [socket] =
      kind === "leave" ? this.#sockets.splice(0, 1) : [this.#sockets[this.changes % this.#sockets.length]];
    if (kind === "leave") {
      socket?.removeAllListeners("close");
      socket?.close(1000);
    } else if (socket?.readyState === WebSocket.OPEN) {
      socket.send(JSON.stringify({ tag: topicOf(this.changes % 100), message: this.changes }));
    }
  }

  #come(): Promise<void> {
    const { host, port, tokens } = this.#job;
    const index = this.#sockets.length;
    const socket = new WebSocket(`ws://${host}:${port}/ws/brocker/`, {
      perMessageDeflate: false,
      headers: { Authorization: `Token ${secretOf(index % tokens)}`, Tag: topicOf(index) },
    });
    this.#sockets.push(socket);
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve());
      socket.once("error", reject);
      socket.once("close", () => {
        if (!this.#isClosing) this.lost++;
      });
    });
  }
}

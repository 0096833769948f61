/** A client that publishes to another one at a fixed pace, in a thread of its own, and knows how late the latest message was. */
import { once } from "node:events";
import { performance } from "node:perf_hooks";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { WebSocket } from "ws";

const PACE_MS = 2;

export interface ProbeTarget {
  readonly url: string;
  readonly publisher: string;
  readonly subscriber: string;
  readonly topic: string;
}

export class Probe {
  readonly #worker: Worker;

  private constructor(worker: Worker) {
    this.#worker = worker;
  }

  static async open(target: ProbeTarget): Promise<Probe> {
    const worker = new Worker(new URL(import.meta.url), { workerData: target });
    await once(worker, "message");
    return new Probe(worker);
  }

  /** Most milliseconds that a message was under way, or was not answered yet, since the call before. */
  async longestMs(): Promise<number> {
    this.#worker.postMessage("read");
    const [longest] = await once(this.#worker, "message");
    return longest;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

async function opened({ url, topic }: ProbeTarget, secret: string): Promise<WebSocket> {
  const socket = new WebSocket(url, { headers: { authorization: `Token ${secret}`, tag: topic } });
  await once(socket, "open");
  return socket;
}

/** What the thread does. */
async function run(target: ProbeTarget): Promise<void> {
  const subscriber = await opened(target, target.subscriber);
  const publisher = await opened(target, target.publisher);
  const begun = performance.now();
  let sent = 0;
  let heard = 0;
  let longest = 0;
  const due = (number: number) => begun + number * PACE_MS;
  subscriber.on("message", (data) => {
    const { message } = JSON.parse(String(data));
    longest = Math.max(longest, performance.now() - due(message));
    heard = message + 1;
  });
  setInterval(() => {
    for (const now = performance.now(); due(sent) <= now; sent++) {
      publisher.send(JSON.stringify({ tag: target.topic, message: sent }));
    }
  }, PACE_MS);
  parentPort?.on("message", () => {
    const waiting = heard < sent ? performance.now() - due(heard) : 0;
    parentPort?.postMessage(Math.max(longest, waiting));
    longest = 0;
  });
  parentPort?.postMessage("ready");
}

if (!isMainThread && workerData !== null) await run(workerData);

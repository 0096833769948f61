/** Owns reading a test client's JSON frames one after another, as a program that waits for each answer does. */
import type { BrokerClient } from "./broker-client.ts";

// biome-ignore lint/suspicious/noExplicitAny: tests read frames of every shape, as a script would.
export type Frame = any;

export class FrameReader {
  readonly client: BrokerClient;
  private read = 0;

  constructor(client: BrokerClient) {
    this.client = client;
  }

  /** The next frame; rejects when the socket ends before one comes. */
  async next(): Promise<Frame> {
    await this.client.received(this.read + 1);
    return JSON.parse(this.client.texts[this.read++] ?? "");
  }

  async take(count: number): Promise<Frame[]> {
    const frames: Frame[] = [];
    while (frames.length < count) frames.push(await this.next());
    return frames;
  }

  say(frame: unknown): void {
    this.client.send(JSON.stringify(frame));
  }

  /** Sends a frame and answers what comes next. */
  ask(frame: unknown): Promise<Frame> {
    this.say(frame);
    return this.next();
  }
}

/** Owns the frames of messages that are heard again: made once for all who join at about the same time (P7). */
import { LIMITS } from "../../contract/limits.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Message } from "../../topics/message.ts";
import type { Topics } from "../../topics/topics.ts";
import type { PubSubFrames } from "./frames.ts";

export class Replay {
  private readonly clock: Clock;
  private readonly topics: Topics;
  private readonly frames: PubSubFrames;
  private readonly made = new Map<Message, Uint8Array>();
  private timer: Timer | null = null;

  constructor(clock: Clock, topics: Topics, frames: PubSubFrames) {
    this.clock = clock;
    this.topics = topics;
    this.frames = frames;
  }

  /** The last `count` messages of the topic, or of all topics that the filter matches: oldest first, in the order of time. */
  last(filter: string, count: number, isHidden: (topic: string) => boolean): Uint8Array[] {
    return count === 0 ? [] : this.topics.last(filter, count, isHidden).map((message) => this.frameOf(message));
  }

  close(): void {
    this.timer?.cancel();
    this.timer = null;
    this.made.clear();
  }

  private frameOf(message: Message): Uint8Array {
    const known = this.made.get(message);
    if (known !== undefined) return known;
    const frame = this.frames.replayed(message);
    this.made.set(message, frame);
    this.timer ??= this.clock.after(LIMITS.replayKeptMs, () => this.close());
    return frame;
  }
}

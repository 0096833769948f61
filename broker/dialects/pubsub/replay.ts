/** Owns the frames of messages that are heard again: made once for all who join at about the same time (P7). */
import { LIMITS } from "../../contract/limits.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Wire } from "../../ports/wire.ts";
import type { Frame } from "../../sessions/frame.ts";
import type { Message } from "../../topics/message.ts";
import type { Topics } from "../../topics/topics.ts";
import type { PubSubFrames } from "./frames.ts";

export class Replay {
  private readonly clock: Clock;
  private readonly topics: Topics;
  private readonly frames: PubSubFrames;
  private readonly wire: Wire;
  private readonly made = new Map<Message, Frame>();
  private madeBytes = 0;
  private timer: Timer | null = null;

  constructor(clock: Clock, topics: Topics, frames: PubSubFrames, wire: Wire) {
    this.wire = wire;
    this.clock = clock;
    this.topics = topics;
    this.frames = frames;
  }

  /**
   * The last `count` messages of the topic, or of all topics that the filter matches, as many of them as a reader's queue has room for: oldest first, in the
   * order of time.
   */
  last(filter: string, count: number, isHidden: (topic: string) => boolean): Frame[] {
    if (count === 0) return [];
    const frames: Frame[] = [];
    let room: number = LIMITS.replayQueueBytes;
    for (const message of this.topics.last(filter, count, isHidden).reverse()) {
      // Weighed before it is made: a frame that has no room is not worth its making.
      room -= message.json.length;
      if (room < 0 && frames.length > 0) break;
      frames.push(this.frameOf(message));
    }
    return frames.reverse();
  }

  close(): void {
    this.timer?.cancel();
    this.timer = null;
    this.made.clear();
    this.madeBytes = 0;
  }

  private frameOf(message: Message): Frame {
    const known = this.made.get(message);
    if (known !== undefined) return known;
    const frame: Frame = this.wire.frame(this.frames.replayed(message));
    frame.topic = message.topic;
    if (this.madeBytes + frame.byteLength > LIMITS.replayKeptBytes) return frame;
    this.made.set(message, frame);
    this.madeBytes += frame.byteLength;
    this.timer ??= this.clock.after(LIMITS.replayKeptMs, () => this.close());
    return frame;
  }
}

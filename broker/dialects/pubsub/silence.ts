/** Owns telling a silent connection that it still stands (P10). */
import type { Policy } from "../../access/policy.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Session } from "../../sessions/session.ts";
import { clientOf } from "./client.ts";
import type { PubSubFrames } from "./frames.ts";

/** How finely silence is measured: one timer looks at all, instead of a timer each. */
const LOOK_MS = 1000;

export class Silence {
  private readonly clock: Clock;
  private readonly policy: Policy;
  private readonly frames: PubSubFrames;
  private readonly sessions: Iterable<Session>;
  private timer: Timer | null = null;

  constructor(clock: Clock, policy: Policy, frames: PubSubFrames, sessions: Iterable<Session>) {
    this.clock = clock;
    this.policy = policy;
    this.frames = frames;
    this.sessions = sessions;
  }

  start(): void {
    this.timer ??= this.clock.every(LOOK_MS, () => this.look());
  }

  close(): void {
    this.timer?.cancel();
    this.timer = null;
  }

  private look(): void {
    const silenceMs = this.policy.current.settings.silenceInfoSeconds * 1000;
    if (silenceMs === 0) return;
    const now = this.clock.elapsed();
    let frame: Uint8Array | null = null;
    for (const session of this.sessions) {
      const client = clientOf(session);
      if (client === null) continue;
      const frames = session.messagesIn + session.outbound.messages;
      if (frames !== client.framesThen) {
        client.framesThen = frames;
        client.quietSince = now;
      } else if (now - client.quietSince >= silenceMs) {
        // Its own frame is no end of the silence: the next one comes when as much time has gone by again.
        client.framesThen++;
        client.quietSince = now;
        frame ??= session.dialect.wire.frame(this.frames.info("ping"));
        session.deliver(frame);
      }
    }
  }
}

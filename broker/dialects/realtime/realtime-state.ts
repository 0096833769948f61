/** Owns what the realtime dialect remembers of one session. */
import type { Subject } from "../../contract/nouns.ts";
import type { RealtimeClient } from "../../ports/hooks.ts";
import type { Session } from "../../sessions/session.ts";
import type { FrameLine } from "../frame-line.ts";

export class RealtimeState {
  /** Whom the session acts as, for all its life (Q5). */
  readonly subject: Subject;
  readonly ownTopic: string;
  /** The session as hooks see it. */
  readonly client: RealtimeClient;
  readonly line: FrameLine;

  constructor(subject: Subject, ownTopic: string, client: RealtimeClient, line: FrameLine) {
    this.subject = subject;
    this.ownTopic = ownTopic;
    this.client = client;
    this.line = line;
  }

  /** @throws Error for a session of another dialect, which is a bug */
  static of({ dialectState, id }: Session): RealtimeState {
    if (dialectState instanceof RealtimeState) return dialectState;
    throw new Error(`session ${id} speaks no realtime`);
  }
}

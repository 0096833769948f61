/** Owns speaking to realtime clients by who they are (Q9 to Q11). */
import type { Subject } from "../../contract/nouns.ts";
import type { Audience } from "../../ports/audience.ts";
import type { Clock } from "../../ports/clock.ts";
import { type Presence, REALTIME_PLACE } from "../../presence/presence.ts";
import type { SessionRegistry } from "../../sessions/registry.ts";
import type { Session } from "../../sessions/session.ts";
import * as frames from "./frames.ts";
import type { Questions } from "./questions.ts";
import { RealtimeState } from "./realtime-state.ts";
import type { SubjectMeta } from "./subject-meta.ts";

export interface AudienceRooms {
  readonly clock: Clock;
  readonly presence: Presence<Session>;
  readonly registry: SessionRegistry;
  readonly questions: Questions;
  readonly meta: SubjectMeta;
}

export class RealtimeAudience implements Audience {
  private readonly rooms: AudienceRooms;

  constructor(rooms: AudienceRooms) {
    this.rooms = rooms;
  }

  get openQuestions(): number {
    return this.rooms.questions.size;
  }

  broadcast(json: string): number {
    const frame = this.message(json);
    let count = 0;
    for (const { sessions } of [...this.rooms.presence.at(REALTIME_PLACE).online()])
      count += this.send(sessions, frame);
    return count;
  }

  sendToUser(subject: Subject, json: string): number {
    return this.send(this.sessionsOf(subject), this.message(json));
  }

  sendToConnection(connectionId: string, json: string): boolean {
    const session = this.rooms.registry.get(connectionId);
    if (!(session?.dialectState instanceof RealtimeState)) return false;
    session.deliver(this.message(json));
    return true;
  }

  announceDisconnect(subject: Subject, reason: string): readonly string[] {
    const sessions = this.sessionsOf(subject);
    this.send(sessions, frames.disconnect(reason));
    return sessions.map(({ id }) => id);
  }

  request(subject: Subject, json: string, timeoutMs: number): Promise<string | null> {
    const sessions = this.sessionsOf(subject);
    if (sessions.length === 0) return Promise.resolve(null);
    const { id, answer } = this.rooms.questions.ask(subject, timeoutMs);
    this.send(sessions, frames.request(id, json, this.rooms.clock.now()));
    return answer;
  }

  metaOf(subject: Subject): ReadonlyMap<string, string> {
    return this.rooms.meta.of(subject);
  }

  private message(json: string): Uint8Array {
    return frames.directMessage(json, this.rooms.clock.now());
  }

  /** A copy: whoever reads too slowly is closed while it is being sent to. */
  private sessionsOf(subject: Subject): readonly Session[] {
    return [...(this.rooms.presence.at(REALTIME_PLACE).find(subject)?.sessions ?? [])];
  }

  private send(sessions: Iterable<Session>, frame: Uint8Array): number {
    let count = 0;
    for (const session of [...sessions]) {
      session.deliver(frame);
      count++;
    }
    return count;
  }
}

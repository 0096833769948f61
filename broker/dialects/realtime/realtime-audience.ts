/** Owns speaking to realtime clients by who they are (Q9 to Q11). */
import { ownTopicOf } from "../../access/subject.ts";
import type { Subject } from "../../contract/nouns.ts";
import type { Audience } from "../../ports/audience.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Wire } from "../../ports/wire.ts";
import { type Presence, REALTIME_PLACE } from "../../presence/presence.ts";
import type { Frame } from "../../sessions/frame.ts";
import type { SessionRegistry } from "../../sessions/registry.ts";
import type { Session } from "../../sessions/session.ts";
import type { Capture } from "../../traffic/capture.ts";
import type { DirectSend } from "../../traffic/row.ts";
import * as frames from "./frames.ts";
import type { Questions } from "./questions.ts";
import { RealtimeState } from "./realtime-state.ts";
import type { SubjectMeta } from "./subject-meta.ts";
import type { Match, Waiters } from "./waiters.ts";

export interface AudienceParts {
  readonly wire: Wire;
  readonly clock: Clock;
  readonly presence: Presence<Session>;
  readonly registry: SessionRegistry;
  readonly questions: Questions;
  readonly waiters: Waiters;
  readonly meta: SubjectMeta;
  readonly capture: Pick<Capture, "direct">;
}

/** What the capture is told of a send (F9). */
type Told = Pick<DirectSend, "act" | "to" | "text">;

export class RealtimeAudience implements Audience {
  private readonly parts: AudienceParts;

  constructor(parts: AudienceParts) {
    this.parts = parts;
  }

  get openQuestions(): number {
    return this.parts.questions.size;
  }

  get openWaits(): number {
    return this.parts.waiters.size;
  }

  broadcast(json: string): number {
    const sessions = [...this.parts.presence.at(REALTIME_PLACE).online()].flatMap((one) => [...one.sessions]);
    return this.send(sessions, this.message(json), { act: "broadcast", to: "everybody", text: json });
  }

  sendToUser(subject: Subject, json: string): number {
    return this.toUser(subject, json, this.message(json));
  }

  sendToConnection(connectionId: string, json: string): boolean {
    return this.toConnection(connectionId, json, this.message(json));
  }

  sendEventToUser(subject: Subject, json: string): number {
    return this.toUser(subject, json, frames.event(json));
  }

  sendEventToConnection(connectionId: string, json: string): boolean {
    return this.toConnection(connectionId, json, frames.event(json));
  }

  waitForEvent(subject: Subject, match: Match, timeoutMs: number): Promise<string | null> {
    return this.parts.waiters.wait(subject, match, timeoutMs);
  }

  private toUser(subject: Subject, json: string, text: string): number {
    return this.send(this.sessionsOf(subject), text, { act: "user", to: ownTopicOf(subject), text: json });
  }

  private toConnection(connectionId: string, json: string, text: string): boolean {
    const session = this.parts.registry.get(connectionId);
    const told: Told = { act: "connection", to: connectionId, text: json };
    if (session?.dialectState instanceof RealtimeState) return this.send([session], text, told) > 0;
    const failed = session === undefined ? "connection-unknown" : "connection-of-another-protocol";
    this.parts.capture.direct({ ...told, failed }, [], null);
    return false;
  }

  announceDisconnect(subject: Subject, reason: string): readonly string[] {
    const sessions = this.sessionsOf(subject);
    const frame = this.parts.wire.frame(frames.disconnect(reason, this.parts.clock.now()));
    for (const session of sessions) session.deliver(frame);
    return sessions.map(({ id }) => id);
  }

  request(subject: Subject, json: string, timeoutMs: number): Promise<string | null> {
    const sessions = this.sessionsOf(subject);
    const told: Told = { act: "question", to: ownTopicOf(subject), text: json };
    if (sessions.length === 0) {
      this.parts.capture.direct({ ...told, failed: null }, [], null);
      return Promise.resolve(null);
    }
    const { id, answer } = this.parts.questions.ask(subject, timeoutMs);
    this.send(sessions, frames.request(id, json, this.parts.clock.now()), told);
    return answer;
  }

  metaOf(subject: Subject): ReadonlyMap<string, string> {
    return this.parts.meta.of(subject);
  }

  private message(json: string): string {
    return frames.directMessage(json, this.parts.clock.now());
  }

  /** A copy: whoever reads too slowly is closed while it is being sent to. */
  private sessionsOf(subject: Subject): readonly Session[] {
    return [...(this.parts.presence.at(REALTIME_PLACE).find(subject)?.sessions ?? [])];
  }

  /** Answers for how many connections it was queued. */
  private send(sessions: readonly Session[], text: string, told: Told): number {
    const frame: Frame = this.parts.wire.frame(text);
    const row = this.parts.capture.direct({ ...told, failed: null }, sessions, null);
    if (row >= 0) frame.row = row;
    for (const session of sessions) session.deliver(frame);
    return sessions.length;
  }
}

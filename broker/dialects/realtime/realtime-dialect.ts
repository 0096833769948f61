/** Owns the realtime wire protocol of a client that has said who it is (Q2 to Q8). */
import { principalOf } from "../../access/anonymous.ts";
import { OwnTopics } from "../../access/own-topics.ts";
import type { Policy } from "../../access/policy.ts";
import { actingSubject, ownTopicOf } from "../../access/subject.ts";
import { REALTIME_TEXTS, REFUSALS, type RefusalCode } from "../../contract/codes.ts";
import { LIMITS } from "../../contract/limits.ts";
import { hasWildcard } from "../../contract/topics.ts";
import type { Commands } from "../../delivery/commands.ts";
import type { Subscriptions } from "../../delivery/subscriptions.ts";
import type { Wire } from "../../ports/wire.ts";
import { type Presence, REALTIME_PLACE } from "../../presence/presence.ts";
import type { Dialect, Narrowing } from "../../sessions/dialect.ts";
import { ownStart } from "../../sessions/own-text.ts";
import type { Session } from "../../sessions/session.ts";
import type { Message } from "../../topics/message.ts";
import type { Capture } from "../../traffic/capture.ts";
import { FrameLine } from "../frame-line.ts";
import type { CustomMessages } from "./custom-messages.ts";
import { type ClientFrame, decodeFrame } from "./decode.ts";
import * as frames from "./frames.ts";
import type { HookCalls } from "./hook-calls.ts";
import type { Questions } from "./questions.ts";
import { RealtimeState } from "./realtime-state.ts";

export interface RealtimeParts {
  readonly wire: Wire;
  readonly policy: Policy;
  readonly commands: Commands;
  readonly subscriptions: Subscriptions;
  readonly presence: Presence<Session>;
  readonly custom: CustomMessages;
  readonly questions: Questions;
  readonly hooks: HookCalls;
  readonly capture: Pick<Capture, "direct">;
}

export class RealtimeDialect implements Dialect {
  readonly name = "realtime";
  readonly isSubjectBound = true;
  readonly narrowing: Narrowing = {
    lost: (session, topics) => {
      for (const topic of topics) session.say(frames.lostSubscription(topic));
    },
  };
  readonly wire: Wire;
  private readonly parts: RealtimeParts;
  private readonly ownTopics: OwnTopics;

  constructor(parts: RealtimeParts) {
    this.wire = parts.wire;
    this.parts = parts;
    this.ownTopics = new OwnTopics(parts.policy);
  }

  opened(session: Session): void {
    const { policy, subscriptions, presence, hooks } = this.parts;
    const token = principalOf(policy.current, session.tokenId);
    const subject = actingSubject({ id: session.tokenId, subject: token?.subject ?? null });
    const { id: connectionId, tokenId, handshake } = session;
    const client = { connectionId, tokenId, ...subject, address: handshake.peer.address };
    const line = new FrameLine(
      (payload) => this.handle(session, payload),
      (error) => session.failed("promise", error, 0),
    );
    session.dialectState = new RealtimeState(subject, ownTopicOf(subject), client, line);
    subscriptions.own(session, ownTopicOf(subject));
    presence.enter(REALTIME_PLACE, session, subject);
    hooks.connected(client);
    session.say(frames.authSuccess(subject, connectionId));
  }

  ended(session: Session): void {
    const { presence, questions, hooks } = this.parts;
    const { subject, client } = RealtimeState.of(session);
    if (presence.leave(REALTIME_PLACE, session).isChange) questions.gone(subject);
    hooks.disconnected(client, { code: session.ending?.code ?? 1006, reason: session.ending?.reason ?? "" });
  }

  receive(session: Session, payload: Uint8Array): void {
    if (RealtimeState.of(session).line.take(payload)) return;
    session.end(4008, "too many messages wait for an answer", { by: "broker", flush: false });
  }

  encode({ topic, json, at }: Message): string {
    return frames.topicMessage(topic, json, at);
  }

  encodeRefusal(_session: Session, code: RefusalCode, text: string, topic: string | null): string {
    switch (code) {
      case "filter-invalid":
      case "filter-not-covered":
      case "too-many-filters":
      case "topic-with-wildcard":
      case "topic-of-another":
      case "hook-refused":
        return frames.errorFrame(code, `${REALTIME_TEXTS["access-denied"]}: ${topic ?? ""}`);
      case "topic-missing":
      case "already-authenticated":
      case "request-id-missing":
      case "message-unsupported":
      case "invalid-json":
        return frames.error(code);
      case "not-an-object":
      case "duplicate-key":
      case "binary-frame":
        return frames.errorFrame(code, REALTIME_TEXTS["invalid-json"]);
      default:
        return frames.errorFrame(code, text || REFUSALS[code]);
    }
  }

  private handle(session: Session, payload: Uint8Array): Promise<void> | undefined {
    if (!session.isOpen) return undefined;
    const { commands, custom } = this.parts;
    const size = payload.byteLength;
    const frame: ClientFrame = decodeFrame(payload);
    switch (frame.kind) {
      case "invalid":
        commands.refuse(session, frame.refusal, null, size);
        return undefined;
      case "authenticate":
        commands.refuse(session, "already-authenticated", null, size);
        return undefined;
      case "ping":
        session.say(frames.pong(RealtimeState.of(session).subject));
        return undefined;
      case "subscribe":
        return this.subscribe(session, frame.topic, size);
      case "unsubscribe":
        this.unsubscribe(session, frame.topic, size);
        return undefined;
      case "response":
        if (frame.requestId === null) commands.refuse(session, "request-id-missing", null, size);
        else this.answer(session, frame.requestId, frame.json);
        return undefined;
      case "custom":
        return custom.answer(session, frame, size);
      default:
        return frame satisfies never;
    }
  }

  /** Q11. The capture has it either way (F9). */
  private answer(session: Session, requestId: string, json: string): void {
    const { questions, capture } = this.parts;
    const isAwaited = questions.answered(RealtimeState.of(session).subject, requestId, json);
    const told = { act: "answer", to: "operator" } as const;
    if (isAwaited) {
      capture.direct({ ...told, text: json, failed: null }, [], session);
    } else {
      // As much as is kept of any refused frame.
      const text = ownStart(json, LIMITS.refusedTextLength);
      capture.direct({ ...told, text, failed: "answer-not-awaited" }, [], session);
    }
  }

  /** Q6. The hook is asked first, so that permissions are those of the moment in which the subscription stands. */
  private subscribe(session: Session, topic: string | null, size: number): Promise<void> | undefined {
    const { commands, hooks } = this.parts;
    const { ownTopic, client } = RealtimeState.of(session);
    if (topic === null) {
      commands.refuse(session, "topic-missing", null, size);
    } else if (topic === ownTopic) {
      this.parts.subscriptions.own(session, topic);
      session.say(frames.subscribed(topic));
    } else {
      const maySubscribe = hooks.canSubscribe(client, topic);
      if (typeof maySubscribe !== "boolean") return maySubscribe.then((may) => this.join(session, topic, may, size));
      this.join(session, topic, maySubscribe, size);
    }
    return undefined;
  }

  private join(session: Session, topic: string, isHookWilling: boolean, size: number): void {
    if (!session.isOpen) return;
    const { commands, subscriptions } = this.parts;
    const refusal = this.refusalOf(topic, isHookWilling);
    if (refusal !== null) commands.refuse(session, refusal, topic, size);
    else if (subscriptions.subscribe(session, topic, size)) session.say(frames.subscribed(topic));
  }

  /** What the permissions are not asked about. */
  private refusalOf(topic: string, isHookWilling: boolean): RefusalCode | null {
    if (hasWildcard(topic)) return "topic-with-wildcard";
    if (this.ownTopics.isSomebodys(topic)) return "topic-of-another";
    return isHookWilling ? null : "hook-refused";
  }

  /** As in the reference, giving up what one did not hold is answered as well. */
  private unsubscribe(session: Session, topic: string | null, size: number): void {
    if (topic === null) {
      this.parts.commands.refuse(session, "topic-missing", null, size);
      return;
    }
    this.parts.subscriptions.unsubscribe(session, topic);
    session.say(frames.unsubscribed(topic));
  }
}

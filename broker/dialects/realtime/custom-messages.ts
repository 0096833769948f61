/** Owns the answers to custom messages: the two that are built in, then rules, then the program around the engine (Q7). */
import type { RefusalCode } from "../../contract/codes.ts";
import { checkTopic } from "../../contract/topics.ts";
import type { Commands } from "../../delivery/commands.ts";
import type { Clock } from "../../ports/clock.ts";
import type { AutoReplies } from "../../replies/auto-replies.ts";
import type { Session } from "../../sessions/session.ts";
import type { CustomFrame } from "./decode.ts";
import * as frames from "./frames.ts";
import type { HookCalls } from "./hook-calls.ts";
import { RealtimeState } from "./realtime-state.ts";
import type { SubjectMeta } from "./subject-meta.ts";
import type { Waiters } from "./waiters.ts";

export interface CustomParts {
  readonly clock: Clock;
  readonly commands: Commands;
  readonly meta: SubjectMeta;
  readonly replies: Pick<AutoReplies, "size" | "answersTo" | "later">;
  readonly hooks: HookCalls;
  readonly waiters: Waiters;
}

/** The topic under which rules see a custom message, with its kind behind it. No client publishes there (T4). */
const RULES_TOPIC = "$realtime/";

export class CustomMessages {
  private readonly parts: CustomParts;

  constructor(parts: CustomParts) {
    this.parts = parts;
  }

  /** `size`: bytes of the frame. A promise when the answer takes time; it does not reject. */
  answer(session: Session, frame: CustomFrame, size: number): Promise<void> | undefined {
    const { subject, client } = RealtimeState.of(session);
    const isAwaited = this.parts.waiters.offer(subject, frame);
    if (frame.messageType === "echo") {
      session.say(frames.echo(subject, frame.raw.get("payload") ?? "null"));
      return undefined;
    }
    if (frame.messageType === "set_meta") {
      this.setMeta(session, frame, size);
      return undefined;
    }
    if (this.answerByRules(session, frame)) return undefined;
    // What an operator waited for is no unsupported message, also where nothing else answers it.
    const send = (reply: string | null | undefined) =>
      this.send(session, reply === undefined && isAwaited ? null : reply, size);
    const reply = this.parts.hooks.message(client, frame.message, frame.text);
    if (reply instanceof Promise) return reply.then(send);
    send(reply);
    return undefined;
  }

  private setMeta(session: Session, { message: { key }, raw }: CustomFrame, size: number): void {
    const value = raw.get("value") ?? "null";
    const refuse = (code: RefusalCode) => this.parts.commands.refuse(session, code, null, size);
    if (typeof key !== "string" || key === "") refuse("meta-key-missing");
    else if (!this.parts.meta.set(RealtimeState.of(session).subject, key, value)) refuse("meta-too-large");
    else session.say(frames.ack(key, value));
  }

  /** False: no rule answers this kind of message. */
  private answerByRules(session: Session, { messageType, text }: CustomFrame): boolean {
    const { replies, clock } = this.parts;
    if (messageType === null || replies.size === 0) return false;
    const topic = `${RULES_TOPIC}${messageType}`;
    if (!checkTopic(topic).ok) return false;
    const answers = replies.answersTo({ topic, json: text });
    for (const { json, delayMs } of answers) {
      const send = () => session.say(frames.ruleReply(json, clock.now()));
      if (delayMs === 0) send();
      else replies.later(delayMs, json, send);
    }
    return answers.length > 0;
  }

  private send(session: Session, reply: string | null | undefined, size: number): void {
    if (!session.isOpen || reply === null) return;
    if (reply === undefined) this.parts.commands.refuse(session, "message-unsupported", null, size);
    else session.say(frames.programReply(reply));
  }
}

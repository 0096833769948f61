/** Owns a realtime client that has not said yet who it is: what it may send, and how long it may take (Q1, Q4). */
import type { Policy } from "../../access/policy.ts";
import { type DoorStep, REFUSALS } from "../../contract/codes.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Faults } from "../../ports/faults.ts";
import type { Link, LinkHandler, TransportFault } from "../../ports/link.ts";
import type { Admission } from "../../sessions/admission.ts";
import type { Anteroom } from "../../sessions/anteroom.ts";
import type { Attempt } from "../../sessions/attempt.ts";
import type { Dialect } from "../../sessions/dialect.ts";
import type { Asked, Entrance, Entry } from "../../sessions/entrance.ts";
import type { Session } from "../../sessions/session.ts";
import { FAULT_STEPS } from "../../sessions/waiting-link.ts";
import { FrameLine } from "../frame-line.ts";
import { decodeFrame } from "./decode.ts";
import * as frames from "./frames.ts";

export interface NewcomerParts {
  readonly policy: Policy;
  readonly clock: Clock;
  readonly faults: Faults;
  readonly anteroom: Anteroom;
  readonly entrance: Entrance;
  readonly admission: Admission;
  readonly dialect: Dialect;
}

export class Newcomer implements LinkHandler {
  private readonly parts: NewcomerParts;
  private readonly attempt: Attempt;
  private readonly link: Link;
  private readonly line = new FrameLine(
    (frame) => this.handle(frame),
    (error) => this.failed(error),
    LIMITS.strangerFrameBytes,
  );
  private readonly timer: Timer;
  /** False while the transport takes no more: a client that asks and does not read is not answered. */
  private takes = true;
  /** Its attempt waits to be judged. */
  private isWaiting = false;

  /** The link is this newcomer's from here on. */
  constructor(parts: NewcomerParts, attempt: Attempt, link: Link) {
    this.parts = parts;
    this.attempt = attempt;
    this.link = link;
    link.handler = this;
    parts.anteroom.enter(link, attempt.peer, parts.dialect.wire);
    link.takeFrames(LIMITS.strangerFrameBytes);
    const seconds = parts.policy.current.settings.authenticationSeconds;
    this.timer = parts.clock.after(seconds * 1000, () => this.timeIsUp());
    this.say(frames.authRequired(seconds));
  }

  onFrame(payload: Uint8Array, isText: boolean): void {
    if (!this.parts.anteroom.holds(this.link)) return;
    try {
      if (!isText) this.say(frames.error("invalid-json"));
      else if (!this.line.take(payload))
        this.reject("unauthenticated-too-many", "wait for the answer to `authenticate`");
    } catch (error) {
      this.failed(error);
    }
  }

  /** Z1: as with a session. */
  private failed(error: unknown): void {
    const { faults, anteroom } = this.parts;
    faults.caught("handshake", error, { address: this.attempt.peer.address });
    if (anteroom.holds(this.link)) this.say(frames.errorFrame("internal", REFUSALS.internal));
  }

  onAlive(): void {}

  onWritable(): void {
    this.takes = true;
  }

  onFault(fault: TransportFault, _code: number, reason: string): void {
    if (this.parts.anteroom.holds(this.link)) {
      this.parts.admission.reject(this.attempt, { step: FAULT_STEPS[fault], detail: reason });
    }
    this.timer.cancel();
    this.stopWaiting();
    this.parts.anteroom.broken(this.link);
  }

  onGone(): void {
    this.timer.cancel();
    this.stopWaiting();
    this.parts.anteroom.gone(this.link);
  }

  private handle(payload: Uint8Array): Promise<void> | undefined {
    const frame = decodeFrame(payload);
    if (frame.kind === "invalid") this.say(frames.error("invalid-json"));
    else if (frame.kind !== "authenticate") this.say(frames.error("authentication-required"));
    else if (frame.token === null) this.say(frames.error("token-missing"));
    else return this.authenticateInTime(frame.token, frame.prefix);
    return undefined;
  }

  /** C8: who failed again and again waits before the next attempt is judged. */
  private authenticateInTime(secret: string, prefix: string | null): Promise<void> | undefined {
    const { clock, admission } = this.parts;
    const { authDelay } = admission;
    const delayMs = authDelay.enter(this.attempt.peer);
    if (delayMs === null) {
      const { code, reason } = admission.rejectTooMany(this.attempt, asking(secret));
      this.turnAway(code, reason);
      return undefined;
    }
    if (delayMs > 0) {
      this.isWaiting = true;
      return new Promise<void>((resolve) => clock.after(delayMs, resolve)).then(() => {
        this.stopWaiting();
        return this.authenticate(secret, prefix);
      });
    }
    return this.authenticate(secret, prefix);
  }

  private authenticate(secret: string, prefix: string | null): Promise<void> | undefined {
    const { anteroom, entrance, dialect } = this.parts;
    if (!anteroom.holds(this.link)) return undefined;
    if (prefix === null || !this.isKnown(prefix)) {
      this.say(frames.error("authentication-failed", "unknown prefix"));
      return undefined;
    }
    return entrance.admit(this.attempt, this.link, dialect, asking(secret), (entry) => this.decided(entry));
  }

  private decided(entry: Entry): void {
    if (entry.admitted) {
      this.becomes(entry.session);
    } else if (entry.step === "limit-reached") {
      this.say(frames.error("too-many-connections"));
      this.turnAway(entry.code, entry.reason);
    } else {
      this.say(frames.error("authentication-failed", entry.reason));
    }
  }

  private isKnown(prefix: string): boolean {
    const { tokenPrefixes } = this.parts.policy.current.settings;
    return tokenPrefixes.some((known) => known.toLowerCase() === prefix.toLowerCase());
  }

  /** What it sent in advance is the session's to answer. */
  private becomes(session: Session): void {
    this.timer.cancel();
    this.parts.anteroom.leave(this.link);
    this.link.takeFrames(this.parts.policy.current.settings.maxFrameBytes);
    for (const frame of this.line.drain()) session.onFrame(frame, true);
  }

  private timeIsUp(): void {
    if (!this.parts.anteroom.holds(this.link)) return;
    this.say(frames.error("authentication-timeout"));
    this.reject("authentication-timeout", "");
  }

  private reject(step: DoorStep, detail: string): void {
    const { code, reason } = this.parts.admission.reject(this.attempt, { step, detail });
    this.turnAway(code, reason);
  }

  /** Gives up its place among the attempts that wait (C8). Harmless twice. */
  private stopWaiting(): void {
    if (this.isWaiting) this.parts.admission.authDelay.leave(this.attempt.peer);
    this.isWaiting = false;
  }

  private turnAway(code: number, reason: string): void {
    this.timer.cancel();
    this.stopWaiting();
    this.parts.anteroom.turnAway(this.link, code, reason);
  }

  private say(text: string): void {
    if (this.takes) this.takes = this.link.write(this.parts.dialect.wire.frame(text));
  }
}

/** What a client asks with that gives its token in a frame; without one it has not asked yet. */
export const asking = (secret: string): Asked => ({
  secret,
  filters: null,
  by: secret === "" ? "none" : "frame",
  mayBeAnonymous: false,
  wantsErrors: true,
});

/** A link whose admission waits for an answer from elsewhere: what its client sends meanwhile is kept in order, within bounds (C11). */
import type { DoorStep } from "../contract/codes.ts";
import { LIMITS } from "../contract/limits.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Link, LinkHandler, TransportFault } from "../ports/link.ts";
import type { Wire } from "../ports/wire.ts";
import type { Admission } from "./admission.ts";
import type { Rejection } from "./admission-steps.ts";
import type { Anteroom } from "./anteroom.ts";
import type { Attempt } from "./attempt.ts";
import type { Session } from "./session.ts";

export interface WaitingParts {
  readonly clock: Clock;
  readonly anteroom: Anteroom;
  readonly admission: Admission;
}

/** How what a transport finds wrong with a client's frames is recorded while it is not known who that is. */
export const FAULT_STEPS = {
  "frame-too-large": "unauthenticated-too-large",
  "too-many-pieces": "unauthenticated-too-many-pieces",
  "invalid-text": "unauthenticated-invalid-text",
  "protocol-error": "unauthenticated-protocol-error",
} as const satisfies Record<TransportFault, DoorStep>;

interface HeldFrame {
  readonly payload: Uint8Array;
  readonly isText: boolean;
}

export class WaitingLink implements LinkHandler {
  private readonly parts: WaitingParts;
  private readonly attempt: Attempt;
  private readonly link: Link;
  private readonly timer: Timer;
  private frames: HeldFrame[] = [];
  private bytes = 0;

  /** There is room in the anteroom; the link is this one's until it becomes a session's. */
  constructor(parts: WaitingParts, attempt: Attempt, link: Link, wire: Wire) {
    this.parts = parts;
    this.attempt = attempt;
    this.link = link;
    link.handler = this;
    parts.anteroom.enter(link, attempt.peer, wire);
    this.timer = parts.clock.after(LIMITS.admissionWaitMs, () => this.reject("admission-too-slow", ""));
  }

  onFrame(payload: Uint8Array, isText: boolean): void {
    const { anteroom } = this.parts;
    if (!anteroom.holds(this.link)) return;
    const { length } = this.frames;
    const isTooLong = length > 0 && this.bytes + payload.byteLength > LIMITS.framesWaitingBytes;
    if (length >= LIMITS.framesWaiting || isTooLong || !anteroom.keepsBytes(payload.byteLength)) {
      this.reject("unauthenticated-too-many", "wait until you are let in");
      return;
    }
    // A copy: the frame is a part of what was read from the socket, and its own during this call alone.
    this.frames.push({ payload: Uint8Array.prototype.slice.call(payload), isText });
    this.bytes += payload.byteLength;
  }

  onAlive(): void {}
  onWritable(): void {}

  onFault(fault: TransportFault, _code: number, reason: string): void {
    const { anteroom, admission } = this.parts;
    if (anteroom.holds(this.link)) admission.reject(this.attempt, { step: FAULT_STEPS[fault], detail: reason });
    this.letGo();
    anteroom.broken(this.link);
  }

  onGone(): void {
    this.letGo();
    this.parts.anteroom.gone(this.link);
  }

  /** It is a session now, which hears what was sent in advance. */
  becomes(session: Session): void {
    const { frames } = this;
    this.letGo();
    this.parts.anteroom.leave(this.link);
    for (const { payload, isText } of frames) session.onFrame(payload, isText);
  }

  /** It is recorded already. */
  turnAway({ code, reason }: Pick<Rejection, "code" | "reason">): void {
    this.letGo();
    this.parts.anteroom.turnAway(this.link, code, reason);
  }

  private reject(step: DoorStep, detail: string): void {
    const { anteroom, admission } = this.parts;
    if (anteroom.holds(this.link)) this.turnAway(admission.reject(this.attempt, { step, detail }));
    // Somebody else has turned it away: the broker stops.
    else this.letGo();
  }

  private letGo(): void {
    this.timer.cancel();
    this.parts.anteroom.forgetBytes(this.bytes);
    this.frames = [];
    this.bytes = 0;
  }
}

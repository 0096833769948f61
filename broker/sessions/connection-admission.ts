/** The admission of one connection: judged, the embedding program asked, a slot taken, and judged again after each wait (C6, C11). */
import type { Faults } from "../ports/faults.ts";
import type { ConnectingClient, Hooks } from "../ports/hooks.ts";
import type { StoredToken } from "../ports/store.ts";
import type { Admission, FurtherCheck } from "./admission.ts";
import { type Credentials, limitReached, refusedByDialect, type Verdict } from "./admission-steps.ts";
import type { Attempt } from "./attempt.ts";
import { isLater, type MaybeLater } from "./later.ts";
import type { SlotAnswer, Slots } from "./slots.ts";

export interface ConnectionAdmissionParts {
  readonly admission: Admission;
  readonly slots: Pick<Slots, "acquire" | "release">;
  readonly hooks: Pick<Hooks, "canConnect">;
  readonly faults: Faults;
}

export class ConnectionAdmission {
  private readonly parts: ConnectionAdmissionParts;
  private readonly attempt: Attempt;
  private readonly asked: Credentials;
  private readonly further: FurtherCheck | undefined;
  /** The token that the program was asked about last, and what it said. */
  private askedAbout: string | null = null;
  private isWelcome = false;
  /** The token of which a slot was asked for last, by which limit, and whether one is held. */
  private slotOf: string | null = null;
  private slotLimit = 0;
  private slot: SlotAnswer = "full";

  constructor(
    parts: ConnectionAdmissionParts,
    attempt: Attempt,
    asked: Credentials,
    further: FurtherCheck | undefined,
  ) {
    this.parts = parts;
    this.attempt = attempt;
    this.asked = asked;
    this.further = further;
  }

  /**
   * Goes on as far as it can without waiting. A verdict is the last word and is by the policy of this moment: whoever is admitted holds a slot and becomes a session in this turn. A promise: when
   * it resolves, call this again, or `giveUp` where the client has left meanwhile.
   */
  proceed(): Verdict | Promise<void> {
    const { admission } = this.parts;
    const verdict = admission.judge(this.asked, this.further);
    if (!verdict.admitted) return this.end(verdict);
    const { token } = verdict;
    if (this.askedAbout !== token.id) {
      this.giveUp();
      const answer = this.askProgram(token);
      if (isLater(answer)) return answer.then((isWelcome) => this.noteWelcome(token, isWelcome));
      this.noteWelcome(token, answer);
    }
    if (!this.isWelcome) return this.end(refusedByDialect({ step: "program-rejected", detail: "" }, token));
    if (this.slotOf !== token.id || this.slotLimit !== token.maxConnections) {
      this.giveUp();
      const answer = this.parts.slots.acquire(token.id, token.maxConnections);
      if (isLater(answer)) return answer.then((slot) => this.noteSlot(token, slot));
      this.noteSlot(token, answer);
    }
    return this.end(this.slot === "taken" ? verdict : limitReached(token, this.slot === "unsure"));
  }

  /** Gives back the slot that it holds. */
  giveUp(): void {
    if (this.slot === "taken" && this.slotOf !== null) this.parts.slots.release(this.slotOf);
    this.slot = "full";
    this.slotOf = null;
  }

  private end(verdict: Verdict): Verdict {
    if (!verdict.admitted) this.giveUp();
    this.parts.admission.conclude(this.attempt, this.asked, verdict);
    return verdict;
  }

  private noteWelcome({ id }: StoredToken, isWelcome: boolean): void {
    this.askedAbout = id;
    this.isWelcome = isWelcome;
  }

  private noteSlot({ id, maxConnections }: StoredToken, slot: SlotAnswer): void {
    this.slotOf = id;
    this.slotLimit = maxConnections;
    this.slot = slot;
  }

  /** False where the program fails: then it has not let the client in. */
  private askProgram(token: StoredToken): MaybeLater<boolean> {
    const { hooks, faults } = this.parts;
    if (hooks.canConnect === undefined) return true;
    const { dialect, peer } = this.attempt;
    const failed = (error: unknown): boolean => {
      faults.caught("hook", error, { hook: "canConnect", tokenId: token.id, dialect });
      return false;
    };
    const client: ConnectingClient = { tokenId: token.id, dialect, subject: token.subject, address: peer.address };
    try {
      const answer = hooks.canConnect(client);
      // A program without types may answer anything; only true lets in.
      return isLater(answer) ? Promise.resolve(answer).then((welcome) => welcome === true, failed) : answer === true;
    } catch (error) {
      return failed(error);
    }
  }
}

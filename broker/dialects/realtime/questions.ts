/** Owns questions that the broker asked a subject and waits for: the first answer wins (`request`, Q11). */
import { ownTopicOf } from "../../access/subject.ts";
import type { Subject } from "../../contract/nouns.ts";
import type { Chance } from "../../ports/chance.ts";
import type { Clock, Timer } from "../../ports/clock.ts";

/** Bits of an id enough that nobody guesses the question of another. */
const ID_BYTES = 16;

interface Question {
  readonly asked: string;
  readonly timer: Timer;
  readonly resolve: (json: string | null) => void;
}

export class Questions {
  private readonly open = new Map<string, Question>();
  private readonly clock: Clock;
  private readonly chance: Chance;

  constructor(clock: Clock, chance: Chance) {
    this.clock = clock;
    this.chance = chance;
  }

  /** Questions that wait for an answer. */
  get size(): number {
    return this.open.size;
  }

  /** A question to this subject; resolves to the answer's JSON text, or to null after `timeoutMs` or when the subject has gone offline. */
  ask(subject: Subject, timeoutMs: number): { readonly id: string; readonly answer: Promise<string | null> } {
    const id = Buffer.from(this.chance.bytes(ID_BYTES)).toString("base64url");
    const answer = new Promise<string | null>((resolve) => {
      const timer = this.clock.after(timeoutMs, () => this.close(id, null));
      this.open.set(id, { asked: ownTopicOf(subject), timer, resolve });
    });
    return { id, answer };
  }

  /** An answer of whatever connection of the subject. False: it was not asked, or comes too late, and is nothing. */
  answered(subject: Subject, id: string, json: string): boolean {
    if (this.open.get(id)?.asked !== ownTopicOf(subject)) return false;
    this.close(id, json);
    return true;
  }

  /** The subject's last connection has gone. */
  gone(subject: Subject): void {
    const asked = ownTopicOf(subject);
    for (const [id, question] of this.open) if (question.asked === asked) this.close(id, null);
  }

  private close(id: string, json: string | null): void {
    const question = this.open.get(id);
    if (question === undefined) return;
    this.open.delete(id);
    question.timer.cancel();
    question.resolve(json);
  }
}

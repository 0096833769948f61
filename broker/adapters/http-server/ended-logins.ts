/** Logins that were ended before their cookie's time: a bounded list that outlives the process. */
import { LIMITS } from "../../contract/limits.ts";
import type { Clock } from "../../ports/clock.ts";

/** Where the list is kept. */
export interface KeptText {
  /** undefined when there is none. */
  read(): string | undefined;
  /** Whole or not at all. Never throws: what cannot be kept is logged there. */
  write(text: string): void;
  /** What was read is no list. Only logged. */
  damaged(): void;
}

export class EndedLogins {
  readonly #clock: Clock;
  readonly #kept: KeptText | undefined;
  /** Login to the epoch seconds at which its cookie ends by itself. */
  readonly #until = new Map<string, number>();
  /** Cookies that end before this were all ended, epoch seconds: what fell out of the list stays ended. */
  #allBefore = 0;

  constructor(clock: Clock, kept?: KeptText) {
    this.#clock = clock;
    this.#kept = kept;
    this.#restore(kept?.read());
  }

  has(login: string, until: number): boolean {
    return until < this.#allBefore || this.#until.has(login);
  }

  add(login: string, until: number): void {
    const now = this.#clock.now() / 1000;
    for (const [old, end] of this.#until) if (end <= now) this.#until.delete(old);
    this.#until.set(login, until);
    if (this.#until.size > LIMITS.endedLogins) this.#endOlderHalf();
    this.#kept?.write(JSON.stringify({ allBefore: this.#allBefore, ended: [...this.#until] }));
  }

  /** A login that nobody ended may end with them; it costs its owner a new login, and a list without bound would cost everybody. */
  #endOlderHalf(): void {
    const ends = [...this.#until.values()].sort((a, b) => a - b);
    this.#allBefore = (ends[Math.floor(ends.length / 2)] ?? 0) + 1;
    for (const [login, end] of this.#until) if (end < this.#allBefore) this.#until.delete(login);
  }

  #restore(text: string | undefined): void {
    if (text === undefined) return;
    const kept = parsed(text);
    // A list that cannot be read may have held any login: all that began before now are ended.
    if (kept === undefined) {
      this.#kept?.damaged();
      this.#allBefore = Math.floor((this.#clock.now() + LIMITS.consoleCookieMs) / 1000);
      return;
    }
    this.#allBefore = kept.allBefore;
    for (const [login, until] of kept.ended) this.#until.set(login, until);
  }
}

interface Kept {
  readonly allBefore: number;
  readonly ended: readonly (readonly [login: string, until: number])[];
}

function parsed(text: string): Kept | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isKept(value) ? value : undefined;
  } catch {
    // Damaged: the caller answers for that.
    return undefined;
  }
}

function isKept(value: unknown): value is Kept {
  if (typeof value !== "object" || value === null || !("allBefore" in value) || !("ended" in value)) return false;
  const { allBefore, ended } = value;
  if (typeof allBefore !== "number" || !Array.isArray(ended)) return false;
  return ended.every((pair) => Array.isArray(pair) && typeof pair[0] === "string" && typeof pair[1] === "number");
}

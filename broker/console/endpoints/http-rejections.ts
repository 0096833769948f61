/** Requests that were refused before they reached anything, among the rejected connections (E20). */
import { secretHint } from "../../access/seal.ts";
import { HTTP_STEPS, type HttpStep } from "../../contract/codes.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { DoorEntry } from "../../contract/nouns.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Peer } from "../../ports/link.ts";
import type { Log } from "../../ports/log.ts";
import type { Journal } from "../../sessions/journal.ts";

export interface HttpRejection {
  readonly step: HttpStep;
  readonly peer: Peer;
  readonly userAgent: string;
  /** What was given as the admin key; "" for nothing. */
  readonly secret: string;
}

export interface HttpRejectionParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly journals: { readonly doorlog: Journal<DoorEntry> };
}

interface Group {
  entry: DoorEntry;
  count: number;
  /** Counted and not told yet. */
  timer: Timer | undefined;
  readonly until: number;
}

/** Stands for the addresses beyond `LIMITS.rejectionGroups`. */
const SEVERAL = "several addresses";
const USER_AGENT_LENGTH = 200;

/** One entry for all of one address and one reason within a minute: who guesses a key cannot push the other entries out. */
export class HttpRejections {
  readonly #parts: HttpRejectionParts;
  readonly #groups = new Map<string, Group>();
  #made = 0;

  constructor(parts: HttpRejectionParts) {
    this.#parts = parts;
  }

  add(rejection: HttpRejection): void {
    const { step, peer } = rejection;
    const now = this.#parts.clock.elapsed();
    const own = `${step} ${peer.host}`;
    if (!this.#isOpen(own, now) && this.#groups.size >= LIMITS.rejectionGroups) this.#forgetOld(now);
    const isKnown = this.#isOpen(own, now);
    const isOwn = isKnown || this.#groups.size < LIMITS.rejectionGroups;
    const key = isOwn ? own : `${step} ${SEVERAL}`;
    const group = this.#groups.get(key);
    if (group !== undefined && group.until > now) this.#count(group);
    else this.#begin(key, isOwn ? peer.address : SEVERAL, rejection, now);
  }

  /** Writes what was counted and ends the timers. */
  close(): void {
    for (const group of this.#groups.values()) this.#tell(group);
    this.#groups.clear();
  }

  #isOpen(key: string, now: number): boolean {
    const group = this.#groups.get(key);
    return group !== undefined && group.until > now;
  }

  #forgetOld(now: number): void {
    for (const [key, group] of this.#groups) {
      if (group.until > now) continue;
      this.#tell(group);
      this.#groups.delete(key);
    }
  }

  #begin(key: string, address: string, { step, userAgent, secret }: HttpRejection, now: number): void {
    const { clock, log, journals } = this.#parts;
    const old = this.#groups.get(key);
    if (old !== undefined) this.#tell(old);
    const { status, text } = HTTP_STEPS[step];
    const entry: DoorEntry = {
      id: `door_http_${clock.now().toString(36)}_${this.#made++}`,
      at: new Date(clock.now()).toISOString(),
      address,
      userAgent: Buffer.from(userAgent.slice(0, USER_AGENT_LENGTH), "utf8").toString("utf8"),
      dialect: "http",
      code: status,
      step,
      reason: text,
      secretHint: secret === "" ? "none" : secretHint(secret),
      credentialsBy: secret === "" ? "none" : "header",
      tokenId: null,
      tokenName: null,
      filters: [],
      filter: null,
      nearest: null,
    };
    this.#groups.delete(key);
    this.#groups.set(key, { entry, count: 1, timer: undefined, until: now + LIMITS.rejectionGroupMs });
    journals.doorlog.add(entry);
    log.warn({ address, step }, "a request was refused");
  }

  #count(group: Group): void {
    group.count++;
    group.timer ??= this.#parts.clock.after(LIMITS.rejectionUpdateMs, () => this.#tell(group));
  }

  #tell(group: Group): void {
    if (group.timer === undefined) return;
    group.timer.cancel();
    group.timer = undefined;
    const { clock, journals } = this.#parts;
    const reason = `${HTTP_STEPS[group.entry.step as HttpStep].text} (${group.count} times in a minute)`;
    group.entry = { ...group.entry, at: new Date(clock.now()).toISOString(), reason };
    journals.doorlog.replace(group.entry);
  }
}

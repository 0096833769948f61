/** Owns one simulated client: off, connecting, online, closed or waiting to try again, and what it counts meanwhile. */
import type { SandboxClientDocument } from "../contract/library.ts";
import { LIMITS } from "../contract/limits.ts";
import type { SandboxClient as ClientView, SandboxClose, SandboxStanding, SandboxState } from "../contract/sandbox.ts";
import type { ClientSockets } from "../ports/client-socket.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Session } from "../sessions/session.ts";
import { ClientLink, type LinkListener } from "./client-link.ts";
import { closeOf } from "./close-of.ts";
import type { ClientCodec } from "./codec.ts";
import type { Outgoing } from "./outgoing.ts";
import { Received } from "./received.ts";
import { Repeat, type RepeatPlan, type Sent } from "./repeat.ts";
import { retryDelay } from "./retry.ts";
import { Series } from "./series.ts";

/** What a client asks of the world around it. */
export interface ClientWorld {
  readonly clock: Clock;
  readonly sockets: ClientSockets;
  readonly random: () => number;
  /** `ws://127.0.0.1:8001` */
  origin(): string;
  codec(dialect: string): ClientCodec | undefined;
  /** The secret that the client shows, null without a token; or why there is none. */
  secretOf(tokenId: string | null): { readonly secret: string | null } | "token-missing" | "secret-unreadable";
  /** The broker's end of the socket whose client end is at this address. */
  sessionAt(address: string): Session | undefined;
  /** The revision that was committed at this elapsed time, if it is a recent one. */
  revisionAt(elapsed: number): number | null;
  /** Something of it is another that no other row tells. */
  changed(client: Client): void;
  /** Its state, or what it heard since the last commit, is another, and nothing else. */
  became(client: Client): void;
  /** It heard or sent something. */
  moved(client: Client): void;
}

/** True when a socket of the one may stay as a socket of the other. */
export function isSameSocket(one: SandboxClientDocument, other: SandboxClientDocument): boolean {
  return one.tokenId === other.tokenId && one.dialect === other.dialect && one.filters.join() === other.filters.join();
}

/** Why a client cannot connect at all. */
export type CannotConnect = "token-missing" | "secret-unreadable" | "dialect-unknown";

export class Client {
  definition: SandboxClientDocument;
  readonly received = new Received();
  readonly #world: ClientWorld;
  readonly #series = new Series(LIMITS.sandboxSeriesSeconds);
  readonly #repeats = new Map<string, Repeat>();
  #state: SandboxState = { kind: "off" };
  #link: ClientLink | undefined;
  #session: Session | undefined;
  #retry: Timer | undefined;
  #attempt = 0;
  #sent = 0;
  #refused = 0;
  #refusal: ClientView["refusal"] = null;
  #commit: { readonly revision: number; readonly at: number; deliveryMs: number | null } | undefined;

  constructor(definition: SandboxClientDocument, world: ClientWorld) {
    this.definition = definition;
    this.#world = world;
  }

  get id(): string {
    return this.definition.id;
  }

  get state(): SandboxState {
    return this.#state;
  }

  get counts() {
    return { received: this.received.count, sent: this.#sent, refused: this.#refused };
  }

  /** Topics, as they were written, that it repeats or repeated. */
  get repeatTopics(): readonly string[] {
    return [...this.#repeats.keys()];
  }

  /** The broker's end, while it is online. */
  get session(): Session | undefined {
    return this.#session;
  }

  view(): ClientView {
    const { kind: _, updatedAt: __, ...definition } = this.definition;
    return {
      ...definition,
      filters: [...definition.filters],
      state: this.#state,
      ...this.counts,
      perSec: this.#series.newest,
      series: this.#series.values(),
      last: this.received.newest(LIMITS.sandboxLastMessages),
      refusal: this.#refusal,
      repeats: [...this.#repeats.values()].map((repeat) => repeat.view()),
      afterCommit: this.#afterCommit(),
    };
  }

  /** Its state alone. */
  standing(): SandboxStanding {
    return { id: this.id, state: this.#state, afterCommit: this.#afterCommit() };
  }

  /** Opens a socket, whatever there was before; says why when it cannot even try. */
  connect(): CannotConnect | undefined {
    this.#attempt = 0;
    this.#leave();
    this.#dropLink();
    const problem = this.#open();
    if (problem !== undefined && this.#state.kind !== "off") this.#become({ kind: "off" });
    return problem;
  }

  /** Off, by a person: nothing tries again. */
  disconnect(): void {
    this.#leave();
    this.#dropLink();
    this.#stopRepeats(null);
    this.#become({ kind: "off" });
  }

  /** It is no more: its socket says goodbye. */
  remove(): void {
    this.#leave();
    this.close();
  }

  /** Ends with the engine. */
  close(): void {
    this.#dropLink();
    this.#stopRepeats(null);
    this.#state = { kind: "off" };
  }

  redefine(definition: SandboxClientDocument): void {
    const isSame = isSameSocket(this.definition, definition);
    this.definition = definition;
    if (!isSame && this.#state.kind !== "off" && this.#state.kind !== "closed") this.connect();
    this.#world.changed(this);
  }

  /** False unless it is online. */
  publish(topic: string, json: string): boolean {
    if (this.#state.kind !== "online" || this.#link === undefined) return false;
    this.#link.publish(topic, json);
    this.#sent++;
    this.#world.moved(this);
    return true;
  }

  repeat(plan: RepeatPlan, outgoing: Outgoing): void {
    this.#repeats.get(plan.topic)?.stop();
    const { clock, random } = this.#world;
    const send = (seq: number): Sent => {
      if (this.#state.kind !== "online" || (this.#link?.waitingBytes ?? 0) > LIMITS.sandboxSendBytes) return "held";
      const filled = outgoing.fill({ now: clock.now(), seq, random });
      if (!filled.ok) return { error: `${filled.field}: ${filled.message}` };
      return this.publish(filled.topic, filled.json) ? "sent" : "held";
    };
    this.#repeats.set(plan.topic, new Repeat(plan, { clock, random }, send, () => this.#world.changed(this)));
    this.#world.changed(this);
  }

  /** Of one topic, or all. */
  stopRepeat(topic: string | undefined): void {
    for (const [key, repeat] of this.#repeats) {
      if (topic !== undefined && key !== topic) continue;
      repeat.stop();
      this.#repeats.delete(key);
    }
    this.#world.changed(this);
  }

  /** Takes the rates of the second that is over; true when a repeat moved. */
  sample(): { readonly perSec: number; readonly isRepeating: boolean } {
    for (const repeat of this.#repeats.values()) repeat.sample();
    const isRepeating = [...this.#repeats.values()].some(({ isRunning }) => isRunning);
    return { perSec: this.#series.take(this.received.count), isRepeating };
  }

  /** An edit of the policy was committed at `at` (elapsed): the next delivery is measured from it. */
  committed(revision: number, at: number): void {
    // Whom the edit closes has no next delivery.
    if (this.#state.kind !== "online" || (this.#session?.ending ?? null) !== null) return;
    this.#commit = { revision, at, deliveryMs: null };
    this.#world.became(this);
  }

  /** The broker's end of its socket is gone: its milliseconds are known now. */
  sessionGone(session: Session): void {
    if (this.#session !== session) return;
    if (this.#state.kind !== "closed" && this.#state.kind !== "waiting") return;
    const { code, reason, at } = this.#state.close;
    this.#become({ ...this.#state, close: this.#closeOf(code, reason, at) });
  }

  #open(): CannotConnect | undefined {
    const { definition } = this;
    const codec = this.#world.codec(definition.dialect);
    if (codec === undefined) return "dialect-unknown";
    const shown = this.#world.secretOf(definition.tokenId);
    if (typeof shown === "string") return shown;
    this.#attempt++;
    const wish = { ...shown, filters: definition.filters, name: definition.name, lastN: definition.lastN };
    const listener: LinkListener = {
      standing: (address) => {
        this.#session = this.#world.sessionAt(address);
        // A door that refuses accepts the handshake first (C4): without a session nothing has succeeded yet.
        if (this.#session !== undefined) this.#attempt = 0;
        this.#commit = undefined;
        this.#become({ kind: "online", since: this.#now(), connectionId: this.#session?.id ?? null });
      },
      heard: (heard) => {
        if (heard.kind === "message") this.#take(heard.topic, heard.json);
        else this.#takeRefusal(heard.code, heard.message);
      },
      gone: (code, reason) => this.#gone(code, reason),
    };
    this.#session = undefined;
    this.#become({ kind: "connecting", attempt: this.#attempt });
    this.#link = new ClientLink(this.#world.sockets, this.#world.origin(), codec, wish, listener);
    return undefined;
  }

  #take(topic: string, json: string): void {
    const { clock } = this.#world;
    this.received.add(clock.now(), topic, json);
    if (this.#commit !== undefined && this.#commit.deliveryMs === null) {
      this.#commit.deliveryMs = clock.elapsed() - this.#commit.at;
      this.#world.became(this);
    }
    this.#world.moved(this);
  }

  #takeRefusal(code: string, message: string): void {
    this.#refused++;
    this.#refusal = { at: this.#now(), code, message };
    this.#world.changed(this);
  }

  #gone(code: number, reason: string): void {
    this.#link = undefined;
    const close = this.#closeOf(code, reason, this.#now());
    const attempt = this.#attempt + 1;
    const delay = retryDelay(code, attempt, this.#world.random());
    if (delay === null) {
      this.#stopRepeats(`The client was closed with ${code}`);
      this.#become({ kind: "closed", close });
      return;
    }
    this.#retry = this.#world.clock.after(delay, () => {
      this.#retry = undefined;
      if (this.#open() !== undefined) this.#become({ kind: "closed", close });
    });
    const retryAt = new Date(this.#world.clock.now() + delay).toISOString();
    this.#become({ kind: "waiting", close, attempt, retryAt });
  }

  #closeOf(code: number, reason: string, at: string): SandboxClose {
    const { revisionAt } = this.#world;
    return closeOf({ code, reason, session: this.#session, at, revisionAt });
  }

  #become(state: SandboxState): void {
    this.#state = state;
    this.#world.became(this);
  }

  #afterCommit(): ClientView["afterCommit"] {
    return this.#commit === undefined ? null : { revision: this.#commit.revision, deliveryMs: this.#commit.deliveryMs };
  }

  /** 1000, as a client that was not cut off: the broker's list of ended connections tells one from the other. */
  #leave(): void {
    this.#link?.leave();
    this.#link = undefined;
  }

  #dropLink(): void {
    this.#retry?.cancel();
    this.#retry = undefined;
    this.#link?.destroy();
    this.#link = undefined;
    this.#session = undefined;
  }

  #stopRepeats(error: string | null): void {
    for (const repeat of this.#repeats.values()) repeat.stop(error);
    if (this.#repeats.size > 0) this.#world.changed(this);
  }

  #now(): string {
    return new Date(this.#world.clock.now()).toISOString();
  }
}

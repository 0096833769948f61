/** Owns the counters of the whole broker and the seconds of its charts, sampled once a second. */
import { principalOf } from "../../access/anonymous.ts";
import { DOOR_STEPS, HTTP_STEPS, REFUSALS, REPLY_REASONS } from "../../contract/codes.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { Series, Stats } from "../../contract/live.ts";
import { Listeners } from "../../faults/listeners.ts";
import type { Timer } from "../../ports/clock.ts";
import type { ConsoleCore } from "../console-core.ts";
import type { RevocationTimes } from "../edits/revocation-times.ts";
import { total, WindowCounts } from "./window-counts.ts";

const SAMPLE_MS = 1000;
const DOOR = new Map<string, { readonly code: number; readonly text: string }>([
  ...Object.entries(DOOR_STEPS),
  ...Object.entries(HTTP_STEPS).map(([step, { status, text }]) => [step, { code: status, text }] as const),
]);
const FRAMES = new Map<string, string>(Object.entries(REFUSALS));
const REPLIES = new Map<string, string>(Object.entries({ ...REFUSALS, ...REPLY_REASONS }));
/** Replies are refused for the reasons that clients are, and counted apart from them. */
const REPLY_PREFIX = "reply:";

export class StatsKeeper {
  readonly #core: ConsoleCore;
  readonly #times: RevocationTimes;
  readonly #denials: WindowCounts;
  readonly #drops: WindowCounts;
  readonly #series: Series = { at: [], in: [], out: [], connections: [] };
  /** Connections opened in each second of the series. */
  readonly #opened: number[] = [];
  readonly #startedAt: number;
  #last: { at: number; messagesIn: number; messagesOut: number; dropped: number; opened: number };
  #rates = { in: 0, out: 0 };
  #peak = 0;
  #slowest: Stats["slowest"] = null;
  readonly #listeners: Listeners<() => void>;
  #stops: (() => void)[] = [];
  #timer: Timer | undefined;

  constructor(core: ConsoleCore, times: RevocationTimes) {
    const at = core.clock.elapsed();
    const { messagesIn, messagesOut, dropped, opened } = core.counters;
    this.#core = core;
    this.#listeners = new Listeners(core.faults);
    this.#times = times;
    this.#denials = new WindowCounts(at);
    this.#drops = new WindowCounts(at);
    this.#startedAt = at;
    this.#last = { at, messagesIn, messagesOut, dropped, opened };
  }

  start(): void {
    const { journals, registry, clock, replies } = this.#core;
    const deny = (reason: string) => this.#denials.add(reason, 1, clock.elapsed());
    this.#stops = [
      journals.doorlog.onAdded(({ step }, isNew) => {
        if (isNew) deny(step);
      }),
      journals.refusals.onAdded(({ code }) => deny(code)),
      replies.outcomes.onAdded(({ result, code }) => {
        if (result === "refused") deny(`${REPLY_PREFIX}${code}`);
      }),
      registry.listen({ opened: () => this.#notePeak() }),
    ];
    this.#timer = clock.every(SAMPLE_MS, () => this.#sample());
  }

  close(): void {
    this.#timer?.cancel();
    for (const stop of this.#stops.splice(0)) stop();
  }

  /** Calls back after each sample; returns a function that ends it. */
  onSample(listener: () => void): () => void {
    return this.#listeners.add(listener);
  }

  /** The seconds of the charts so far, oldest first. */
  series(): Series {
    return copyFrom(this.#series, 0);
  }

  /** The second that was sampled last, as a series of one point. */
  newestPoint(): Series {
    return copyFrom(this.#series, -1);
  }

  current(): Stats {
    const { capture, clock, counters, registry, router, topics } = this.#core;
    const elapsed = clock.elapsed();
    const denied = this.#denials.lastHour(elapsed);
    return {
      uptimeSec: Math.floor((elapsed - this.#startedAt) / 1000),
      connections: registry.size,
      connectionsPeak: this.#peak,
      away: registry.away.size,
      openedLast5Min: this.#opened.reduce((sum, count) => sum + count, counters.opened - this.#last.opened),
      tokensInUse: registry.tokensInUse,
      topics: topics.size,
      topicsActiveLastMin: topics.activeLastMinute(),
      subscriptions: router.subscriptions,
      wildcardSubscriptions: router.wildcardSubscriptions,
      messagesIn: counters.messagesIn,
      messagesOut: counters.messagesOut,
      inPerSec: this.#rates.in,
      outPerSec: this.#rates.out,
      deniedLastHour: total(denied),
      deniedLastMin: this.#denials.lastMinute(elapsed),
      droppedLastHour: total(this.#drops.lastHour(elapsed)),
      droppedLastMin: this.#drops.lastMinute(elapsed),
      faults: faultsView(this.#core.faults),
      capture: { isOn: capture.isOn, bytes: capture.bytes, maxBytes: capture.limits.captureBytes },
      slowest: this.#slowest,
      denials: [...denied].map(([reason, count]) => denial(reason, count)).sort((a, b) => b.count - a.count),
      revocations: this.#times.view(),
    };
  }

  #notePeak(): void {
    this.#peak = Math.max(this.#peak, this.#core.registry.size);
  }

  #sample(): void {
    const { clock, counters, registry } = this.#core;
    const { messagesIn, messagesOut, dropped, opened } = counters;
    const at = clock.elapsed();
    const seconds = Math.max(at - this.#last.at, 1) / 1000;
    this.#rates = {
      in: Math.round((messagesIn - this.#last.messagesIn) / seconds),
      out: Math.round((messagesOut - this.#last.messagesOut) / seconds),
    };
    const newlyDropped = dropped - this.#last.dropped;
    if (newlyDropped > 0) this.#drops.add("dropped", newlyDropped, at);
    this.#slowest = newlyDropped > 0 ? this.#findSlowest() : this.#slowestIfStill(at);
    keepNewest(this.#series.at, clock.now() / 1000);
    keepNewest(this.#series.in, this.#rates.in);
    keepNewest(this.#series.out, this.#rates.out);
    keepNewest(this.#series.connections, registry.size);
    keepNewest(this.#opened, opened - this.#last.opened);
    this.#last = { at, messagesIn, messagesOut, dropped, opened };
    this.#listeners.tell((listener) => listener());
  }

  /** The session whose queue dropped last. Looks through all of them, but only in a second in which something was dropped. */
  #findSlowest(): Stats["slowest"] {
    const { registry, counters, policy } = this.#core;
    for (const session of registry.all()) {
      if (session.outbound !== counters.lastSlow) continue;
      const name = principalOf(policy.current, session.tokenId)?.name;
      return { connectionId: session.id, label: name ?? session.tokenId };
    }
    return null;
  }

  #slowestIfStill(elapsed: number): Stats["slowest"] {
    if (this.#slowest === null || this.#drops.lastMinute(elapsed) === 0) return null;
    return this.#core.registry.get(this.#slowest.connectionId) === undefined ? null : this.#slowest;
  }
}

function keepNewest(values: number[], value: number): void {
  values.push(value);
  if (values.length > LIMITS.seriesSeconds) values.shift();
}

function copyFrom({ at, in: into, out, connections }: Series, from: number): Series {
  return { at: at.slice(from), in: into.slice(from), out: out.slice(from), connections: connections.slice(from) };
}

function denial(reason: string, count: number): Stats["denials"][number] {
  if (reason.startsWith(REPLY_PREFIX)) {
    const code = reason.slice(REPLY_PREFIX.length);
    return { of: "reply", reason: code, text: REPLIES.get(code) ?? code, code: null, count };
  }
  const step = DOOR.get(reason);
  if (step !== undefined) return { of: "door", reason, text: step.text, code: step.code, count };
  return { of: "message", reason, text: FRAMES.get(reason) ?? reason, code: null, count };
}

function faultsView({ count, last }: ConsoleCore["faults"]): Stats["faults"] {
  return { count, last: last === null ? null : { ...last, at: new Date(last.at).toISOString() } };
}

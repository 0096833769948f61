/** Owns the live view: what changed since the last patch, gathered and sent to every watcher in one sequence. */
import type { Snapshot } from "../../access/snapshot.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { AuditView, LivePatch, LiveSnapshot } from "../../contract/live.ts";
import type { Library } from "../../library/library.ts";
import type { Timer } from "../../ports/clock.ts";
import type { AutoReplies } from "../../replies/auto-replies.ts";
import type { Journal } from "../../sessions/journal.ts";
import type { ServerFacts } from "../console-core.ts";
import { listAudit } from "../lists/lists.ts";
import type { ViewSources } from "../lists/views.ts";
import type { Announcer } from "./announcer.ts";
import { LiveConnections } from "./live-connections.ts";
import { LiveJournal } from "./live-journal.ts";
import { changedRows, LivePolicy } from "./live-policy.ts";
import type { StatsKeeper } from "./stats.ts";
import type { Watcher } from "./watcher.ts";
import { Watchers } from "./watchers.ts";

export interface LiveSources extends ViewSources {
  readonly stats: StatsKeeper;
  readonly announcer: Announcer;
  readonly facts: Pick<ServerFacts, "info">;
}

/**
 * Nothing is gathered while nobody watches. A patch is made once for all watchers; one that falls behind gets a fresh snapshot in place of
 * what it missed, and nobody waits for it.
 */
export class LiveView {
  readonly #sources: LiveSources;
  readonly #watchers: Watchers<LiveSnapshot, LivePatch, Gathered>;
  #seq = 0;

  constructor(sources: LiveSources) {
    this.#sources = sources;
    this.#watchers = new Watchers(() => new Gathered(sources, () => this.flush()), sources.core.faults);
  }

  get watchers(): number {
    return this.#watchers.size;
  }

  /** A stream that begins with a snapshot and ends when `signal` aborts, the reader returns, or the view closes. */
  watch(signal?: AbortSignal): Watcher<LiveSnapshot, LivePatch> {
    return this.#watchers.watch(undefined, () => this.#snapshot(), signal);
  }

  /** Sends what has gathered, if anything has. The timer does this; a test may. */
  flush(): void {
    this.#watchers.send(() => this.#flush());
  }

  #flush(): void {
    const changes = this.#watchers.gathered?.take();
    if (changes === undefined) return;
    this.#seq++;
    const revision = this.#sources.core.policy.current.revision;
    this.#watchers.push({ type: "patch", seq: this.#seq, revision, ...changes });
  }

  close(): void {
    this.#watchers.close();
  }

  /** Taken after a flush, so that it is exactly the state that the patches so far add up to. */
  #snapshot(): LiveSnapshot {
    this.flush();
    const { core, stats, facts } = this.#sources;
    const { policy, journals } = core;
    const newest = <T extends { readonly id: string }>(journal: Journal<T>) => [
      ...journal.page(undefined, LIMITS.liveJournalRows).items,
    ];
    return {
      type: "snapshot",
      seq: this.#seq,
      revision: policy.current.revision,
      server: facts.info(),
      settings: policy.current.settings,
      ...LivePolicy.rows(policy.current, this.#sources),
      library: [...core.library.current.values()],
      replies: core.replies.states(),
      connections: this.#watchers.gathered?.connections.rows() ?? [],
      doorlog: newest(journals.doorlog),
      refusals: newest(journals.refusals),
      revocations: newest(journals.revocations),
      kicks: newest(journals.kicks),
      audit: listAudit(core, { limit: LIMITS.liveJournalRows }).items,
      stats: stats.current(),
      series: stats.series(),
    };
  }
}

type Changes = Omit<LivePatch, "type" | "seq" | "revision">;

/** What has changed since the patch before, while somebody watches. */
class Gathered {
  readonly connections: LiveConnections;
  readonly #sources: LiveSources;
  readonly #policy: LivePolicy;
  readonly #doorlog = new LiveJournal<LiveSnapshot["doorlog"][number]>();
  readonly #refusals = new LiveJournal<LiveSnapshot["refusals"][number]>();
  readonly #revocations = new LiveJournal<LiveSnapshot["revocations"][number]>();
  readonly #kicks = new LiveJournal<LiveSnapshot["kicks"][number]>();
  readonly #audit = new LiveJournal<AuditView>();
  #settings: Snapshot["settings"];
  #library: Library["current"];
  /** Rules whose counters moved. */
  readonly #replied = new Set<string>();
  #revision: number;
  #sampled = false;
  #isServerNew = false;
  readonly #stops: (() => void)[];
  readonly #timers: Timer[];

  constructor(sources: LiveSources, flush: () => void) {
    const { core, announcer, stats } = sources;
    const { journals, clock, policy } = core;
    this.#sources = sources;
    this.connections = new LiveConnections(core);
    this.#policy = new LivePolicy(sources, (tokenId) => this.connections.renamed(tokenId));
    this.#settings = policy.current.settings;
    this.#library = core.library.current;
    this.#revision = policy.current.revision;
    this.#stops = [
      journals.doorlog.onAdded((entry) => this.#doorlog.add(entry)),
      journals.refusals.onAdded((entry) => this.#refusals.add(entry)),
      journals.revocations.onAdded((entry) => this.#revocations.add(entry)),
      journals.kicks.onAdded((entry) => this.#kicks.add(entry)),
      announcer.listen({
        audited: (row) => this.#audit.add(row),
        serverChanged: () => {
          this.#isServerNew = true;
        },
      }),
      core.registry.listen({
        opened: ({ tokenId }) => this.#policy.touch(tokenId),
        closed: ({ tokenId }) => this.#policy.touch(tokenId),
      }),
      core.replies.onChange((ruleId) => this.#replied.add(ruleId)),
      stats.onSample(() => {
        this.#sampled = true;
      }),
    ];
    this.#timers = [
      clock.every(LIMITS.livePatchMs, flush),
      clock.every(LIMITS.liveTrafficMs, () => this.connections.measureAll()),
    ];
  }

  /** The changes, or undefined when there are none; the next call begins anew. */
  take(): Changes | undefined {
    const { core, stats, facts } = this.#sources;
    const { policy, library } = core;
    const changes: Changes = { ...this.#policy.take(), ...this.connections.take() };
    if (this.#isServerNew) changes.server = facts.info();
    if (library.current !== this.#library) changes.library = changedRows(this.#library, library.current);
    if (this.#replied.size > 0) changes.replies = changedStates(this.#replied, core.replies);
    if (policy.current.settings !== this.#settings) changes.settings = policy.current.settings;
    if (!this.#doorlog.isEmpty) changes.doorlog = this.#doorlog.take();
    if (!this.#refusals.isEmpty) changes.refusals = this.#refusals.take();
    if (!this.#revocations.isEmpty) changes.revocations = this.#revocations.take();
    if (!this.#kicks.isEmpty) changes.kicks = this.#kicks.take();
    if (!this.#audit.isEmpty) changes.audit = this.#audit.take();
    if (this.#sampled) {
      changes.stats = stats.current();
      changes.series = stats.newestPoint();
    }
    const isNew = policy.current.revision !== this.#revision || Object.keys(changes).length > 0;
    this.#settings = policy.current.settings;
    this.#library = library.current;
    this.#revision = policy.current.revision;
    this.#replied.clear();
    this.#sampled = false;
    this.#isServerNew = false;
    return isNew ? changes : undefined;
  }

  close(): void {
    for (const timer of this.#timers) timer.cancel();
    for (const stop of this.#stops) stop();
    this.connections.close();
  }
}

function changedStates(ids: ReadonlySet<string>, replies: AutoReplies): NonNullable<LivePatch["replies"]> {
  const set: NonNullable<LivePatch["replies"]>["set"] = [];
  const remove: string[] = [];
  for (const id of ids) {
    const state = replies.state(id);
    if (state === undefined) remove.push(id);
    else set.push(state);
  }
  return { set, remove };
}

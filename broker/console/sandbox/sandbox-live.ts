/** Owns the stream of the sandbox: what moved since the last patch, gathered for every window at once. */
import { LIMITS } from "../../contract/limits.ts";
import type { SandboxPatch, SandboxSnapshot } from "../../contract/sandbox.ts";
import type { Clock, Timer } from "../../ports/clock.ts";
import type { Client } from "../../sandbox/client.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import type { ConsoleCore } from "../console-core.ts";
import type { Watcher } from "../live/watcher.ts";
import { Watchers } from "../live/watchers.ts";

/** Counters and the newest few messages go out ten times a second however many come; a client that closes is told at once. */
export class SandboxLive {
  readonly #sandbox: Sandbox;
  readonly #watchers: Watchers<SandboxSnapshot, SandboxPatch, Gathered>;
  #seq = 0;

  constructor(sandbox: Sandbox, { clock, faults }: Pick<ConsoleCore, "clock" | "faults">) {
    this.#sandbox = sandbox;
    this.#watchers = new Watchers(() => new Gathered(sandbox, clock, () => this.flush()), faults);
  }

  /** Begins with a snapshot; ends when `signal` aborts, the reader returns, or the desk closes. */
  watch(signal?: AbortSignal): Watcher<SandboxSnapshot, SandboxPatch> {
    return this.#watchers.watch(undefined, () => this.#snapshot(), signal);
  }

  /** Sends what has gathered, if anything has. */
  flush(): void {
    this.#watchers.send(() => this.#flush());
  }

  #flush(): void {
    const changes = this.#watchers.gathered?.take();
    if (changes === undefined) return;
    this.#seq++;
    this.#watchers.push({ type: "patch", seq: this.#seq, ...changes });
  }

  close(): void {
    this.#watchers.close();
  }

  #snapshot(): SandboxSnapshot {
    this.flush();
    return { type: "snapshot", seq: this.#seq, clients: this.#sandbox.clients.map((client) => client.view()) };
  }
}

type Changes = Omit<SandboxPatch, "type" | "seq">;

class Gathered {
  readonly #sandbox: Sandbox;
  readonly #clock: Clock;
  readonly #flush: () => void;
  readonly #changed = new Set<Client>();
  readonly #became = new Set<Client>();
  readonly #moved = new Set<Client>();
  readonly #removed = new Set<string>();
  /** Messages up to this one are known to every window. */
  readonly #told = new WeakMap<Client, number>();
  #rates: readonly (readonly [string, number])[] = [];
  #soon: Timer | undefined;
  readonly #timer: Timer;
  readonly #stop: () => void;

  constructor(sandbox: Sandbox, clock: Clock, flush: () => void) {
    this.#sandbox = sandbox;
    this.#clock = clock;
    this.#flush = flush;
    for (const client of sandbox.clients) this.#told.set(client, client.received.count);
    this.#timer = clock.every(LIMITS.livePatchMs, flush);
    this.#stop = sandbox.listen({
      changed: (client) => this.#changed.add(client),
      became: (client) => this.#note(client),
      moved: (client) => this.#moved.add(client),
      removed: (id) => this.#removed.add(id),
      sampled: (rates) => {
        this.#rates = rates;
      },
    });
  }

  take(): Changes | undefined {
    this.#soon?.cancel();
    this.#soon = undefined;
    const live = new Set(this.#sandbox.clients);
    const set = [...this.#changed].filter((client) => live.has(client));
    const whole = new Set(set.map(({ id }) => id));
    const standing = [...this.#became].filter((client) => live.has(client) && !whole.has(client.id));
    const moved = [...this.#moved].filter((client) => live.has(client) && !whole.has(client.id));
    const rates = this.#rates.filter(([id]) => !whole.has(id)).map(([id, rate]): [string, number] => [id, rate]);
    const changes: Changes = {
      ...(set.length === 0 ? {} : { set: set.map((client) => this.#known(client).view()) }),
      ...(standing.length === 0 ? {} : { standing: standing.map((client) => client.standing()) }),
      ...(this.#removed.size === 0 ? {} : { remove: [...this.#removed] }),
      ...(moved.length === 0 ? {} : { traffic: moved.map((client) => this.#traffic(client)) }),
      ...(rates.length === 0 ? {} : { rates }),
    };
    this.#changed.clear();
    this.#became.clear();
    this.#moved.clear();
    this.#removed.clear();
    this.#rates = [];
    return Object.keys(changes).length === 0 ? undefined : changes;
  }

  close(): void {
    this.#timer.cancel();
    this.#soon?.cancel();
    this.#stop();
  }

  /** The theatre is watched: an end does not wait for the next patch, only for those that come with it. */
  #note(client: Client): void {
    this.#became.add(client);
    if (client.state.kind !== "closed" && client.state.kind !== "waiting") return;
    this.#soon ??= this.#clock.after(LIMITS.sandboxSoonMs, this.#flush);
  }

  #traffic(client: Client) {
    const fresh = client.received.newest(LIMITS.sandboxLastMessages, this.#told.get(client) ?? 0);
    this.#told.set(client, client.received.count);
    return { id: client.id, ...client.counts, fresh };
  }

  #known(client: Client): Client {
    this.#told.set(client, client.received.count);
    return client;
  }
}

/** Owns the simulated clients as one set: as the library names them, each with its own socket, until the engine ends. */
import type { Policy } from "../access/policy.ts";
import { SealError, type SecretBox } from "../access/seal.ts";
import type { SandboxClientDocument } from "../contract/library.ts";
import { LIMITS } from "../contract/limits.ts";
import { Listeners } from "../faults/listeners.ts";
import type { Library } from "../library/library.ts";
import type { ClientSockets } from "../ports/client-socket.ts";
import type { Clock, Timer } from "../ports/clock.ts";
import type { Faults } from "../ports/faults.ts";
import type { LibraryChange } from "../ports/store.ts";
import type { SessionRegistry } from "../sessions/registry.ts";
import type { Session } from "../sessions/session.ts";
import { Client, type ClientWorld, isSameSocket } from "./client.ts";
import { CODECS } from "./codecs.ts";

/** What has already happened, for views. */
export interface SandboxListener {
  /** Anything of a client. */
  changed?(client: Client): void;
  /** Its state, or what it heard since the last commit, and nothing else. */
  became?(client: Client): void;
  removed?(id: string): void;
  /** A client heard or sent something. */
  moved?(client: Client): void;
  /** A second is over: rates are those of it. */
  sampled?(rates: readonly (readonly [id: string, perSec: number])[]): void;
}

export interface SandboxParts {
  readonly clock: Clock;
  readonly library: Library;
  readonly policy: Policy;
  readonly secretBox: SecretBox;
  readonly registry: SessionRegistry;
  readonly sockets: ClientSockets;
  readonly faults?: Faults | undefined;
  /** In [0, 1). */
  readonly random: () => number;
  /** `ws://127.0.0.1:8001`; asked at each handshake, since a port is known only after listening. */
  origin(): string;
}

/** A client sees its end within milliseconds of the commit. */
const COMMITS = 100;

export class Sandbox {
  readonly #parts: SandboxParts;
  readonly #world: ClientWorld;
  readonly #clients = new Map<string, Client>();
  readonly #listeners: Listeners<SandboxListener>;
  /** The newest commits: elapsed time to revision. */
  readonly #commits = new Map<number, number>();
  #stops: (() => void)[] = [];
  #timer: Timer | undefined;

  constructor(parts: SandboxParts) {
    this.#parts = parts;
    this.#listeners = new Listeners(parts.faults);
    this.#world = {
      clock: parts.clock,
      sockets: parts.sockets,
      random: parts.random,
      origin: () => parts.origin(),
      codec: (dialect) => CODECS.get(dialect),
      secretOf: (tokenId) => this.#secretOf(tokenId),
      sessionAt: (address) => this.#sessionAt(address),
      revisionAt: (elapsed) => this.#commits.get(elapsed) ?? null,
      changed: (client) => this.#tell((listener) => listener.changed?.(client)),
      became: (client) => this.#tell((listener) => listener.became?.(client)),
      moved: (client) => this.#tell((listener) => listener.moved?.(client)),
    };
  }

  /** Dialects that a simulated client can speak. */
  get dialects(): readonly string[] {
    return [...CODECS.keys()];
  }

  /** In the order that people gave them. */
  get clients(): readonly Client[] {
    return [...this.#clients.values()].sort((a, b) => a.definition.order - b.definition.order);
  }

  get(id: string): Client | undefined {
    return this.#clients.get(id);
  }

  start(): void {
    const { library, registry, clock } = this.#parts;
    for (const definition of library.ofKind("sandboxClient")) this.#define(definition);
    this.#stops = [
      library.onChange(() => this.#followLibrary()),
      registry.listen({ gone: (session) => this.#sessionGone(session) }),
    ];
    this.#timer = clock.every(1000, () => this.#sample());
  }

  /** Returns a function that ends the listening. */
  listen(listener: SandboxListener): () => void {
    return this.#listeners.add(listener);
  }

  /** Clients with a live session that would lose it when the library changes so: they are removed, or connect anew as another. */
  disconnectedBy({ put, deleted }: LibraryChange): { readonly session: Session; readonly isRemoved: boolean }[] {
    const next = new Map(put.map((document) => [document.id, document]));
    const gone = new Set(deleted);
    return [...this.#clients.values()].flatMap(({ id, definition, session }) => {
      if (session === undefined || session.ending !== null) return [];
      const after = next.get(id) ?? (gone.has(id) ? undefined : definition);
      const isRemoved = after?.kind !== "sandboxClient";
      return isRemoved || !isSameSocket(definition, after) ? [{ session, isRemoved }] : [];
    });
  }

  /** An edit of the policy was committed at `at` (elapsed). */
  committed(revision: number, at: number): void {
    this.#commits.set(at, revision);
    const oldest = this.#commits.keys().next();
    if (this.#commits.size > COMMITS && !oldest.done) this.#commits.delete(oldest.value);
    for (const client of this.#clients.values()) client.committed(revision, at);
  }

  /** Sockets end, timers stop. Harmless twice. */
  close(): void {
    this.#timer?.cancel();
    for (const stop of this.#stops.splice(0)) stop();
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  #followLibrary(): void {
    const definitions = new Map(this.#parts.library.ofKind("sandboxClient").map((each) => [each.id, each]));
    for (const [id, client] of this.#clients) {
      if (definitions.has(id)) continue;
      client.remove();
      this.#clients.delete(id);
      this.#tell((listener) => listener.removed?.(id));
    }
    for (const definition of definitions.values()) this.#define(definition);
  }

  #define(definition: SandboxClientDocument): void {
    const known = this.#clients.get(definition.id);
    if (known?.definition === definition) return;
    if (known !== undefined) {
      known.redefine(definition);
      return;
    }
    if (this.#clients.size >= LIMITS.sandboxClients) return;
    const client = new Client(definition, this.#world);
    this.#clients.set(definition.id, client);
    this.#world.changed(client);
  }

  #secretOf(tokenId: string | null): ReturnType<ClientWorld["secretOf"]> {
    if (tokenId === null) return { secret: null };
    const token = this.#parts.policy.current.tokens.get(tokenId);
    if (token === undefined) return "token-missing";
    try {
      return { secret: this.#parts.secretBox.open(token.sealedSecret) };
    } catch (error) {
      if (error instanceof SealError) return "secret-unreadable";
      throw error;
    }
  }

  /** Newest first in the common case: the session has just been added. */
  #sessionAt(address: string): Session | undefined {
    return this.#parts.registry.all().findLast(({ handshake }) => handshake.peer.address === address);
  }

  #sessionGone(session: Session): void {
    for (const client of this.#clients.values()) client.sessionGone(session);
  }

  #sample(): void {
    const rates: [string, number][] = [];
    for (const client of this.#clients.values()) {
      const { perSec, isRepeating } = client.sample();
      if (client.state.kind === "online") rates.push([client.id, perSec]);
      if (isRepeating) this.#world.changed(client);
    }
    this.#tell((listener) => listener.sampled?.(rates));
  }

  #tell(what: (listener: SandboxListener) => void): void {
    this.#listeners.tell(what);
  }
}

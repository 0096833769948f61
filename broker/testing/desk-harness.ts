/** Owns a desk over wired rooms without a network: a clock that tests move, a store in memory, and clients that are plain objects. */
import { randomBytes } from "node:crypto";
import { SecretBox } from "../access/seal.ts";
import { AloneBus } from "../adapters/alone-bus.ts";
import { MemoryStore } from "../adapters/memory-store.ts";
import { SystemChance } from "../adapters/system-chance.ts";
import { Desk } from "../console/desk.ts";
import { applyEdits, type Corridor } from "../console/edits/apply-edit.ts";
import type { EditGate } from "../console/edits/edit-queue.ts";
import { listAudit } from "../console/lists/lists.ts";
import { pubSubEdits } from "../console/topics/pubsub-edits.ts";
import type { Edit } from "../contract/edits.ts";
import type { ServerInfo } from "../contract/live.ts";
import { wireEngine } from "../engine.ts";
import { FaultCounter } from "../faults/fault-counter.ts";
import type { Bus } from "../ports/bus.ts";
import type { Chance } from "../ports/chance.ts";
import type { Hooks } from "../ports/hooks.ts";
import type { Knock } from "../ports/link.ts";
import type { Store } from "../ports/store.ts";
import { sampleWorkspace } from "../sample.ts";
import { FakeClientSockets } from "./fake-client-sockets.ts";
import { FakeLink } from "./fake-link.ts";
import { ManualClock } from "./manual-clock.ts";
import { SeededRandom } from "./seeded-random.ts";
import { SilentLog } from "./silent-log.ts";

const INFO: ServerInfo = {
  version: "0.0.0-test",
  startedAt: "2026-01-01T00:00:00.000Z",
  runtime: "headless",
  addresses: [],
  admin: "http://127.0.0.1:1/api/v1",
  tls: false,
  dataFolder: null,
  secrets: "memory",
  secretsTrouble: null,
  adminKey: "run",
  layer: "memory",
  dialects: [],
  serving: true,
  history: { storedIn: "memory", trouble: null },
};

export class DeskUnderTest {
  readonly clock = new ManualClock();
  readonly log = new SilentLog();
  readonly clientSockets = new FakeClientSockets();
  readonly random = new SeededRandom(1);
  readonly store: Store;
  readonly desk: Desk;
  /** What an edit is given in its turn, for tests that edit without a queue. */
  readonly corridor: Corridor;
  beforeEdit: EditGate = () => undefined;
  readonly #wired: ReturnType<typeof wireEngine>;

  constructor(
    store: Store = new MemoryStore(),
    hooks?: Hooks,
    chance: Chance = new SystemChance(),
    bus: Bus = new AloneBus(),
  ) {
    this.store = store;
    const secretBox = new SecretBox(randomBytes(32));
    const { clock, log } = this;
    const faults = new FaultCounter(log, () => clock.now());
    clock.faults = faults;
    this.#wired = wireEngine({
      clock,
      chance,
      log,
      faults,
      store,
      bus,
      secretBox,
      dataFolder: null,
      history: null,
      hooks,
    });
    this.desk = new Desk(this.#wired.core, {
      info: () => ({ ...INFO, serving: this.#wired.service.isOpen }),
      clients: { sockets: this.clientSockets, random: () => this.random.next(), origin: () => "ws://127.0.0.1:1" },
      sampleHouse: sampleWorkspace,
      replaceAdminKey: () => "replaced",
      loginLink: () => "http://127.0.0.1:1/login?ticket=x",
      applySettings: (settings) => this.#wired.applySettings(settings),
      stopServing: () => this.#wired.service.stop(),
      startServing: () => this.#wired.service.start(),
      beforeEdit: () => this.beforeEdit(),
    });
    let corridor: Corridor | undefined;
    void this.desk.edits.run((given) => {
      corridor = given;
    });
    if (corridor === undefined) throw new Error("an edit that need not wait waits");
    this.corridor = corridor;
    this.desk.start();
  }

  /** Starts the core's timers, which the tests' clock runs. */
  start(): Promise<void> {
    return this.#wired.start();
  }

  get core() {
    return this.#wired.core;
  }

  /** The REST interface of pub/sub. */
  get pubsub() {
    const [rest] = this.#wired.rest(pubSubEdits(this.desk));
    if (rest === undefined) throw new Error("pub/sub has no REST interface");
    return rest;
  }

  /** @throws Error when nothing was edited yet */
  newestAudit() {
    const [row] = listAudit(this.core, {}).items;
    if (row === undefined) throw new Error("no audit row");
    return row;
  }

  edit(...edits: Edit[]) {
    return applyEdits(this.corridor, edits, "http");
  }

  /** A token with rights on patterns, whose tags are made as needed. */
  token(
    rights: Readonly<Record<string, "read" | "readwrite">>,
    fields: Extract<Edit, { kind: "token.create" }>["token"] = {},
  ) {
    const [made] = this.edit({ kind: "token.create", token: fields }).created;
    const id = made?.id ?? "";
    for (const [pattern, access] of Object.entries(rights)) {
      const known = [...this.core.policy.current.tags.values()].find((tag) => tag.pattern === pattern);
      const tagId = known?.id ?? this.edit({ kind: "tag.create", tag: { pattern } }).created[0]?.id ?? "";
      this.edit({ kind: "permission.set", tokenId: id, tagId, access });
    }
    return { id, secret: made?.secret ?? "" };
  }

  connect(secret: string, ...filters: string[]): FakeLink {
    return this.knock("/ws/brocker/", { authorization: `Token ${secret}`, tag: filters.join(",") });
  }

  /** A client at any path, from this machine. */
  knock(path: string, headers: Readonly<Record<string, string>> = {}): FakeLink {
    const connection = new FakeLink();
    this.#wired.accept(knockAt(path, headers))?.accept(connection);
    return connection;
  }

  /** Milliseconds that a handshake from this machine waits before it is accepted (C8). */
  delayAt(path: string): number | undefined {
    return this.#wired.accept(knockAt(path, {}))?.delayMs;
  }

  stop(): Promise<void> {
    this.desk.close();
    return this.#wired.stop();
  }
}

function knockAt(path: string, headers: Knock["headers"]): Knock {
  const peer = { address: "127.0.0.1:1", host: "127.0.0.1", loopback: true };
  return { path, query: "", headers, subprotocols: [], peer };
}

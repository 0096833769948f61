/** A bus through Redis: leases and slots are keys, inboxes are channels. */
import { Redis, type RedisOptions } from "ioredis";
import { LIMITS } from "../contract/limits.ts";
import { type Bus, BusError, type NodeCard } from "../ports/bus.ts";
import { SCRIPTS, type ScriptName } from "./redis-bus/scripts.ts";

/** What is used of a client of ioredis, or of its mock. */
export type RedisClient = Redis;

export interface RedisBusConfig {
  /** Stands before all keys and channels. */
  readonly prefix: string;
  /** A client that does not connect by itself (`lazyConnect`). */
  readonly client: () => RedisClient;
}

/** `redis://`, `rediss://` or the path of a Unix socket. */
export function redisClient(address: string): RedisClient {
  return new Redis(address, OPTIONS);
}

const OPTIONS: RedisOptions = {
  lazyConnect: true,
  // A command that was under way when the connection ended may have been done: resent, a batch would come twice and a number be written late.
  autoResendUnfulfilledCommands: false,
  autoResubscribe: true,
  // N70: what cannot be sent now is refused now; nothing gathers here.
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: LIMITS.busCallMs,
  connectTimeout: LIMITS.busCallMs,
  retryStrategy: (times) => Math.min(LIMITS.busRetryMinMs * 2 ** Math.min(times - 1, 10), LIMITS.busRetryMaxMs),
};

/** What ioredis says of a connection that has ended, whatever ended it. */
const CLOSED = "Connection is closed.";

interface Connections {
  readonly calls: RedisClient;
  readonly inbox: RedisClient;
}

export class RedisBus implements Bus {
  readonly kind = "redis";
  readonly #config: RedisBusConfig;
  #card: NodeCard | null = null;
  #connections: Connections | null = null;
  #trouble: string | null = null;

  constructor(config: RedisBusConfig) {
    this.#config = config;
  }

  /** N17: with connections made anew: one may look healthy at a server that delivers no more. */
  async enter(card: NodeCard, onBatch: (batch: Uint8Array) => void): Promise<void> {
    this.#disconnect();
    const connections = { calls: this.#open(), inbox: this.#open() };
    this.#connections = connections;
    this.#card = card;
    const channel = Buffer.from(this.#inboxOf(card.id));
    connections.inbox.on("messageBuffer", (from: Buffer, batch: Buffer) => {
      if (this.#connections === connections && channel.equals(from)) onBatch(batch);
    });
    await this.#asBusError(Promise.all([connections.calls.connect(), connections.inbox.connect()]));
    const keys = [this.#keyOf(card.id), this.#nodesKey];
    await this.#call("enter", keys, [JSON.stringify([card.id, card.name]), LIMITS.nodeLeaseMs, card.id]);
    await this.#asBusError(connections.inbox.subscribe(this.#inboxOf(card.id)));
  }

  async renew(): Promise<boolean> {
    if (this.#card === null) return false;
    return (await this.#call("renew", [this.#keyOf(this.#card.id)], [LIMITS.nodeLeaseMs])) === 1;
  }

  async members(): Promise<readonly NodeCard[]> {
    if (this.#card === null) return [];
    const text = String(await this.#call("members", [this.#nodesKey], [this.#keyOf("")]));
    return text.split("\n").flatMap(readCard);
  }

  send(nodeId: string, batch: Uint8Array): void {
    const { calls } = this.#connections ?? {};
    if (calls === undefined || this.#card === null) return;
    const bytes = Buffer.from(batch.buffer, batch.byteOffset, batch.byteLength);
    // What does not arrive is asked for again by the link that it belongs to (N22).
    calls.publish(this.#inboxOf(nodeId), bytes).catch(() => undefined);
  }

  async take(tokenId: string, held: number, more: number, limit: number): Promise<number> {
    const { id } = this.#self();
    const keys = [this.#keyOf(id), this.#nodesKey];
    const args = [this.#keyOf(""), id, fieldOf(tokenId), LIMITS.nodeLeaseMs, held, more, limit];
    const granted = Number(await this.#call("take", keys, args));
    if (granted < 0) throw new BusError("this node's lease has ended");
    return granted;
  }

  async hold(slots: readonly (readonly [tokenId: string, count: number])[]): Promise<void> {
    if (this.#card === null || slots.length === 0) return;
    const key = this.#keyOf(this.#card.id);
    for (let at = 0; at < slots.length; at += LIMITS.busHoldSlots) {
      const part = slots.slice(at, at + LIMITS.busHoldSlots);
      await this.#call("hold", [key], [LIMITS.nodeLeaseMs, ...part.flatMap(([id, count]) => [fieldOf(id), count])]);
    }
  }

  async held(tokenId: string): Promise<number> {
    if (this.#card === null) return 0;
    const keys = [this.#keyOf(this.#card.id), this.#nodesKey];
    return Number(await this.#call("held", keys, [this.#keyOf(""), "", fieldOf(tokenId)]));
  }

  async close(): Promise<void> {
    const card = this.#card;
    if (card === null) return;
    try {
      await this.#call("leave", [this.#keyOf(card.id), this.#nodesKey], [card.id]);
    } catch {
      // Away: the lease ends by itself.
    }
    this.#card = null;
    this.#disconnect();
  }

  #open(): RedisClient {
    const client = this.#config.client();
    // Why the connection ended; the call that finds it ended says no more than that. Without a listener ioredis writes to the console.
    client.on("error", (error: Error) => {
      this.#trouble = error.message;
    });
    for (const [name, { keys, lua }] of Object.entries(SCRIPTS))
      client.defineCommand(commandOf(name), { numberOfKeys: keys, lua });
    return client;
  }

  #disconnect(): void {
    this.#connections?.calls.disconnect();
    this.#connections?.inbox.disconnect();
    this.#connections = null;
  }

  /** EVALSHA, and EVAL where Redis does not know the script. */
  #call(name: ScriptName, keys: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    const { calls } = this.#connections ?? {};
    if (calls === undefined) return Promise.reject(new BusError("Redis is not connected"));
    // `defineCommand` made it, of which the types of ioredis know nothing.
    const run: unknown = Reflect.get(calls, commandOf(name));
    if (typeof run !== "function") return Promise.reject(new BusError(`there is no script ${name}`));
    return this.#asBusError(Promise.resolve<unknown>(Reflect.apply(run, calls, [...keys, ...args])));
  }

  async #asBusError<T>(answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      throw new BusError(message === CLOSED ? (this.#trouble ?? message) : message, { cause: error });
    }
  }

  #self(): NodeCard {
    if (this.#card === null) throw new BusError("this node has not entered");
    return this.#card;
  }

  /** The hash tag keeps all keys on one shard of a Redis Cluster; inboxes have none, so that they spread. */
  #keyOf(nodeId: string): string {
    return `{${this.#config.prefix}}:node:${nodeId}`;
  }

  get #nodesKey(): string {
    return `{${this.#config.prefix}}:nodes`;
  }

  #inboxOf(nodeId: string): string {
    return `${this.#config.prefix}:in:${nodeId}`;
  }
}

const fieldOf = (tokenId: string): string => `s:${tokenId}`;
const commandOf = (name: string): string => `signalbox${name}`;

/** What stands in Redis may be anybody's. */
function readCard(text: string): NodeCard[] {
  try {
    const card: unknown = JSON.parse(text);
    if (!Array.isArray(card)) return [];
    const [id, name] = card as unknown[];
    return typeof id === "string" && typeof name === "string" ? [{ id, name }] : [];
  } catch {
    return [];
  }
}

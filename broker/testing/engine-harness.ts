/** Owns a whole engine for tests: memory store, a free port, its REST interface, and clients that are cleaned up. */
import type { ClosedSession } from "../contract/edits.ts";
import type { ConnectionView } from "../contract/nouns.ts";
import { type Engine, type EngineConfig, openEngine } from "../index.ts";
import { BrokerClient, type ClientOptions } from "./broker-client.ts";
import { SilentLog } from "./silent-log.ts";

/** What an answer of the admin API looks like to a test. */
export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests read answers of every shape, as a script would.
  readonly body: any;
}

export interface EngineUnderTest {
  readonly engine: Engine;
  readonly log: SilentLog;
  api(method: string, path: string, body?: unknown): Promise<Answer>;
  /** A token with its permissions; tags are made as they are needed. Returns its id and secret. */
  token(
    rights: Readonly<Record<string, "read" | "readwrite">>,
    fields?: Readonly<Record<string, unknown>>,
  ): Promise<{ id: string; secret: string }>;
  permissionId(tokenId: string, pattern: string): Promise<string>;
  /** A client whose session stands. */
  connect(options: ClientOptions): Promise<BrokerClient>;
  /** A client that may be refused. */
  knock(options: ClientOptions): BrokerClient;
  connections(): Promise<ConnectionView[]>;
  /** Resolves when a message that is published now has come to the client: everything before it has then come too. */
  settle(client: BrokerClient, publisher: BrokerClient, topic: string): Promise<void>;
  /** From now on no queue drops: test clients read only when the engine, on the same loop, pauses, and look slow to it (M8) in a burst. */
  widenQueues(): Promise<void>;
  /** Runs when it stops, before the engine does. */
  cleanUp(run: () => void): void;
  stop(): Promise<void>;
}

/** Opens an engine; `stop` in `afterEach`. */
export async function startEngine(config: Partial<EngineConfig> = {}): Promise<EngineUnderTest> {
  const log = new SilentLog();
  const engine = await openEngine({
    host: "127.0.0.1",
    port: 0,
    dataFolder: null,
    adminKey: "test-admin-key-0123456789",
    log,
    runtime: "headless",
    version: "0.0.0-test",
    ...config,
  });
  const origin = engine.broker.replace(/\/ws\/brocker\/$/, "");
  const clients: BrokerClient[] = [];
  const cleanups: (() => void)[] = [];
  const tags = new Map<string, string>();

  async function api(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${engine.admin}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${engine.adminKey}`,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === "" ? null : JSON.parse(text) };
  }

  async function must(method: string, path: string, body?: unknown): Promise<Answer["body"]> {
    const answer = await api(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  function knock(options: ClientOptions): BrokerClient {
    const client = new BrokerClient(origin, options);
    clients.push(client);
    return client;
  }

  return {
    engine,
    log,
    api,
    knock,
    async token(rights, fields = {}) {
      const { id, secret } = await must("POST", "/tokens", fields);
      for (const [pattern, access] of Object.entries(rights)) {
        let tagId = tags.get(pattern);
        if (tagId === undefined) {
          tagId = String((await must("POST", "/tags", { pattern })).id);
          tags.set(pattern, tagId);
        }
        await must("PUT", "/permissions", { tokenId: id, tagId, access });
      }
      return { id, secret };
    },
    async permissionId(tokenId, pattern) {
      const { items } = await must("GET", `/permissions?tokenId=${tokenId}`);
      return items.find((one: { tagId: string }) => one.tagId === tags.get(pattern)).id;
    },
    async connect(options) {
      const client = knock(options);
      await client.opened;
      return client;
    },
    async connections() {
      return (await must("GET", "/connections?limit=1000")).items;
    },
    async settle(client, publisher, topic) {
      const mark = `settle-${Math.random()}`;
      publisher.publish(topic, mark);
      while (client.messages.at(-1)?.message !== mark) await client.received(client.texts.length + 1);
    },
    async widenQueues() {
      await must("PATCH", "/settings", { maxQueueFrames: 1_000_000, maxQueueBytes: 1024 * 1024 * 1024 });
    },
    cleanUp: (run) => void cleanups.push(run),
    async stop() {
      for (const run of cleanups) run();
      for (const client of clients) client.socket.terminate();
      await engine.stop();
    },
  };
}

/** The closed sessions of an edit's answer, by code. */
export function codesOf(closed: readonly ClosedSession[]): number[] {
  return closed.map((one) => one.code).sort();
}

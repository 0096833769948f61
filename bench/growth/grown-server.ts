/** A server on a data folder of its own, filled through its own API to the size that a curve asks for. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { SignalboxProcess } from "../../broker/testing/signalbox-process.ts";
import { BUNDLE } from "../../tools/compile-ahead.ts";
import { AdminClient } from "../generator/admin-client.ts";
import { PUBLISHER_SECRET, SUBSCRIBER_SECRET, secretOf, TAG_PATTERN } from "../wire/bench-policy.ts";

/** Edits of one call: below the limit of a list, and small enough to be sent at once. */
const EDITS_AT_ONCE = 5_000;
/** So that no token's limit is what a curve measures. */
const MAX_CONNECTIONS = 100_000;

type Edits = readonly Readonly<Record<string, unknown>>[];

export class GrownServer {
  readonly #folder = mkdtempSync(join(tmpdir(), "signalbox-growth-"));
  #process: SignalboxProcess | undefined;
  #admin: AdminClient | undefined;
  /** Milliseconds from the spawn to the ready line of the last start. */
  startMs = Number.NaN;
  /** Id of the token that the subscribers use. */
  subscriber = "";

  /** A publisher and a subscriber of everything under the benchmark's pattern. */
  static async open(): Promise<GrownServer> {
    const server = new GrownServer();
    await server.start();
    await server.admin.call("PATCH", "/settings", {
      authFailureDelay: "off",
      pingIntervalMs: 3_600_000,
      allowOverlaps: true,
    });
    await server.edit([{ kind: "tag.create", tag: { pattern: TAG_PATTERN } }]);
    const [publisher = "", subscriber = ""] = await server.addTokens([PUBLISHER_SECRET, SUBSCRIBER_SECRET]);
    await server.grant([publisher], "readwrite");
    await server.grant([subscriber], "read");
    server.subscriber = subscriber;
    return server;
  }

  get admin(): AdminClient {
    if (this.#admin === undefined) throw new Error("The server does not run");
    return this.#admin;
  }

  get pid(): number {
    return this.#process?.ready.pid ?? Number.NaN;
  }

  get port(): number {
    return Number(new URL(this.#process?.ready.url ?? "http://nowhere").port);
  }

  async start(): Promise<void> {
    const begun = performance.now();
    const options = ["--port", "0", "--data", join(this.#folder, "data"), "--log-level", "warn"];
    const compiled = { NODE_COMPILE_CACHE: join(this.#folder, "compiled") };
    this.#process = await SignalboxProcess.start(options, compiled, BUNDLE);
    this.startMs = performance.now() - begun;
    this.#admin = new AdminClient(this.#process.ready.admin, this.#process.ready.adminKey);
  }

  async stop(): Promise<void> {
    this.#admin?.close();
    await this.#process?.stop();
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  async close(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** All or nothing within each {@link EDITS_AT_ONCE}. @returns ids of what was made, in order */
  async edit(edits: Edits): Promise<string[]> {
    const ids: string[] = [];
    for (let at = 0; at < edits.length; at += EDITS_AT_ONCE) {
      const { created } = await this.admin.call<{ created: { id: string }[] }>("POST", "/edits", {
        edits: edits.slice(at, at + EDITS_AT_ONCE),
      });
      ids.push(...created.map(({ id }) => id));
    }
    return ids;
  }

  addTokens(secrets: readonly string[]): Promise<string[]> {
    return this.edit(
      secrets.map((secret) => ({ kind: "token.create", token: { secret, maxConnections: MAX_CONNECTIONS } })),
    );
  }

  /** `count` tokens beside publisher and subscriber, each with a right of its own. */
  async fillTokens(count: number): Promise<void> {
    const ids = await this.addTokens(Array.from({ length: count }, (_, index) => secretOf(index + 2)));
    await this.grant(ids, "read");
  }

  async grant(tokens: readonly string[], access: "read" | "readwrite", pattern = TAG_PATTERN): Promise<void> {
    await this.edit(
      tokens.map((tokenId) => ({ kind: "permission.set", tokenId, tagId: `pattern:${pattern}`, access })),
    );
  }

  /** `count` rights of one token beside the one it has. */
  async fillPermissions(tokenId: string, count: number): Promise<void> {
    const patterns = Array.from({ length: count }, (_, index) => `other/${index}/+`);
    await this.edit(patterns.map((pattern) => ({ kind: "tag.create", tag: { pattern } })));
    await this.edit(
      patterns.map((pattern) => ({ kind: "permission.set", tokenId, tagId: `pattern:${pattern}`, access: "read" })),
    );
  }

  /** Milliseconds of one edit that changes a right back and forth, as its caller waits for it: the median of `times`. */
  async editMs(tokenId: string, times = 21): Promise<number> {
    const took: number[] = [];
    for (let turn = 0; turn < times; turn++) {
      const begun = performance.now();
      await this.admin.call("PATCH", `/tokens/${tokenId}`, { note: `turn ${turn}` });
      took.push(performance.now() - begun);
    }
    return took.sort((a, b) => a - b)[times >> 1] ?? Number.NaN;
  }
}

/** Owns the measured house: a crowd of simulated clients that one right lets live, a few that stay, and somebody who talks to all. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { SignalboxProcess } from "../../broker/testing/signalbox-process.ts";

/** Clients that are online beside the crowd and that no edit closes. */
export const STAYING = 5;
/** Everybody hears something once a second. */
const TALK_MS = 1000;
const CROWD = "crowd/+/news";
const KEPT = "kept/#";
const Made = z.object({ id: z.string() });
const Clients = z.object({ items: z.array(z.object({ id: z.string(), state: z.object({ kind: z.string() }) })) });

interface Right {
  readonly tokenId: string;
  readonly tagId: string;
  readonly access: "read" | "readwrite";
}

export class House {
  readonly #server: SignalboxProcess;
  readonly #data: string;
  readonly #rights: readonly Right[];

  private constructor(server: SignalboxProcess, data: string, rights: readonly Right[]) {
    this.#server = server;
    this.#data = data;
    this.#rights = rights;
  }

  /** A fresh process on a data folder of its own; its clients are off. */
  static async open(count: number): Promise<House> {
    const data = mkdtempSync(join(tmpdir(), "signalbox-theatre-"));
    const server = await SignalboxProcess.start(["--port", "0", "--data", data, "--log-level", "warn"]);
    const make = async (path: string, body: unknown) => Made.parse((await server.call("POST", path, body)).body).id;
    const crowd = await make("/tokens", { name: "Crowd" });
    const kept = await make("/tokens", { name: "Kept" });
    const news = await make("/tags", { pattern: CROWD });
    const rest = await make("/tags", { pattern: KEPT });
    const rights: readonly Right[] = [
      { tokenId: crowd, tagId: news, access: "read" },
      { tokenId: kept, tagId: rest, access: "readwrite" },
      { tokenId: kept, tagId: news, access: "readwrite" },
    ];
    const add = (name: string, tokenId: string, filter: string) =>
      make("/sandbox/clients", { name, tokenId, dialect: "broker", filters: [filter], lastN: 0 });
    for (let index = 1; index <= count; index++) await add(`Crowd ${index}`, crowd, CROWD);
    for (let index = 1; index <= STAYING; index++) await add(`Kept ${index}`, kept, KEPT);
    return new House(server, data, rights);
  }

  async link(): Promise<string> {
    return z.object({ url: z.string() }).parse((await this.#server.call("POST", "/login-link")).body).url;
  }

  /** Every right as it was, every client online; one of those that stay talks. */
  async fill(): Promise<void> {
    for (const right of this.#rights) await this.#server.call("PUT", "/permissions", right);
    const away = (await this.#clients()).filter(({ state }) => state.kind !== "online");
    for (const { id } of away) await this.#server.call("POST", `/sandbox/clients/${id}/connect`, {});
    while ((await this.#clients()).some(({ state }) => state.kind !== "online")) await pause(50);
    const talker = (await this.#clients()).at(-1)?.id ?? "";
    for (const topic of ["crowd/hall/news", "kept/hall"]) {
      const talk = { clientId: talker, topic, template: '{"seq":{{seq}}}', format: "json", everyMs: TALK_MS };
      await this.#server.call("POST", "/sandbox/repeat", talk);
    }
  }

  async close(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#data, { recursive: true, force: true });
  }

  async #clients() {
    return Clients.parse((await this.#server.call("GET", "/sandbox/clients")).body).items;
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

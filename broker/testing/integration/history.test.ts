/** Owns the proof that history outlives its process: stopped, killed, or started on a file that is none. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { ServerInfo } from "../../contract/live.ts";
import { MessageView } from "../../contract/nouns.ts";
import { TopicView } from "../../contract/topic-views.ts";
import { BrokerClient } from "../broker-client.ts";
import { SignalboxProcess } from "../signalbox-process.ts";
import { TemporaryFolder } from "../temporary-folder.ts";

const Messages = z.object({ items: z.array(MessageView) });
/** What a kill may cost on a machine that is busy with other tests; the rule's 200 ms are measured by the clock of write-behind.test. */
const LOST_MS = 2_000;

let folder: TemporaryFolder;
const running: SignalboxProcess[] = [];
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((server) => server.stop("SIGKILL")));
  folder.remove();
});

const start = async () => {
  const server = await SignalboxProcess.start(["--port", "0", "--data", folder.file("data")]);
  running.push(server);
  return server;
};
const messages = async (server: SignalboxProcess, topic: string) =>
  Messages.parse((await server.call("GET", `/messages?limit=1000&topic=${topic}`)).body).items;
const info = async (server: SignalboxProcess) => ServerInfo.parse((await server.call("GET", "/server")).body);

describe("history and its process", () => {
  it("O16 P9 a stop writes what waits: after the next start everything is there, with its ids", async () => {
    const first = await start();
    for (let value = 0; value < 20; value++) await first.call("POST", "/messages", { topic: "a", message: value });
    const before = await messages(first, "a");
    expect((await first.stop()).code).toBe(0);
    const second = await start();
    expect(await messages(second, "a")).toEqual(before);
    expect((await info(second)).history).toEqual({ storedIn: "file", trouble: null });
  });

  it("O16 O19 what an operator wrote about a topic is there after a stop, and after a kill the moment it was answered", async () => {
    const described = async (server: SignalboxProcess) => {
      const { body } = await server.call("GET", "/topics");
      return z
        .object({ items: z.array(TopicView) })
        .parse(body)
        .items.map(({ name, metadata }) => ({ name, metadata }));
    };
    const first = await start();
    await first.call("POST", "/topics", { name: "home/hall/temp", metadata: { unit: "°C" } });
    await first.call("POST", "/messages", { topic: "home/attic", message: 1 });
    await first.call("PATCH", "/topics/home%2Fattic", { metadata: { note: ["under the roof", null] } });
    const written = await described(first);
    expect((await first.stop()).code).toBe(0);
    const second = await start();
    expect(await described(second)).toEqual(written);
    await second.call("PATCH", "/topics/home%2Fattic", { metadata: { note: "sold" } });
    await second.stop("SIGKILL");
    expect(await described(await start())).toEqual([
      { name: "home/attic", metadata: { note: "sold" } },
      { name: "home/hall/temp", metadata: { unit: "°C" } },
    ]);
  });

  it("O13 a process killed while it publishes loses the newest moment and nothing before it", async () => {
    const first = await start();
    const answered: { readonly value: number; readonly at: number }[] = [];
    const until = performance.now() + 4_000;
    for (let value = 0; performance.now() < until; value++) {
      await first.call("POST", "/messages", { topic: "a", message: value });
      answered.push({ value, at: performance.now() });
    }
    const before = await messages(first, "a");
    const killedAt = performance.now();
    await first.stop("SIGKILL");
    const second = await start();
    const after = await messages(second, "a");
    const safe = answered.filter(({ at }) => at < killedAt - LOST_MS).slice(-1000);
    const kept = after.map(({ json }) => Number(json));
    expect(kept[0]).toBeGreaterThanOrEqual(safe.at(-1)?.value ?? Number.POSITIVE_INFINITY);
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => (kept[0] ?? 0) - index));
    const ids = new Map(before.map(({ json, id }) => [json, id]));
    for (const { json, id } of after) if (ids.has(json)) expect(id).toBe(ids.get(json));
  });

  it("O14 a broken history starts the broker without it, is said in log and server info, and is not destroyed", async () => {
    const first = await start();
    await first.stop();
    writeFileSync(folder.file("data/history.db"), "somebody's notes");
    const second = await start();
    const { history } = await info(second);
    expect(history.storedIn).toBe("file");
    expect(history.trouble).toMatch(/history\.db could not be read \(.+\); it now lies at .+unreadable.+, unchanged/);
    expect(await messages(second, "a")).toEqual([]);
    const aside = readdirSync(folder.file("data")).find((name) => name.includes("unreadable")) ?? "";
    expect(readFileSync(folder.file(`data/${aside}`), "utf8")).toBe("somebody's notes");
    expect((await second.stop()).stderr).toContain("the history could not be read");
  });

  it("O18 no secret comes into the history", async () => {
    const server = await start();
    const secret = "a-secret-that-firmware-keeps-for-itself";
    const token = z.object({ id: z.string() }).parse((await server.call("POST", "/tokens", { secret })).body);
    const tag = z.object({ id: z.string() }).parse((await server.call("POST", "/tags", { pattern: "a" })).body);
    await server.call("PUT", "/permissions", { tokenId: token.id, tagId: tag.id, access: "readwrite" });
    const client = new BrokerClient(server.ready.url.replace("http", "ws"), { secret, filters: ["a"] });
    await client.opened;
    client.publish("a", "told");
    while ((await messages(server, "a")).length === 0) await new Promise(setImmediate);
    client.socket.terminate();
    await server.stop();
    const bytes = readdirSync(folder.file("data"))
      .filter((name) => name.startsWith("history.db"))
      .map((name) => readFileSync(folder.file(`data/${name}`), "latin1"))
      .join("");
    expect(bytes).toContain("told");
    expect(bytes).not.toContain(secret);
  });
});

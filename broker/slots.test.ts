import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";

const HERD = fileURLToPath(new URL("./testing/herd.ts", import.meta.url));
/** 5,000 handshakes on both sides of two cores that others use too. */
const STORM_TIMEOUT_MS = 180_000;

let stand: EngineUnderTest;
let children: ChildProcess[];
beforeEach(async () => {
  children = [];
  stand = await startEngine();
});
afterEach(async () => {
  for (const child of children) child.kill("SIGKILL");
  await stand.stop();
});

interface Herd {
  readonly process: ChildProcess;
  /** Tells the clients how to leave, and resolves when they have. */
  leave(how: "close" | "terminate"): Promise<void>;
}

async function herd(secret: string, filter: string, count: number): Promise<Herd> {
  const origin = stand.engine.broker.replace(/\/ws\/brocker\/$/, "");
  const child = spawn(process.execPath, [HERD, origin, secret, filter, String(count)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  children.push(child);
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error("the herd has no pipes");
  await once(stdout, "data");
  return {
    process: child,
    async leave(how) {
      stdin.write(`${how}\n`);
      await once(stdout, "data");
    },
  };
}

async function liveOf(tokenId: string): Promise<number> {
  return (await stand.api("GET", `/tokens/${tokenId}`)).body.connections;
}

/** Looks until the count is reached; a count that never comes ends in the test's timeout and names itself. */
async function reaches(tokenId: string, count: number): Promise<void> {
  for (;;) {
    const live = await liveOf(tokenId);
    if (live === count) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Proves the ledger by the limit itself: with room for one more, one comes in and the next gets 4004. */
async function holdsExactly(token: { id: string; secret: string }, live: number, filter: string): Promise<void> {
  await stand.api("PATCH", `/tokens/${token.id}`, { maxConnections: live + 1 });
  const last = await stand.connect({ ...token, filters: [filter] });
  expect((await stand.knock({ ...token, filters: [filter] }).closed).code).toBe(4004);
  expect(await liveOf(token.id)).toBe(live + 1);
  last.socket.close();
  await last.closed;
}

describe("slots", () => {
  it(
    "C6 5,000 sockets that end in every way give back exactly their slots",
    async () => {
      const token = await stand.token({ "s/#": "read" }, { maxConnections: 5000 });
      const closing = await herd(token.secret, "s/close", 1000);
      const breaking = await herd(token.secret, "s/terminate", 1000);
      const killed = await herd(token.secret, "s/kill", 1000);
      const halfOpen = await herd(token.secret, "s/stop", 1000);
      await herd(token.secret, "s/kick", 900);
      await herd(token.secret, "s/stay", 100);
      expect(await liveOf(token.id)).toBe(5000);
      expect((await stand.knock({ ...token, filters: ["s/late"] }).closed).code).toBe(4004);

      halfOpen.process.kill("SIGSTOP");
      killed.process.kill("SIGKILL");
      const { items } = (await stand.api("GET", "/connections?limit=1000&topic=s/kick")).body;
      const ids = items.map(({ id }: { id: string }) => id);
      const [kicked] = await Promise.all([
        stand.api("POST", "/connections/kick", { ids }),
        closing.leave("close"),
        breaking.leave("terminate"),
      ]);
      expect(kicked.body.closed).toHaveLength(900);
      await reaches(token.id, 1100);
      await stand.api("PATCH", "/settings", { pingIntervalMs: 1000 });
      await reaches(token.id, 100);
      await stand.api("PATCH", "/settings", { pingIntervalMs: 30_000 });
      await holdsExactly(token, 100, "s/probe");
    },
    STORM_TIMEOUT_MS,
  );

  it("C6 a refused handshake, a revocation and a lowered limit leave no trace in the count", async () => {
    const token = await stand.token({ "s/#": "read" }, { maxConnections: 10 });
    for (let round = 0; round < 20; round++) {
      const clients = await Promise.all(
        Array.from({ length: 10 }, () => stand.connect({ ...token, filters: ["s/a"] })),
      );
      expect((await stand.knock({ ...token, filters: ["s/a"] }).closed).code).toBe(4004);
      expect((await stand.knock({ ...token, filters: ["elsewhere"] }).closed).code).toBe(4003);
      await stand.api("PATCH", `/tokens/${token.id}`, { maxConnections: 4 });
      await stand.api("PATCH", `/tokens/${token.id}`, { enabled: round % 2 === 0 });
      await stand.api("PATCH", `/tokens/${token.id}`, { enabled: false });
      await Promise.all(clients.map((client) => client.closed));
      await stand.api("PATCH", `/tokens/${token.id}`, { enabled: true, maxConnections: 10 });
    }
    expect(await liveOf(token.id)).toBe(0);
    await holdsExactly(token, 0, "s/a");
  });
});

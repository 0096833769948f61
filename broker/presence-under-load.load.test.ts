import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { authenticated, type RealtimeClient } from "./testing/realtime-client.ts";
import { SeededRandom } from "./testing/seeded-random.ts";

const HERD = fileURLToPath(new URL("./testing/realtime-herd.ts", import.meta.url));
const CLIENTS = 500;
const KILLED = 50;
const USERS = 100;
const TIMEOUT_MS = 180_000;
const SEED = Number(process.env.SIGNALBOX_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));

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

const user = (userId: number) => stand.token({}, { subject: { userType: "user", userId: String(userId) } });
const count = async () => (await stand.api("GET", "/realtime/count")).body;
const connectionsOf = async (id: number) => (await stand.api("GET", `/realtime/users/user/${id}`)).body.connections;

/** Looks until the count is this; one that never comes ends in the test's timeout, named by the last that was seen. */
async function reaches(expected: { readonly connections: number; readonly users: number }): Promise<void> {
  for (let seen = await count(); ; seen = await count()) {
    if (seen.connections === expected.connections && seen.users === expected.users) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Clients in a process of their own, all of them in. */
async function herd(count: number, secrets: readonly string[]): Promise<ChildProcess> {
  const url = stand.engine.broker.replace("/ws/brocker/", "/ws/realtime/");
  const child = spawn(process.execPath, [HERD, url, String(count), ...secrets], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  await once(child.stdout, "data");
  return child;
}

describe("presence under load", () => {
  it(
    `Q8 C7 ${CLIENTS} clients of ${USERS} users come and go, ${KILLED} of them killed or silent: in the end the counts are the truth (seed ${SEED})`,
    async () => {
      const random = new SeededRandom(SEED);
      const tokens = await Promise.all(Array.from({ length: USERS }, (_, id) => user(id)));
      const secrets = tokens.map(({ secret }) => secret);
      const half = KILLED / 2;
      const killed = await herd(half, secrets.slice(0, half));
      const silent = await herd(half, secrets.slice(half, KILLED));

      const live = new Map<RealtimeClient, number>();
      for (let arrived = KILLED; arrived < CLIENTS; arrived++) {
        const id = random.int(USERS);
        const { client } = await authenticated(stand, secrets[id] ?? "");
        live.set(client, id);
        if (random.int(2) === 0) continue;
        const leaver = random.pick([...live.keys()]);
        live.delete(leaver);
        if (random.int(2) === 0) leaver.socket.close();
        else leaver.socket.terminate();
      }
      killed.kill("SIGKILL");
      // Stopped, not ended: its sockets stay open and answer no ping.
      silent.kill("SIGSTOP");
      await stand.api("PATCH", "/settings", { pingIntervalMs: 500 });

      await reaches({ connections: live.size, users: new Set(live.values()).size });
      const truth = Map.groupBy(live.values(), (id) => id);
      for (let id = 0; id < USERS; id++) expect(await connectionsOf(id)).toBe(truth.get(id)?.length ?? 0);

      for (const client of live.keys()) client.socket.close();
      await reaches({ connections: 0, users: 0 });
      for (const { id } of tokens) expect((await stand.api("GET", `/tokens/${id}`)).body.connections).toBe(0);
    },
    TIMEOUT_MS,
  );
});

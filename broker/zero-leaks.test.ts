import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";

const FLOOD = fileURLToPath(new URL("./testing/flood.ts", import.meta.url));
/** Generous: the flood takes the machine's other core, and perhaps more. */
const LOAD_TIMEOUT_MS = 120_000;

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

/** Publishers in a process of their own, at full speed; each message is its microsecond of the monotonic clock. */
async function flood(secret: string, publishers: number): Promise<void> {
  const origin = stand.engine.broker.replace(/\/ws\/brocker\/$/, "");
  const args = [FLOOD, origin, secret, "load/quiet", String(publishers), "load"];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  children.push(child);
  if (child.stdout === null) throw new Error("the flood has no output");
  await once(child.stdout, "data");
}

const microseconds = () => Number(process.hrtime.bigint() / 1000n);

describe("revocation under load", () => {
  it(
    "R5 while 50 publishers send at full speed, 100 revocations let no frame through that was sent after the edit's answer",
    async () => {
      const writer = await stand.token({ "load/#": "readwrite" });
      const reader = await stand.token({});
      const tagId = (await stand.api("GET", "/tags")).body.items[0].id;
      await flood(writer.secret, 50);
      let heard = 0;
      let forbidden = 0;
      for (let round = 0; round < 100; round++) {
        const granted = await stand.api("PUT", "/permissions", { tokenId: reader.id, tagId, access: "read" });
        const clients = await Promise.all([0, 1].map(() => stand.connect({ ...reader, filters: ["load/+"] })));
        await Promise.all(clients.map((client) => client.received(1)));
        const { body } = await stand.api("DELETE", `/permissions/${granted.body.id}`);
        const answeredAt = microseconds();
        expect(body.closed).toHaveLength(2);
        expect(body.leaked).toBe(0);
        for (const client of clients) {
          expect((await client.closed).code).toBe(4003);
          heard += client.messages.length;
          forbidden += client.messages.filter(({ message }) => Number(message) > answeredAt).length;
        }
      }
      const { items } = (await stand.api("GET", "/revocations")).body;
      expect(items.map(({ leaked }: { leaked: number }) => leaked)).toEqual(new Array(100).fill(0));
      expect(heard).toBeGreaterThan(200);
      expect(forbidden).toBe(0);
    },
    LOAD_TIMEOUT_MS,
  );

  it("R5 no publish that the new policy forbids is accepted after the edit's answer", async () => {
    const writer = await stand.token({ "out/#": "readwrite", "in/#": "read" });
    const reader = await stand.token({ "out/#": "read" });
    const subscriber = await stand.connect({ ...reader, filters: ["out/#"] });
    const publisher = await stand.connect({ ...writer, path: "/ws/brocker/?errors=1", filters: ["in/x"] });
    const tagId = (await stand.api("GET", "/permissions")).body.items.find(
      (one: { tokenId: string; access: string }) => one.tokenId === writer.id && one.access === "readwrite",
    ).tagId;
    for (let round = 0; round < 30; round++) {
      await stand.api("PUT", "/permissions", { tokenId: writer.id, tagId, access: "readwrite" });
      publisher.publish("out/a", `allowed-${round}`);
      await subscriber.received(round + 1);
      await stand.api("PUT", "/permissions", { tokenId: writer.id, tagId, access: "read" });
      publisher.publish("out/a", `forbidden-${round}`);
      await publisher.received(round + 1);
    }
    expect(subscriber.texts.join()).not.toContain("forbidden");
    expect(subscriber.texts).toHaveLength(30);
  });
});

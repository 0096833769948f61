import { readFileSync } from "node:fs";
import { get } from "node:https";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";

/** A certificate for localhost, for tests alone: its key is in the open. */
const pem = (name: string) => readFileSync(new URL(`./testing/tls/${name}.pem`, import.meta.url), "utf8");
const tls = { cert: pem("localhost-cert"), key: pem("localhost-key") };
const SECRET = "a-secret-of-the-test";
const BURST = 3000;

let stand: EngineUnderTest;
beforeEach(async () => {
  const workspace = {
    signalbox: 1 as const,
    tags: [{ pattern: "a/#" }],
    tokens: [{ secret: SECRET, permissions: [{ pattern: "a/#", access: "readwrite" as const }] }],
  };
  stand = await startEngine({ tls, workspace });
});
afterEach(() => stand.stop());

async function connect(filter: string): Promise<WebSocket> {
  const headers = { authorization: `Token ${SECRET}`, tag: filter };
  const socket = new WebSocket(stand.engine.broker, { headers, ca: tls.cert });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return socket;
}

describe("over TLS", () => {
  it("M5 M8 a burst comes whole and in order: a socket that finishes its writes a turn later is no slow reader", async () => {
    const subscriber = await connect("a/data");
    const publisher = await connect("a/quiet");
    const heard: number[] = [];
    const all = new Promise<void>((resolve) => {
      subscriber.on("message", (data) => {
        heard.push(JSON.parse(data.toString()).message.at(-1));
        if (heard.length === BURST) resolve();
      });
    });
    const ballast = "x".repeat(150);
    for (let i = 0; i < BURST; i++) publisher.send(JSON.stringify({ tag: "a/data", message: [ballast, i] }));
    await all;
    expect(heard).toEqual(Array.from({ length: BURST }, (_, i) => i));
    const closed = new Promise((resolve) => subscriber.once("close", resolve));
    await stand.engine.stop();
    expect(await closed).toBe(1001);
    publisher.terminate();
  });

  it("the console and the admin API speak TLS, and their addresses say so", async () => {
    expect(stand.engine.broker).toMatch(/^wss:/);
    expect(stand.engine.admin).toMatch(/^https:/);
    const status = await new Promise((resolve, reject) => {
      const headers = { authorization: `Bearer ${stand.engine.adminKey}` };
      get(`${stand.engine.admin}/tokens`, { ca: tls.cert, headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on("error", reject);
    });
    expect(status).toBe(200);
  });
});

/** Tests that a stranger leaves no more in memory by sending large headers than by sending small ones. */
import { connect } from "node:net";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { UPGRADE } from "./testing/raw-request.ts";

setFlagsFromString("--expose-gc");
const collectGarbage: () => void = runInNewContext("gc");

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

const ATTEMPTS = 400;
/** What may stay of each: a small part of the 57 KB that came. */
const KEPT_BYTES = 8 * 1024;

async function heap(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    await new Promise(setImmediate);
    collectGarbage();
  }
  return process.memoryUsage().heapUsed;
}

/** Resolves when the handshake is answered and, unless it is to stay open, the socket is gone. */
function attempt(path: string, lines: readonly string[], stays = false): Promise<void> {
  const { hostname, port } = new URL(stand.engine.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const head = Object.entries(UPGRADE).map(([name, value]) => `${name}: ${value}`);
      socket.write([`GET ${path} HTTP/1.1`, `Host: ${hostname}:${port}`, ...head, ...lines, "", ""].join("\r\n"));
    });
    socket.once("data", () => (stays ? resolve() : socket.destroy()));
    stand.cleanUp(() => socket.destroy());
    socket.on("error", reject);
    socket.on("close", () => resolve());
  });
}

const large = (seed: number) => `${seed}-${"abcdefghijklmnopqrstuvwxyz".repeat(2_200)}`;
const TOKEN = "Authorization: Token a-wrong-secret-of-some-length";

describe("what is kept of rejected connections", () => {
  it.each<[string, (seed: number) => [string, readonly string[]]]>([
    ["user agent", (seed) => ["/ws/brocker/", [TOKEN, "Tag: a/b", `User-Agent: ${large(seed)}`]]],
    ["filter", (seed) => ["/ws/brocker/", [TOKEN, `Tag: ${large(seed)}`]]],
    ["list of filters", (seed) => ["/ws/brocker/", [TOKEN, `Tag: ${"some/filter/of-a-list,".repeat(2_500)}${seed}`]]],
    ["secret", (seed) => ["/ws/brocker/", [`Authorization: Token ${large(seed)}`, "Tag: a/b"]]],
    ["query", (seed) => [`/ws/brocker/?tags=some/filter/in-a-query&x=${large(seed)}&token=some-wrong-secret`, []]],
    [
      "subprotocol",
      (seed) => ["/ws/brocker/", [`Sec-WebSocket-Protocol: token.${large(seed)}, tags.YWJjZGVmZ2hpamtsbW5v`]],
    ],
    ["name of a chat room", (seed) => [`/ws/chatroom/${large(seed)}`, [TOKEN]]],
  ])("C5 a large %s leaves little behind", async (_what, request) => {
    for (let i = 0; i < 20; i++) await attempt(...request(i));
    const before = await heap();
    for (let i = 0; i < ATTEMPTS; i++) await attempt(...request(i));
    expect((await heap()) - before).toBeLessThan(ATTEMPTS * KEPT_BYTES);
    expect((await stand.api("GET", "/doorlog?limit=1000")).body.items).toHaveLength(ATTEMPTS + 20);
  });

  it("C5 a filter that an admitted client asked for does not keep the headers that it came in", async () => {
    const { secret } = await stand.token({ "room/#": "read" }, { maxConnections: 0 });
    const before = await heap();
    for (let i = 0; i < 200; i++) {
      await attempt(`/ws/brocker/?token=${secret}&tags=room/of-some-length/${i}&x=${large(i)}`, [], true);
    }
    expect((await heap()) - before).toBeLessThan(200 * 2 * KEPT_BYTES);
    expect(await stand.connections()).toHaveLength(200);
  });
});

/** Checks the console windows' sockets: those that are gone without a word are found, and all are told when the server stops. */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { LIMITS } from "../contract/limits.ts";
import { ManualClock } from "../testing/manual-clock.ts";
import { ConsoleSocketServer } from "./console-socket.ts";

let clock: ManualClock;
let sockets: ConsoleSocketServer;
let server: Server;
let url = "";
beforeEach(async () => {
  clock = new ManualClock();
  sockets = new ConsoleSocketServer({
    clock,
    open: (socket) => socket.on("message", (text) => socket.send(`${text}!`)),
  });
  server = createServer();
  server.on("upgrade", (request, socket, head) => sockets.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/console`;
});
afterEach(() => {
  sockets.close();
  clock.advance(LIMITS.consoleCloseMs);
  server.close();
});

const closeCode = (window: WebSocket) => new Promise<number>((resolve) => window.once("close", resolve));

/** A window that has been served: the server knows it then. */
async function open(options: WebSocket.ClientOptions = {}): Promise<WebSocket> {
  const window = new WebSocket(url, options);
  await new Promise((resolve) => window.once("open", resolve));
  window.send("hello");
  await new Promise((resolve) => window.once("message", resolve));
  return window;
}

describe("console windows", () => {
  it("E11 a window that does not answer a ping by the next one is ended, one that does stays", async () => {
    const silent = await open({ autoPong: false });
    const alive = await open();
    const ended = closeCode(silent);
    const pinged = Promise.all([silent, alive].map((window) => new Promise((resolve) => window.once("ping", resolve))));
    clock.advance(LIMITS.pingIntervalMs);
    await pinged;
    // The pong has come when what was sent behind it is answered.
    alive.send("still here");
    await new Promise((resolve) => alive.once("message", resolve));
    clock.advance(LIMITS.pingIntervalMs);
    expect(await ended).toBe(1006);
    expect(alive.readyState).toBe(WebSocket.OPEN);
  });

  it("C7 the pings of a window are answered, each while it reads, and the last of thousands that came while it read nothing", async () => {
    const window = await open();
    const answers: string[] = [];
    window.on("pong", (payload) => answers.push(payload.toString()));
    const answered = (last: string) => expect.poll(() => answers.at(-1), { timeout: 20_000 }).toBe(last);
    for (let at = 0; at < 100; at++) window.ping(String(at));
    await answered("99");
    expect(answers).toHaveLength(100);

    window.pause();
    window.send("x".repeat(8 * 1024 * 1024));
    for (let at = 0; at < 5000; at++) window.ping(`later ${at}`);
    await expect.poll(() => window.bufferedAmount, { timeout: 20_000 }).toBe(0);
    window.resume();
    await answered("later 4999");
    expect(window.readyState).toBe(WebSocket.OPEN);
  });

  it("R10 windows get 1001 when the server stops", async () => {
    const ended = closeCode(await open());
    sockets.close();
    expect(await ended).toBe(1001);
  });
});

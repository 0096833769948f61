import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Duplex } from "node:stream";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Link, Welcome } from "../ports/link.ts";
import { FakeLink } from "../testing/fake-link.ts";
import { describeLink, type LinkPair } from "../testing/link-contract.ts";
import { SystemClock } from "./system-clock.ts";
import { WebSocketWire } from "./ws-listener/websocket-wire.ts";
import { WsListener } from "./ws-listener.ts";

/** Everybody comes in at once. */
const letIn = (accept: Welcome["accept"]) => (): Welcome => ({
  subprotocol: undefined,
  delayMs: 0,
  accept,
  waited: () => undefined,
  reject: () => undefined,
});

const portOf = (server: Server): number => {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
};

/** A real socket on loopback, and a client of `ws` at its other end. */
async function socketPair(): Promise<LinkPair> {
  let arrived: (connection: Link) => void = () => undefined;
  const connection = new Promise<Link>((resolve) => {
    arrived = resolve;
  });
  const listener = new WsListener({
    accept: letIn((accepted) => arrived(accepted)),
    maxFrameBytes: () => 1024 * 1024,
    clock: new SystemClock(),
  });
  const server = createServer();
  server.on("upgrade", (request, socket, head) => void listener.handleUpgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = portOf(server);
  const client = new WebSocket(`ws://127.0.0.1:${port}/`);
  const texts: string[] = [];
  let wake: () => void = () => undefined;
  client.on("message", (data) => {
    texts.push(data.toString());
    wake();
  });
  client.on("error", () => undefined);
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    client.on("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  const accepted = await connection;
  await new Promise((resolve) => client.once("open", resolve));
  return {
    link: accepted,
    wire: new WebSocketWire(),
    peer: {
      async received(count) {
        while (texts.length < count) await new Promise<void>((resolve) => (wake = resolve));
        return texts;
      },
      closeFrame: () => closed,
      sendText: (text) => client.send(text),
      sendBytes: (bytes) => client.send(bytes),
      answerClose: () => undefined,
      leave: (code) => client.close(code),
      stopReading: () => client.pause(),
      readAgain: () => client.resume(),
    },
    async end() {
      client.terminate();
      accepted.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function fakePair(): Promise<LinkPair> {
  const link = new FakeLink();
  return {
    link,
    wire: new WebSocketWire(),
    peer: {
      received: async () => link.texts,
      closeFrame: async () => link.closedWith ?? { code: 0, reason: "no close frame was written" },
      sendText: (content) => link.handler?.onFrame(Buffer.from(content), true),
      sendBytes: (bytes) => link.handler?.onFrame(bytes, false),
      answerClose: () => link.goneWith(link.closedWith?.code ?? 1005),
      leave: (code) => link.goneWith(code),
      stopReading: () => {
        link.takes = false;
      },
      readAgain: () => link.resume(),
    },
    end: async () => undefined,
  };
}

describeLink("a WebSocket", socketPair);
describeLink("the fake of the tests", fakePair);

describe("costly messages", () => {
  it("M9 wait in order, before what follows them: the client's close comes last, and another client is heard in between", async () => {
    let now = 0;
    const arrived: Link[] = [];
    const listener = new WsListener({
      accept: letIn((accepted) => void arrived.push(accepted)),
      maxFrameBytes: () => 1024 * 1024,
      clock: Object.assign(new SystemClock(), { elapsed: () => now }),
    });
    const server = createServer();
    server.on("upgrade", (request, socket, head) => void listener.handleUpgrade(request, socket, head));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `ws://127.0.0.1:${portOf(server)}/`;
    const [flood, quiet] = [new WebSocket(url), new WebSocket(url)];
    for (const client of [flood, quiet]) if (client.readyState !== WebSocket.OPEN) await once(client, "open");
    const heard: string[] = [];
    const gone = new Promise<void>((resolve) => {
      for (const connection of arrived) {
        connection.handler = {
          onFrame: (payload, isText) => {
            heard.push(isText ? Buffer.from(payload).toString() : `binary ${payload.byteLength}`);
            if (isText) now += 10;
          },
          onAlive: () => undefined,
          onWritable: () => undefined,
          onFault: () => undefined,
          onGone: (code) => {
            heard.push(`gone ${code}`);
            resolve();
          },
        };
      }
    });
    for (let count = 0; count < 200; count++) flood.send(`f${count}`);
    flood.send(Buffer.alloc(70_000));
    flood.close(4000);
    await expect.poll(() => heard.length).toBeGreaterThan(5);
    quiet.send("quiet");
    await gone;
    const own = heard.filter((what) => what !== "quiet");
    expect(own).toEqual([...Array.from({ length: 200 }, (_, count) => `f${count}`), "binary 70000", "gone 4000"]);
    expect(heard.indexOf("quiet")).toBeLessThan(heard.length - 1);
    quiet.terminate();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
});

describe("a frame that breaks a rule", () => {
  it("M10 is followed by nothing that is kept: the memory of what is read behind it is given back at once", async () => {
    const listener = new WsListener({
      accept: letIn(() => undefined),
      maxFrameBytes: () => 1024,
      clock: new SystemClock(),
    });
    const server = createServer();
    const upgraded = new Promise<Duplex>((resolve) => {
      server.on("upgrade", (request, socket, head) => {
        listener.handleUpgrade(request, socket, head);
        resolve(socket);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = new WebSocket(`ws://127.0.0.1:${portOf(server)}/`);
    client.on("error", () => undefined);
    await once(client, "open");
    const transport = await upgraded;
    const reads: Buffer[] = [];
    transport.prependListener("data", (read: Buffer) => reads.push(read));
    const told = once(client, "close");
    for (let count = 0; count < 50; count++) client.send("x".repeat(100_000));
    expect((await told)[0]).toBe(1009);
    await expect.poll(() => reads.length).toBeGreaterThan(20);
    // `ws` looked at the first; a buffer whose memory went back has no length.
    expect(reads.slice(1).filter((read) => read.byteLength > 0)).toEqual([]);
    client.terminate();
    transport.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
});

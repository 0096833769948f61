/** The curves: what is made larger, and what is measured at each size. */
import type { Socket } from "node:net";
import { performance } from "node:perf_hooks";
import type { Figures, TrafficJob } from "../generator/job.ts";
import { openSockets } from "../generator/opened-socket.ts";
import { residentBytes } from "../run/cpu-time.ts";
import { runJob } from "../run/generator-process.ts";
import type { Pinning } from "../run/machine.ts";
import { PUBLISHER_SECRET, SILENT_FILTER, SUBSCRIBER_SECRET } from "../wire/bench-policy.ts";
import { brokerDialect, type Opening } from "../wire/dialects.ts";
import { topicOf } from "../wire/payload.ts";
import { GrownServer } from "./grown-server.ts";

export interface Curve {
  readonly name: string;
  readonly title: string;
  readonly sizes: readonly number[];
  /** Figures, each named with its unit. */
  measure(size: number, pins: Pinning): Promise<Figures>;
}

const PAIRS = 200;
const SILENT = 10_000;
const STARTS = 3;

const opening = (secret: string, filter: string, name: string): Opening =>
  brokerDialect.opening({ secret, filter, name });

const silently = { data: () => undefined };

/** Connections that hear and say nothing, each with a filter of its own. */
function openSilent(server: GrownServer, count: number): Promise<Socket[]> {
  const openings = Array.from({ length: count }, (_, index) =>
    opening(SUBSCRIBER_SECRET, topicOf(50_000 + index), `silent-${index}`),
  );
  return openSockets({ host: "127.0.0.1", port: server.port }, openings, () => silently, 64);
}

/** CPU of the server for each delivery, 200 publishers to a subscriber each, 4 in flight. */
async function deliveryUs(server: GrownServer, pins: Pinning): Promise<number> {
  const numbers = Array.from({ length: PAIRS }, (_, index) => index);
  const job: TrafficJob = {
    kind: "traffic",
    host: "127.0.0.1",
    port: server.port,
    serverPid: server.pid,
    publishers: numbers.map((index) => opening(PUBLISHER_SECRET, SILENT_FILTER, `pub-${index}`)),
    subscribers: numbers.map((index) => opening(SUBSCRIBER_SECRET, topicOf(index), `sub-${index}`)),
    frames: numbers.map((index) => brokerDialect.publish(topicOf(index))),
    delivery: brokerDialect.delivery(topicOf(0)),
    fixedFrameBytes: brokerDialect.fixedFrameBytes,
    flow: "pairs",
    pace: { window: 4 },
    warmMs: 1_000,
    measureMs: 3_000,
    messages: 0,
  };
  return (await runJob(job, pins)).cpuUs ?? Number.NaN;
}

async function handshakeUs(server: GrownServer, pins: Pinning): Promise<number> {
  const openings = Array.from({ length: 100 }, (_, index) => opening(SUBSCRIBER_SECRET, topicOf(index), `c-${index}`));
  const job = { kind: "handshakes", host: "127.0.0.1", port: server.port, serverPid: server.pid, openings } as const;
  return (await runJob({ ...job, atATime: 16, warmMs: 1_000, measureMs: 3_000 }, pins)).cpuUs ?? Number.NaN;
}

const residentMb = (server: GrownServer): number => (residentBytes(server.pid) ?? Number.NaN) / 1024 / 1024;

/** The middle one of a few starts on the same folder. */
async function startMs(server: GrownServer): Promise<number> {
  const took: number[] = [];
  for (let turn = 0; turn < STARTS; turn++) {
    await server.restart();
    took.push(server.startMs);
  }
  return took.sort((a, b) => a - b)[STARTS >> 1] ?? Number.NaN;
}

async function withServer<T>(use: (server: GrownServer) => Promise<T>): Promise<T> {
  const server = await GrownServer.open();
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

export const CURVES: readonly Curve[] = [
  {
    name: "connections",
    title: "silent connections beside 200 pairs that talk",
    sizes: [100, 1_000, 5_000, 10_000],
    measure: (size, pins) =>
      withServer(async (server) => {
        const silent = await openSilent(server, size);
        const figures = { "delivery, us": await deliveryUs(server, pins) };
        for (const socket of silent) socket.destroy();
        return figures;
      }),
  },
  {
    name: "tokens",
    title: "tokens, each with a right",
    sizes: [10, 10_000, 100_000],
    measure: (size) =>
      withServer(async (server) => {
        await server.fillTokens(size);
        const started = await startMs(server);
        const figures = { "start, ms": started, "memory, MB": residentMb(server) };
        const alone = await server.editMs(server.subscriber);
        const silent = await openSilent(server, SILENT);
        const crowded = await server.editMs(server.subscriber);
        for (const socket of silent) socket.destroy();
        return { ...figures, "an edit, ms": alone, "with 10,000 connections, ms": crowded };
      }),
  },
  {
    name: "topics",
    title: "topics that are known, with a message each",
    sizes: [1_000, 50_000],
    measure: (size, pins) =>
      withServer(async (server) => {
        const frames = Array.from({ length: size }, (_, index) => brokerDialect.publish(topicOf(index)));
        const { port } = server;
        const [socket] = await openSockets(
          { host: "127.0.0.1", port },
          [opening(PUBLISHER_SECRET, SILENT_FILTER, "writer")],
          () => silently,
        );
        socket?.write(Buffer.concat(frames.map(({ bytes }) => Buffer.from(bytes, "base64"))));
        await untilTopics(server, size);
        socket?.destroy();
        const delivery = await deliveryUs(server, pins);
        const begun = performance.now();
        await server.admin.call("GET", "/topics?limit=100");
        const listed = performance.now() - begun;
        return { "delivery, us": delivery, "a page of topics, ms": listed, "start, ms": await startMs(server) };
      }),
  },
  {
    name: "permissions",
    title: "permissions of the subscribers' token",
    sizes: [1, 500],
    measure: (size, pins) =>
      withServer(async (server) => {
        await server.fillPermissions(server.subscriber, size - 1);
        return {
          "delivery, us": await deliveryUs(server, pins),
          "handshake, us": await handshakeUs(server, pins),
          "an edit, ms": await server.editMs(server.subscriber),
        };
      }),
  },
  {
    name: "audit",
    title: "rows of the audit journal",
    sizes: [10, 10_000],
    measure: (size) =>
      withServer(async (server) => {
        for (let row = 0; row < size; row++)
          await server.admin.call("PATCH", `/tokens/${server.subscriber}`, { note: `row ${row}` });
        const edit = await server.editMs(server.subscriber);
        const begun = performance.now();
        await server.admin.call("GET", "/audit?limit=100");
        const listed = performance.now() - begun;
        return { "an edit, ms": edit, "a page of the journal, ms": listed, "start, ms": await startMs(server) };
      }),
  },
];

/** @throws Error when they are not all known in time */
async function untilTopics(server: GrownServer, count: number): Promise<void> {
  const until = performance.now() + 60_000;
  for (;;) {
    const { topics } = await server.admin.call<{ topics: number }>("GET", "/stats");
    if (topics >= count) return;
    if (performance.now() > until) throw new Error(`${topics} of ${count} topics are known`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

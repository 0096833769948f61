/** Owns the proof that clients which nobody here wrote speak pub/sub with a real server, and that the reference's examples work as written. */
import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LineClient } from "../line-client.ts";
import { PythonClient } from "../python-client.ts";
import { SignalboxProcess } from "../signalbox-process.ts";
import { TemporaryFolder } from "../temporary-folder.ts";
import {
  CONNECT_EXAMPLE,
  CURL_EXAMPLES,
  PING_EXAMPLE,
  PUBLISH_EXAMPLE,
  SUBSCRIBE_EXAMPLE,
  UNSUBSCRIBE_EXAMPLE,
} from "./pubsub-examples.ts";

const WSCAT = createRequire(import.meta.url).resolve("wscat/bin/wscat");
const run = promisify(execFile);
const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

let folder: TemporaryFolder;
let server: SignalboxProcess;
const clients: { stop(): Promise<void> }[] = [];
beforeEach(async () => {
  folder = new TemporaryFolder();
  server = await SignalboxProcess.start([
    ...["--port", "0", "--data", folder.file("data"), "--log-level", "warn"],
    ...["--anonymous", "#:readwrite"],
  ]);
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.stop()));
  await server.stop();
  folder.remove();
});

/** The examples name the reference's port. */
const here = (example: string) => example.replaceAll("localhost:8000", `localhost:${new URL(server.ready.url).port}`);
/** `ws://127.0.0.1:<port>/ws/` */
const url = () => server.ready.broker.replace("/ws/brocker/", "/ws/");
const oneLine = (example: string) => JSON.stringify(JSON.parse(example));

function python(): PythonClient {
  const client = new PythonClient("python_client.py", url());
  clients.push(client);
  return client;
}

function wscat(): LineClient {
  const client = new LineClient(process.execPath, WSCAT, "--no-color", "-c", url());
  clients.push(client);
  return client;
}

// biome-ignore lint/suspicious/noExplicitAny: tests read frames of every shape, as a script would.
type Frame = any;

async function heard(client: PythonClient | LineClient): Promise<Frame> {
  const next = await client.next();
  // wscat shows its prompt before each line that it was given.
  if (typeof next === "string") return JSON.parse(next.replace(/^(> )+/, ""));
  if (next.event !== "message") throw new Error(JSON.stringify(next));
  return JSON.parse(next.text);
}

async function ask(client: PythonClient | LineClient, frame: unknown): Promise<Frame> {
  client.send(JSON.stringify(frame));
  return heard(client);
}

describe("stock clients", () => {
  it("P2 P6 P7 Python's websockets subscribes, wscat publishes, a late Python hears it again", async () => {
    const reader = python();
    expect(await reader.next()).toEqual({ event: "open" });
    expect(await heard(reader)).toMatchObject({ type: "connected", status: "success", timestamp: at });
    const subscribe = { type: "subscribe", topic: "orders", client_id: "py" };
    expect(await ask(reader, subscribe)).toMatchObject({ type: "subscribed", topic: "orders", client_id: "py" });

    const writer = wscat();
    expect(await heard(writer)).toMatchObject({ type: "connected" });
    const message = { payload: { n: 1, text: "grüß" } };
    const published = await ask(writer, { type: "publish", topic: "orders", client_id: "cat", message });
    expect(published).toMatchObject({ type: "published", topic: "orders", status: "success" });
    const live = {
      type: "message",
      topic: "orders",
      message: { id: published.message_id, payload: message.payload, timestamp: at },
      publisher_client_id: "cat",
    };
    expect(await heard(reader)).toEqual(live);
    expect(await ask(writer, { type: "ping" })).toMatchObject({ type: "pong" });

    const late = python();
    await late.next();
    await heard(late);
    expect(await ask(late, { ...subscribe, last_n: 5 })).toMatchObject({ type: "subscribed" });
    expect(await heard(late)).toEqual({ ...live, replayed: true });
    expect(await ask(late, { type: "shout", request_id: "r" })).toMatchObject({
      type: "error",
      error: "Unknown message type: shout",
      code: "BAD_REQUEST",
      request_id: "r",
    });
  });

  it("P9 P7 a topic and its messages are there again after a restart of the server", async () => {
    const writer = python();
    await writer.next();
    await heard(writer);
    await ask(writer, { type: "subscribe", topic: "kept", client_id: "w" });
    const message = { id: "550e8400-e29b-41d4-a716-446655440000", payload: 12.5 };
    await ask(writer, { type: "publish", topic: "kept", client_id: "w", message });
    await server.stop();
    expect((await writer.next()).event).toBe("close");
    server = await SignalboxProcess.start(["--port", "0", "--data", folder.file("data"), "--log-level", "warn"]);
    const reader = wscat();
    await heard(reader);
    await ask(reader, { type: "subscribe", topic: "kept", client_id: "r", last_n: 10 });
    expect(await heard(reader)).toMatchObject({
      message,
      publisher_client_id: "w",
      replayed: true,
    });
  });

  it("X1 R10 Python sees the close code and its reason", async () => {
    const refused = new PythonClient("python_client.py", url(), "a-secret-nobody-gave", "x");
    clients.push(refused);
    expect(await refused.next()).toEqual({ event: "open" });
    expect(await refused.next()).toMatchObject({ event: "close", code: 4003, reason: expect.stringMatching(/\S/) });
    const welcome = python();
    await welcome.next();
    await heard(welcome);
    await server.stop();
    expect(await welcome.next()).toMatchObject({ event: "close", code: 1001 });
  });
});

describe("the reference's examples", () => {
  it("P1 P2 P5 the JSON of each message type, as written, over the JavaScript connection, as written", async () => {
    const open = () => new Function(`${here(CONNECT_EXAMPLE)} return ws;`)() as WebSocket;
    const [subscriber, publisher] = [new Browser(open()), new Browser(open())];
    clients.push(subscriber, publisher);
    for (const client of [subscriber, publisher]) expect(await client.next()).toMatchObject({ type: "connected" });

    subscriber.socket.send(SUBSCRIBE_EXAMPLE);
    expect(await subscriber.next()).toEqual({
      type: "subscribed",
      topic: "orders",
      client_id: "subscriber1",
      request_id: "550e8400-e29b-41d4-a716-446655440000",
      status: "success",
      timestamp: at,
    });
    publisher.socket.send(PUBLISH_EXAMPLE);
    const { message } = JSON.parse(PUBLISH_EXAMPLE);
    expect(await publisher.next()).toEqual({
      type: "published",
      topic: "orders",
      message_id: message.id,
      client_id: "publisher1",
      request_id: "340e8400-e29b-41d4-a716-4466554480098",
      status: "success",
      timestamp: at,
    });
    expect(await subscriber.next()).toEqual({
      type: "message",
      topic: "orders",
      message: { ...message, timestamp: at },
      publisher_client_id: "publisher1",
    });
    publisher.socket.send(PING_EXAMPLE);
    expect(await publisher.next()).toEqual({
      type: "pong",
      request_id: "570t8400-e29b-41d4-a716-4466554412345",
      timestamp: at,
    });
    subscriber.socket.send(UNSUBSCRIBE_EXAMPLE);
    expect(await subscriber.next()).toMatchObject({ type: "unsubscribed", topic: "orders", client_id: "subscriber1" });
  });

  it("P11 P12 each curl line, as written, with the admin key where curl keeps a user's headers", async () => {
    writeFileSync(folder.file(".curlrc"), `silent\nheader = "Authorization: Bearer ${server.ready.adminKey}"\n`);
    const client = wscat();
    await heard(client);
    await ask(client, JSON.parse(SUBSCRIBE_EXAMPLE));
    const curl = async (line: string) => {
      const { stdout } = await run("sh", ["-c", here(line)], {
        env: { PATH: process.env.PATH, CURL_HOME: folder.path },
      });
      return JSON.parse(stdout);
    };
    const answers = [];
    for (const line of CURL_EXAMPLES) answers.push(await curl(line));
    expect(answers).toEqual([
      { uptime_sec: expect.any(Number), topics: 1, subscribers: 1, status: "ok" },
      { topics: { orders: { messages: 0, subscribers: 1 } } },
      { topics: [{ name: "orders", subscribers: 1, created_at: at }] },
      { status: "created", topic: "new-topic" },
      expect.objectContaining({ name: "orders", message_count: 0, subscriber_count: 1, is_active: true, metadata: {} }),
      expect.objectContaining({ topic: "orders", subscribers_count: 1 }),
      { topic: "orders", messages: [], total_count: 0, limit: 10, offset: 0 },
      { status: "deleted", topic: "orders" },
      { status: "created", topic: "test-topic" },
    ]);
    expect(await heard(client)).toMatchObject({ type: "info", topic: "orders", msg: "topic_deleted" });
  });

  it("P12 the curl lines that read need no key on this machine, those that change say which header is missing", async () => {
    const statuses = [];
    for (const line of CURL_EXAMPLES) {
      const { stdout } = await run("sh", ["-c", `${here(line)} -s -w ' %{http_code}'`]);
      statuses.push(Number(stdout.slice(-3)));
      if (stdout.endsWith("401")) expect(stdout).toContain("Authorization: Bearer");
    }
    expect(statuses).toEqual([200, 200, 200, 401, 404, 404, 404, 401, 401]);
  });

  it("X2 P1 Python's own writing of the examples, in one line with blanks, is read the same", async () => {
    const client = python();
    await client.next();
    await heard(client);
    client.send(oneLine(SUBSCRIBE_EXAMPLE).replaceAll('":"', '": "').replaceAll('","', '", "'));
    expect(await heard(client)).toMatchObject({ type: "subscribed" });
    client.send(oneLine(PUBLISH_EXAMPLE).replaceAll('":"', '": "').replaceAll('","', '", "'));
    expect(await heard(client)).toMatchObject({ type: "published" });
  });
});

/** The WebSocket of browsers, which this Node has too, read one frame after another. */
class Browser {
  readonly socket: WebSocket;
  private readonly frames: Frame[] = [];
  private readonly waiting: ((frame: Frame) => void)[] = [];

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.addEventListener("message", ({ data }) => {
      const frame = JSON.parse(String(data));
      const first = this.waiting.shift();
      if (first === undefined) this.frames.push(frame);
      else first(frame);
    });
  }

  next(): Promise<Frame> {
    const frame = this.frames.shift();
    return frame === undefined ? new Promise((resolve) => this.waiting.push(resolve)) : Promise.resolve(frame);
  }

  async stop(): Promise<void> {
    this.socket.close();
  }
}

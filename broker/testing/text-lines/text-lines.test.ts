/** Owns the proof that a protocol is a folder and one line: another transport, another keep-alive, another farewell, and every right. */
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Dialect } from "../../sessions/dialect.ts";
import { type EngineUnderTest, startEngine } from "../engine-harness.ts";
import { FrameReader } from "../frame-reader.ts";
import { authenticated } from "../realtime-client.ts";
import { openTextLines } from "./text-lines.ts";

let stand: EngineUnderTest;
let port = 0;
let dialect: Dialect;
beforeEach(async () => {
  stand = await startEngine({
    protocols: [
      (core) => {
        const opened = openTextLines(core, (at) => {
          port = at;
        });
        dialect = opened.dialect;
        return opened;
      },
    ],
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await stand.stop();
});

/** A client of lines, as nothing but a socket. */
class Lines {
  readonly heard: string[] = [];
  readonly socket: Socket;
  readonly closed: Promise<unknown>;
  constructor() {
    this.socket = connect(port, "127.0.0.1");
    this.socket.on("error", () => undefined);
    this.closed = once(this.socket, "close");
    let rest = "";
    this.socket.on("data", (data) => {
      const lines = (rest + data).split("\n");
      rest = lines.pop() ?? "";
      this.heard.push(...lines);
    });
    stand.cleanUp(() => this.socket.destroy());
  }
  say(...lines: string[]): void {
    for (const line of lines) this.socket.write(`${line}\n`);
  }
  hears(line: string): Promise<void> {
    return vi.waitFor(() => expect(this.heard).toContain(line));
  }
}

async function lines(secret: string, ...said: string[]): Promise<Lines> {
  const client = new Lines();
  client.say(`TOKEN ${secret}`);
  await client.hears("OK");
  client.say(...said);
  return client;
}

/** Resolves when the broker has taken everything that the client said before. */
async function settled(client: Lines, topic: string): Promise<void> {
  client.say(`SUB ${topic}`, `PUB ${topic} "mark"`);
  const counted = () => stand.connections();
  await vi.waitFor(async () =>
    expect((await counted()).find(({ dialect: name }) => name === "lines")?.messagesIn).toBeGreaterThan(1),
  );
}

it("M3 M5 publishes to and hears the other protocols, digits kept", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const client = await lines(secret, "SUB all/#");
  await settled(client, "all/mark");
  const broker = new FrameReader(await stand.connect({ secret, filters: ["all/#"] }));
  const pubsub = new FrameReader(await stand.connect({ path: "/ws/", secret }));
  await pubsub.next();
  await pubsub.ask({ type: "subscribe", topic: "all/x", client_id: "c" });
  const { client: realtime } = await authenticated(stand, secret);
  expect(await realtime.ask({ type: "subscribe", topic: "all/x" })).toMatchObject({ topic: "all/x" });

  client.say('PUB all/x {"big":12345678901234567890}');
  expect(await broker.next()).toMatchObject({ tag: "all/x" });
  expect(broker.client.texts.at(-1)).toContain("12345678901234567890");
  expect(await pubsub.next()).toMatchObject({ type: "message", topic: "all/x" });
  expect(await realtime.nextText()).toContain('"data":{"big":12345678901234567890}');
  expect(client.heard).not.toContain('MSG all/x {"big":12345678901234567890}');

  broker.say({ tag: "all/y", message: 21.0 });
  await client.hears("MSG all/y 21");
  await pubsub.ask({ type: "publish", topic: "all/x", client_id: "c", message: { payload: true } });
  await client.hears("MSG all/x true");
});

it("R4 R5 R7 C8 is listed, previewed, and closed with its own farewell when its right is gone", async () => {
  const { id, secret } = await stand.token({ "all/#": "read" });
  const client = await lines(secret, "SUB all/#");
  await vi.waitFor(async () =>
    expect(await stand.connections()).toMatchObject([{ dialect: "lines", credentialsBy: "frame", filters: ["all/#"] }]),
  );
  const permission = await stand.permissionId(id, "all/#");
  const edit = { edit: { kind: "permission.delete", id: permission } };
  const preview = (await stand.api("POST", "/access/preview", edit)).body;
  expect(preview.closed).toMatchObject([{ code: 4003 }]);
  const { closed } = (await stand.api("DELETE", `/permissions/${permission}`)).body;
  expect(closed).toMatchObject([{ code: 4003, connectionId: preview.closed[0].connectionId }]);
  await client.closed;
  expect(client.heard.at(-1)).toMatch(/^BYE 4003 permission revoked/);
});

it("C4 M2 M7 is refused at the door, at a topic and beyond its rate, each with its reason", async () => {
  const stranger = new Lines();
  stranger.say("TOKEN wrong");
  await stranger.closed;
  expect(stranger.heard).toEqual(["BYE 4003 token unknown"]);
  expect((await stand.api("GET", "/doorlog")).body.items[0]).toMatchObject({ dialect: "lines", step: "token-unknown" });

  const { secret } = await stand.token({ "all/#": "readwrite" }, { messagesPerSecond: 5, burst: 2 });
  const client = await lines(secret, "PUB other/x 1");
  await client.hears("ERR publish-not-covered other/x");
  client.say("PUB all/x 1", "PUB all/x 2", "PUB all/x 3");
  await client.hears("ERR rate-limited ");
});

it("Z1 a planted exception in it is answered as internal, and everybody else is served", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const client = await lines(secret, "SUB all/#");
  await settled(client, "all/mark");
  const [writer, reader] = [
    await stand.connect({ secret, filters: ["all/none"] }),
    new FrameReader(await stand.connect({ secret, filters: ["all/x"] })),
  ];
  const planted = () => {
    throw new Error("planted");
  };
  const encode = vi.spyOn(dialect, "encode").mockImplementation(planted);
  writer.publish("all/x", "first");
  expect(await reader.next()).toEqual({ tag: "all/x", message: "first" });
  encode.mockRestore();
  vi.spyOn(dialect, "receive").mockImplementation(planted);
  client.say("PUB all/x 1");
  await client.hears("ERR internal ");
  writer.publish("all/x", "second");
  await client.hears('MSG all/x "second"');
});

it("C7 one that says nothing for two intervals is gone, and one that does stays", async () => {
  await stand.api("PATCH", "/settings", { pingIntervalMs: 1000 });
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const [silent, alive] = [await lines(secret), await lines(secret)];
  const timer = setInterval(() => alive.say(""), 200);
  await silent.closed;
  clearInterval(timer);
  expect(alive.socket.destroyed).toBe(false);
  expect(await stand.connections()).toHaveLength(1);
});

it("R10 the broker's stop says its farewell", async () => {
  const { secret } = await stand.token({ "all/#": "readwrite" });
  const client = await lines(secret);
  await stand.api("POST", "/server/stop");
  await client.closed;
  expect(client.heard.at(-1)).toMatch(/^BYE 1001 /);
});

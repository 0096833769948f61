/** Tests that nothing a client's WebSocket library does, well or badly, ends or rejects its connection without a code, a reason and an entry. */
import { connect, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "./contract/limits.ts";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { UPGRADE } from "./testing/raw-request.ts";

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

interface ReceivedFrame {
  readonly opcode: number;
  readonly payload: Buffer;
}

/** A client that writes whatever bytes it is told to. */
class RawClient {
  head = "";
  readonly frames: ReceivedFrame[] = [];
  isGone = false;
  readonly socket: Socket;
  private unread = Buffer.alloc(0);
  private wake: () => void = () => undefined;

  constructor(socket: Socket) {
    this.socket = socket;
    socket.on("data", (chunk) => this.read(chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      this.isGone = true;
      this.wake();
    });
  }

  async until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  get pongs(): string[] {
    return this.frames.filter(({ opcode }) => opcode === 10).map(({ payload }) => payload.toString());
  }

  /** Code and reason of the close frame. */
  async closed(): Promise<{ code: number; reason: string }> {
    await this.until(() => this.isGone || this.frames.some(({ opcode }) => opcode === 8));
    const payload = this.frames.find(({ opcode }) => opcode === 8)?.payload;
    if (payload === undefined) throw new Error("the connection ended without a close frame");
    return { code: payload.readUInt16BE(0), reason: payload.toString("utf8", 2) };
  }

  private read(chunk: Buffer): void {
    this.unread = Buffer.concat([this.unread, chunk]);
    const end = this.unread.indexOf("\r\n\r\n");
    if (this.head === "" && end >= 0) {
      this.head = this.unread.toString("latin1", 0, end);
      this.unread = this.unread.subarray(end + 4);
    }
    while (this.head !== "" && this.readFrame());
    this.wake();
  }

  private readFrame(): boolean {
    const { unread } = this;
    if (unread.length < 2) return false;
    const short = unread.readUInt8(1) & 0x7f;
    const start = short < 126 ? 2 : 4;
    if (short === 127 || unread.length < start) return false;
    const length = short < 126 ? short : unread.readUInt16BE(2);
    if (unread.length < start + length) return false;
    this.frames.push({ opcode: unread.readUInt8(0) & 0x0f, payload: unread.subarray(start, start + length) });
    this.unread = unread.subarray(start + length);
    return true;
  }
}

async function open(
  path: string,
  lines: readonly string[] = [],
  method = "GET",
  upgrade: object = UPGRADE,
): Promise<RawClient> {
  const { hostname, port } = new URL(stand.engine.url);
  const client = new RawClient(connect(Number(port), hostname));
  stand.cleanUp(() => client.socket.destroy());
  const head = Object.entries(upgrade).map(([name, value]) => `${name}: ${value}`);
  client.socket.write(
    [`${method} ${path} HTTP/1.1`, `Host: ${hostname}:${port}`, ...head, ...lines, "", ""].join("\r\n"),
  );
  await client.until(() => client.head !== "" || client.isGone);
  return client;
}

/** A masked frame; the mask is zero, so that the payload stands as it is. */
function frame(
  first: number,
  payload: Uint8Array | string,
  { masked = true, claims }: { masked?: boolean; claims?: bigint } = {},
): Buffer {
  const body = Buffer.from(payload as string);
  const length = claims ?? BigInt(body.length);
  const bit = masked ? 0x80 : 0;
  let head: Buffer;
  if (length < 126n) head = Buffer.from([first, bit | Number(length)]);
  else if (length < 65_536n) head = Buffer.from([first, bit | 126, Number(length >> 8n), Number(length & 255n)]);
  else {
    head = Buffer.alloc(10);
    head.writeUInt8(first, 0);
    head.writeUInt8(bit | 127, 1);
    head.writeBigUInt64BE(length, 2);
  }
  return Buffer.concat([head, masked ? Buffer.alloc(4) : Buffer.alloc(0), body]);
}

const TEXT = 0x81;
const latest = async (path: string) => (await stand.api("GET", path)).body.items[0];
async function session(): Promise<RawClient> {
  const { secret } = await stand.token({ "a/#": "readwrite" });
  const client = await open("/ws/brocker/", [`Authorization: Token ${secret}`, "Tag: a/b"]);
  await expect.poll(async () => (await stand.connections()).length).toBe(1);
  return client;
}

const FAULTS: [string, () => Buffer, number, string, string][] = [
  [
    "a frame over the limit",
    () => frame(TEXT, "x", { claims: 300_000n }),
    1009,
    "frame larger than 262144 bytes",
    "frame-too-large",
  ],
  [
    "a length beyond 2^53",
    () => frame(TEXT, "x", { claims: 2n ** 60n }),
    1009,
    "frame larger than 262144 bytes",
    "frame-too-large",
  ],
  [
    "fragments that add up to more than the limit",
    () => Buffer.concat([frame(0x01, "x".repeat(200_000)), frame(0x80, "x".repeat(100_000))]),
    1009,
    "frame larger than 262144 bytes",
    "frame-too-large",
  ],
  [
    "fragments without end",
    () => Buffer.concat([frame(0x01, "x"), ...Array.from({ length: LIMITS.framePieces }, () => frame(0x00, ""))]),
    1008,
    "frame in more than 16384 pieces",
    "too-many-pieces",
  ],
  [
    "text that is no UTF-8",
    () => frame(TEXT, Buffer.from([0x22, 0xff, 0x22])),
    1007,
    "text is not valid UTF-8",
    "invalid-text",
  ],
  [
    "a frame without a mask",
    () => frame(TEXT, "{}", { masked: false }),
    1002,
    "protocol error: MASK must be set",
    "protocol-error",
  ],
  [
    "RSV1, as of compression that nobody agreed on",
    () => frame(0xc1, "{}"),
    1002,
    "protocol error: RSV1 must be clear",
    "protocol-error",
  ],
  ["RSV2", () => frame(0xa1, "{}"), 1002, "protocol error: RSV2 and RSV3 must be clear", "protocol-error"],
  ["an opcode that is reserved", () => frame(0x83, "{}"), 1002, "protocol error: invalid opcode 3", "protocol-error"],
  ["a continuation of nothing", () => frame(0x80, "{}"), 1002, "protocol error: invalid opcode 0", "protocol-error"],
  [
    "a new message within another",
    () => Buffer.concat([frame(0x01, "{"), frame(TEXT, "{}")]),
    1002,
    "protocol error: invalid opcode 1",
    "protocol-error",
  ],
  ["a ping in fragments", () => frame(0x09, "x"), 1002, "protocol error: FIN must be set", "protocol-error"],
  [
    "a ping that is too long",
    () => frame(0x89, "x".repeat(126)),
    1002,
    "protocol error: invalid payload length 126",
    "protocol-error",
  ],
  [
    "a close code that is none",
    () => frame(0x88, Buffer.from([0x03, 0xee])),
    1002,
    "protocol error: invalid status code 1006",
    "protocol-error",
  ],
  ["half a close code", () => frame(0x88, "x"), 1002, "protocol error: invalid payload length 1", "protocol-error"],
  [
    "a close reason that is no UTF-8",
    () => frame(0x88, Buffer.from([0x03, 0xe8, 0xff])),
    1007,
    "text is not valid UTF-8",
    "invalid-text",
  ],
];

describe("a frame that is wrong", () => {
  it.each(FAULTS)(
    "M14 %s ends a session with a code and a reason, which the console shows too",
    async (_what, bytes, code, reason, refusal) => {
      const client = await session();
      client.socket.write(bytes());
      expect(await client.closed()).toEqual({ code, reason });
      await client.until(() => client.isGone);
      await expect.poll(() => latest("/endings")).toMatchObject({ closed: { code, reason, by: "broker" } });
      expect(await latest("/refusals")).toMatchObject({ code: refusal });
    },
  );

  it.each(FAULTS)(
    "M14 C5 %s ends an unauthenticated client with a code, a reason and an entry",
    async (_what, bytes, code) => {
      const client = await open("/ws/realtime/");
      await client.until(() => client.frames.length === 1);
      client.socket.write(bytes());
      expect((await client.closed()).code).toBe(code);
      await client.until(() => client.isGone);
      const entry = await latest("/doorlog");
      expect(entry).toMatchObject({ code, dialect: "realtime", step: expect.stringMatching(/^unauthenticated-/) });
      expect(entry.reason).not.toBe("");
    },
  );

  it("M14 the frames behind it are not read, and everybody else is served", async () => {
    const { secret } = await stand.token({ "a/#": "readwrite" });
    const other = await stand.connect({ secret, filters: ["a/#"] });
    const client = await open("/ws/brocker/", [`Authorization: Token ${secret}`, "Tag: a/b"]);
    client.socket.write(Buffer.concat([frame(0xa1, "{}"), frame(TEXT, '{"tag":"a/b","message":1}')]));
    expect((await client.closed()).code).toBe(1002);
    const publisher = await stand.connect({ secret, filters: ["a/x"] });
    publisher.publish("a/b", 2);
    await other.received(1);
    expect(other.messages).toEqual([{ tag: "a/b", message: 2 }]);
  });

  it("M7 a client of the limit's size is heard, in one frame or in pieces", async () => {
    const { secret } = await stand.token({ "a/#": "readwrite" });
    const reader = await stand.connect({ secret, filters: ["a/#"] });
    const client = await open("/ws/brocker/", [`Authorization: Token ${secret}`, "Tag: a/x"]);
    const text = JSON.stringify({ tag: "a/b", message: "" });
    const whole = text.replace('""', `"${"x".repeat(LIMITS.frameBytes - text.length)}"`);
    client.socket.write(frame(TEXT, whole));
    const small = '{"tag":"a/b","message":"byte by byte"}';
    const pieces = [...small].map((byte, at) => frame((at === 0 ? 1 : 0) | (at === small.length - 1 ? 0x80 : 0), byte));
    client.socket.write(Buffer.concat(pieces));
    await reader.received(2);
    expect(reader.messages.map(({ message }) => String(message).length)).toEqual([LIMITS.frameBytes - text.length, 12]);
  });
});

describe("an unauthenticated client", () => {
  it("Q1 may send frames of 16 KiB at most, and those of the setting once it has authenticated", async () => {
    const { secret } = await stand.token({ a: "read" });
    const client = await open("/ws/realtime/");
    client.socket.write(frame(TEXT, `{"type":"authenticate","token":"${secret}"}`));
    client.socket.write(frame(TEXT, `{"type":"echo","payload":"${"x".repeat(60_000)}"}`));
    await client.until(() => client.frames.length === 3);
    expect(client.frames[2]?.payload.length).toBeGreaterThan(60_000);
    const stranger = await open("/ws/realtime/");
    stranger.socket.write(frame(TEXT, `{"type":"echo","payload":"${"x".repeat(17_000)}"}`));
    expect(await stranger.closed()).toEqual({ code: 1009, reason: "frame larger than 16384 bytes" });
  });

  it("Q1 C8 what waits behind a delayed attempt is bounded in bytes, and who sends more is closed with an entry", async () => {
    await stand.api("PATCH", "/settings", { authFailureDelay: "all" });
    const client = await open("/ws/realtime/");
    for (let i = 0; i < LIMITS.authFailuresFree; i++) {
      client.socket.write(frame(TEXT, `{"type":"authenticate","token":"wrong-guess-${i}"}`));
    }
    await client.until(() => client.frames.length === 1 + LIMITS.authFailuresFree);
    client.socket.write(frame(TEXT, '{"type":"authenticate","token":"wrong-again"}'));
    for (let i = 0; i < 4; i++) client.socket.write(frame(TEXT, `{"type":"x","v":"${"x".repeat(8_000)}"}`));
    expect((await client.closed()).code).toBe(4008);
    expect(await latest("/doorlog")).toMatchObject({ step: "unauthenticated-too-many", code: 4008 });
  });
});

describe("pings", () => {
  it.each([1, 30, 60, 61, 120, 600])("C7 %i that piled up are answered, and the connection lives", async (count) => {
    const client = await session();
    client.socket.write(Buffer.concat(Array.from({ length: count }, (_, i) => frame(0x89, String(i)))));
    await client.until(() => client.pongs.at(-1) === String(count - 1));
    expect(await stand.connections()).toHaveLength(1);
    client.socket.write(frame(0x89, ""));
    await client.until(() => client.pongs.at(-1) === "");
  });

  it("C7 of those that come while a client reads nothing the last is answered, and what waits is bounded", async () => {
    const client = await session();
    client.socket.pause();
    const block = Buffer.concat(Array.from({ length: 5_000 }, () => frame(0x89, "x".repeat(125))));
    for (let i = 0; i < 20; i++) {
      if (!client.socket.write(block)) await new Promise((resolve) => client.socket.once("drain", resolve));
    }
    client.socket.write(frame(0x89, "the last"));
    const before = process.memoryUsage().external;
    await expect.poll(async () => (await stand.connections())[0]?.state).toBe("online");
    expect(process.memoryUsage().external - before).toBeLessThan(8 * 1024 * 1024);
    client.socket.resume();
    await client.until(() => client.pongs.at(-1) === "the last");
    expect(client.pongs.length).toBeLessThanOrEqual(100_001);
  });

  it("C7 a pong that nobody asked for is no mistake", async () => {
    const client = await session();
    client.socket.write(Buffer.concat(Array.from({ length: 500 }, () => frame(0x8a, "hello"))));
    client.socket.write(frame(0x89, "there?"));
    await client.until(() => client.pongs.length === 1);
    expect(await stand.connections()).toHaveLength(1);
  });
});

describe("a handshake that is none", () => {
  const without = (name: string) => Object.fromEntries(Object.entries(UPGRADE).filter(([key]) => key !== name));
  it.each<[string, string, string, object, number, string]>([
    ["without a key", "/ws/brocker/", "GET", without("sec-websocket-key"), 400, "handshake-malformed"],
    ["with a short key", "/ws/", "GET", { ...UPGRADE, "sec-websocket-key": "c2hvcnQ=" }, 400, "handshake-malformed"],
    [
      "with a key that is no base64",
      "/ws/realtime/",
      "GET",
      { ...UPGRADE, "sec-websocket-key": "!".repeat(24) },
      400,
      "handshake-malformed",
    ],
    ["without a version", "/ws/chatroom/x", "GET", without("sec-websocket-version"), 426, "handshake-version"],
    ["of version 7", "/ws/brocker/", "GET", { ...UPGRADE, "sec-websocket-version": "7" }, 426, "handshake-version"],
    [
      "of an endless version",
      "/ws/brocker/",
      "GET",
      { ...UPGRADE, "sec-websocket-version": "9".repeat(9_000) },
      426,
      "handshake-version",
    ],
    ["by POST", "/ws/brocker/", "POST", { ...UPGRADE, "content-length": "0" }, 405, "handshake-method"],
    ["at a path where nobody speaks", "/ws/brokker/", "GET", UPGRADE, 404, "path-unknown"],
  ])(
    "C10 %s is answered over HTTP, and stands among the rejected connections",
    async (_what, path, method, upgrade, status, step) => {
      const client = await open(path, [], method, upgrade);
      expect(client.head.split("\r\n")[0]).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      if (status === 426) expect(client.head).toMatch(/^sec-websocket-version: 13, 8$/im);
      const entry = await latest("/doorlog");
      expect(entry).toMatchObject({ code: status, step });
      expect(entry.reason.length).toBeLessThanOrEqual(LIMITS.closeReasonBytes);
    },
  );

  it.each([
    "permessage-deflate",
    "permessage-deflate; client_max_window_bits=99",
    "permessage-deflate; server_max_window_bits=",
    ";;;",
    "",
    ',x="unfinished',
  ])("C10 the offer of extensions `%s` is not taken, and is no mistake", async (offer) => {
    const { secret } = await stand.token({ a: "read" });
    const client = await open("/ws/brocker/", [
      `Sec-WebSocket-Extensions: ${offer}`,
      `Authorization: Token ${secret}`,
      "Tag: a",
    ]);
    expect(client.head).toMatch(/^HTTP\/1.1 101 /);
    expect(client.head).not.toMatch(/sec-websocket-extensions/i);
    await expect.poll(async () => (await stand.connections()).length).toBe(1);
  });

  it("C10 the version 8 of some embedded clients is taken", async () => {
    const { secret } = await stand.token({ a: "read" });
    const lines = [`Authorization: Token ${secret}`, "Tag: a"];
    expect((await open("/ws/brocker/", lines, "GET", { ...UPGRADE, "sec-websocket-version": "8" })).head).toMatch(
      / 101 /,
    );
  });
});

it("C6 a client that has said goodbye and does not go gives its slot back within the time for closing", async () => {
  const { secret } = await stand.token({ a: "read" }, { maxConnections: 1 });
  const client = await open("/ws/brocker/", [`Authorization: Token ${secret}`, "Tag: a"]);
  await expect.poll(async () => (await stand.connections()).length).toBe(1);
  client.socket.write(frame(0x88, Buffer.from([0x03, 0xe8])));
  await client.until(() => client.frames.some(({ opcode }) => opcode === 8));
  await expect.poll(() => stand.connections(), { timeout: 30_000 }).toEqual([]);
  await stand.connect({ secret, filters: ["a"] });
  await expect.poll(async () => (await stand.connections()).length).toBe(1);
});

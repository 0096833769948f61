import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { REFUSALS } from "./contract/codes.ts";
import type { BrokerClient } from "./testing/broker-client.ts";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { SeededRandom } from "./testing/seeded-random.ts";

const FRAMES = 100_000;
const HANDSHAKES = 2_000;
const FUZZ_TIMEOUT_MS = 180_000;
/** Another seed a run, named in every failure. */
const SEED = Number(process.env.SIGNALBOX_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
  await stand.widenQueues();
});
afterEach(() => stand.stop());

const TOPICS = [
  "a/b",
  "a",
  "",
  "/",
  "a/+",
  "#",
  "$sys/x",
  "b/c",
  "a/\u0000",
  "a/ü",
  `a/${"x".repeat(1100)}`,
  "a/\ud800",
];
const VALUES = [
  "1",
  "null",
  '""',
  "[]",
  '{"x":{"y":[1,2,{"z":null}]}}',
  "12345678901234567890",
  "1e999",
  '"\\u0000"',
  "-0",
];

/** Frames of every kind that a client could send: good, broken, wrong, large, deep, binary, with control characters, no UTF-8. */
function anyFrame(random: SeededRandom): string | Buffer {
  const tag = JSON.stringify(random.pick(TOPICS));
  const value = random.pick(VALUES);
  const good = `{"tag":"a/b","message":${value}}`;
  switch (random.int(14)) {
    case 0:
      return `{"tag":${tag},"message":${value}}`;
    case 1:
      return `{ "message" : ${value} ,\n "tag":${tag}, "extra": [${value}] }`;
    case 2:
      return good.slice(0, random.int(good.length));
    case 3: {
      const at = random.int(good.length);
      return good.slice(0, at) + String.fromCharCode(random.int(128)) + good.slice(at + random.int(2));
    }
    case 4:
      return random.pick(["[]", "null", "7", '"text"', "true", "", " ", "{}", "[{}]", "{", "\u0000", "\ufeff{}"]);
    case 5:
      return `{"tag":${random.pick(["1", "null", "{}", "[]", "true"])},"message":${value}}`;
    case 6:
      return `{"tag":"a/b","message":${value},"message":${value}}`;
    case 7:
      return `{"tag":"a/b","tag":${tag},"message":${value}}`;
    case 8: {
      const depth = random.int(20_000);
      return `{"tag":"a/b","message":${"[".repeat(depth)}${"]".repeat(Math.max(0, depth - random.int(2)))}}`;
    }
    case 9:
      return `{"tag":"a/b","message":"${"x".repeat(random.int(3000))}"}`;
    case 10:
      return `{"tag":"a/b\u0001","message":${value}}`;
    case 11:
      return random.bytes(random.int(64));
    case 12:
      return `{"__proto__":{"tag":"a/b"},"constructor":1,"tag":${tag},"message":${value}}`;
    default:
      return good;
  }
}

async function client(secret: string): Promise<BrokerClient> {
  return stand.connect({ path: "/ws/brocker/?errors=1", secret, filters: ["quiet"] });
}

describe("bad input", () => {
  it(
    `M6 of ${FRAMES} frames of every kind each is delivered or refused with its reason, and nobody else notices (seed ${SEED})`,
    async () => {
      const random = new SeededRandom(SEED);
      const { secret } = await stand.token({ "a/#": "readwrite", quiet: "read" });
      const others = await stand.token({ "c/#": "readwrite" });
      const witness = await stand.connect({ secret, filters: ["a/#"] });
      const speaker = await stand.connect({ ...others, filters: ["c/quiet"] });
      const bystander = await stand.connect({ ...others, filters: ["c/data"] });
      const known = new Set(Object.keys(REFUSALS));
      const sender = await client(secret);
      for (let sent = 0; sent < FRAMES; sent += BATCH) {
        for (let i = 0; i < BATCH; i++) sender.send(anyFrame(random));
        speaker.publish("c/data", sent);
        await answered(sender, witness, sent + BATCH);
      }
      const codes = new Set(sender.texts.map((text) => JSON.parse(text).error.code));
      expect([...codes].filter((code) => !known.has(code))).toEqual([]);
      expect(codes.size).toBeGreaterThan(8);
      const row = (await stand.connections()).find((one) => one.messagesIn === FRAMES);
      expect(row?.refused).toBe(sender.texts.length);
      await bystander.received(FRAMES / BATCH);
      expect(bystander.messages.map(({ message }) => message)).toEqual(
        Array.from({ length: FRAMES / BATCH }, (_, i) => i * BATCH),
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it.each([
    ["text that is no UTF-8", () => Buffer.from('{"tag":"a/b","message":"\xff\xfe"}', "latin1"), 1007, "invalid-text"],
    ["a frame over the limit", () => Buffer.alloc(300_000, 120), 1009, "frame-too-large"],
  ])("M6 M7 %s closes that connection alone, and the reason is recorded", async (_what, frame, code, refusal) => {
    const { secret } = await stand.token({ "a/#": "readwrite", quiet: "read" });
    const neighbour = await client(secret);
    for (let i = 0; i < 50; i++) {
      const broken = await client(secret);
      broken.socket.send(frame(), { binary: false });
      expect((await broken.closed).code).toBe(code);
    }
    const { items } = (await stand.api("GET", "/refusals")).body;
    expect(items.map((one: { code: string }) => one.code)).toEqual(new Array(50).fill(refusal));
    expect(neighbour.end).toBeNull();
    expect(await stand.connections()).toHaveLength(1);
  });

  it(
    `C4 C5 of ${HANDSHAKES} handshakes of every kind each ends with a status or a recorded refusal (seed ${SEED})`,
    async () => {
      const random = new SeededRandom(SEED);
      const { secret } = await stand.token({ "a/#": "readwrite", quiet: "read" });
      const neighbour = await client(secret);
      const ends: number[] = [];
      for (let done = 0; done < HANDSHAKES; done += HANDSHAKES_AT_ONCE) {
        const knocks = Array.from({ length: HANDSHAKES_AT_ONCE }, () => rawKnock(anyHandshake(random)));
        ends.push(...(await Promise.all(knocks)));
      }
      expect(new Set(ends)).toEqual(new Set([400, 404, 426, 4001, 4003]));
      const entries = [];
      for (let cursor = ""; ; ) {
        const { items, nextCursor } = (await stand.api("GET", `/doorlog?limit=1000${cursor}`)).body;
        entries.push(...items);
        if (nextCursor === undefined) break;
        cursor = `&cursor=${nextCursor}`;
      }
      expect(entries.map((entry: { code: number }) => entry.code).sort()).toEqual(ends.sort());
      for (const entry of entries) expect(entry.reason).not.toBe("");
      expect(JSON.stringify(entries)).not.toContain(secret);
      expect(neighbour.end).toBeNull();
      expect(await stand.connections()).toHaveLength(1);
    },
    FUZZ_TIMEOUT_MS,
  );
});

/** Frames sent before their answers are counted. */
const BATCH = 500;
const HANDSHAKES_AT_ONCE = 50;

/** Every frame so far was heard by the witness or answered to its sender. */
async function answered(sender: BrokerClient, witness: BrokerClient, count: number): Promise<void> {
  while (sender.texts.length + witness.texts.length < count) {
    await Promise.race([sender.received(sender.texts.length + 1), witness.received(witness.texts.length + 1)]);
  }
  expect(sender.texts.length + witness.texts.length).toBe(count);
}

/** A request's bytes. None of them may come in: no token in it is known. */
function anyHandshake(random: SeededRandom): Buffer {
  const noise = (length: number) =>
    Buffer.from(random.bytes(random.int(length)).map((byte) => (byte < 32 || byte === 127 ? 33 : byte)));
  const path = random.pick([
    "/ws/brocker/",
    "/ws/broker",
    "/ws/nobody/",
    "/ws/brocker/?token=%&tags=%ff",
    "/ws/brocker/?token=x&tags=a",
  ]);
  const parts: (Buffer | string)[] = [
    `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n`,
  ];
  parts.push(`Sec-WebSocket-Version: ${random.pick(["13", "13", "13", "12", "x"])}\r\n`);
  parts.push(
    `Sec-WebSocket-Key: ${random.pick(["dGhlIHNhbXBsZSBub25jZQ==", "dGhlIHNhbXBsZSBub25jZQ==", "short"])}\r\n`,
  );
  if (random.int(3) > 0) parts.push("Authorization: ", random.pick(["Token ", "Bearer ", ""]), noise(60), "\r\n");
  if (random.int(3) > 0) parts.push("Tag: ", random.pick(["a,b", "#", "a/#/b", ",,,", "$x/#", "+"]), noise(60), "\r\n");
  if (random.int(4) === 0)
    parts.push(`Sec-WebSocket-Protocol: signalbox.v1, token.${noise(20).toString("base64url")}x\r\n`);
  parts.push("\r\n");
  return Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : part)));
}

/** Sends the bytes; resolves with the HTTP status, or with the code of the close frame after a 101. */
async function rawKnock(request: Buffer): Promise<number> {
  const socket = connect(stand.engine.port, "127.0.0.1");
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    if (closeCode(Buffer.concat(chunks)) !== undefined) socket.end();
  });
  // A reset after the answer is an end like any other.
  socket.on("error", () => undefined);
  socket.write(request);
  await once(socket, "close");
  const answer = Buffer.concat(chunks);
  const status = Number(answer.subarray(9, 12).toString());
  return status === 101 ? (closeCode(answer) ?? 0) : status;
}

function closeCode(answer: Buffer): number | undefined {
  const end = answer.indexOf("\r\n\r\n");
  return end >= 0 && answer[end + 4] === 0x88 && answer.length >= end + 8 ? answer.readUInt16BE(end + 6) : undefined;
}

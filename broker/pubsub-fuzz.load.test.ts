import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { PUBSUB_ERRORS } from "./contract/codes.ts";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { FrameReader } from "./testing/frame-reader.ts";
import { SeededRandom } from "./testing/seeded-random.ts";

const FRAMES = 20_000;
const BATCH = 500;
const FUZZ_TIMEOUT_MS = 180_000;
/** Another seed a run, named in every failure. */
const SEED = Number(process.env.SIGNALBOX_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine({ anonymous: [{ pattern: "a/#", access: "readwrite" }] });
  await stand.widenQueues();
});
afterEach(() => stand.stop());

const TOPICS = [
  "a/b",
  "a/c",
  "a",
  "",
  "/",
  "a/+",
  "a/#",
  "#",
  "$sys/x",
  "b/c",
  "a/\u0000",
  "a/ü",
  `a/${"x".repeat(1100)}`,
  "a/\ud800",
  "a,b",
  " a",
];
const TYPES = ["subscribe", "unsubscribe", "publish", "ping", "message", "connected", "__proto__", "toString", ""];
const VALUES = [
  "1",
  "null",
  '""',
  "[]",
  "{}",
  "true",
  '"text"',
  "-1",
  "1.5",
  "1e999",
  "12345678901234567890",
  '{"id":1,"payload":{"x":[null]}}',
  '{"id":"550e8400-e29b-41d4-a716-446655440000"}',
  '{"payload":1,"payload":2}',
];
const KEYS = ["type", "topic", "client_id", "message", "last_n", "request_id", "__proto__", "constructor", "x"];

/** Frames of every kind that a client could send: good, broken, wrong, large, deep, binary, with control characters. */
function anyFrame(random: SeededRandom): string | Buffer {
  const topic = JSON.stringify(random.pick(TOPICS));
  const value = random.pick(VALUES);
  const type = random.pick(TYPES);
  const good = `{"type":"publish","topic":"a/b","client_id":"f","message":{"payload":${value}},"request_id":"r"}`;
  switch (random.int(14)) {
    case 0:
      return `{"type":"${type}","topic":${topic},"client_id":"f","last_n":${random.int(4)},"message":{"payload":${value}}}`;
    case 1:
      return `{ "message" : ${value} ,\n "topic":${topic}, "client_id":"f", "type" : "publish" }`;
    case 2:
      return good.slice(0, random.int(good.length));
    case 3: {
      const at = random.int(good.length);
      return good.slice(0, at) + String.fromCharCode(random.int(128)) + good.slice(at + random.int(2));
    }
    case 4:
      return random.pick(["[]", "null", "7", '"text"', "true", "", " ", "{}", "[{}]", "{", "\u0000", "\ufeff{}"]);
    case 5: {
      const members = Array.from({ length: random.int(7) }, () => `"${random.pick(KEYS)}":${random.pick(VALUES)}`);
      return `{"type":"${type}"${members.map((member) => `,${member}`).join("")}}`;
    }
    case 6:
      return `{"type":"subscribe","topic":${topic},"client_id":"f","last_n":${value}}`;
    case 7:
      return `{"type":"unsubscribe","topic":${topic},"client_id":"f","request_id":${value}}`;
    case 8: {
      const depth = random.int(20_000);
      return good.replace(value, "[".repeat(depth) + "]".repeat(Math.max(0, depth - random.int(2))));
    }
    case 9:
      return `{"type":"publish","topic":"a/b","client_id":"${"x".repeat(random.int(600))}","message":{"payload":"${"y".repeat(random.int(3000))}"}}`;
    case 10:
      return `{"type":"publish","topic":"a/b\u0001","client_id":"f","message":{"payload":${value}}}`;
    case 11:
      return random.bytes(random.int(64));
    case 12:
      return `{"__proto__":{"type":"ping"},"constructor":1,"topic":${topic},"type":"${type}","client_id":"f"}`;
    default:
      return good;
  }
}

async function join(): Promise<FrameReader> {
  const reader = new FrameReader(await stand.connect({ path: "/ws/" }));
  await reader.next();
  return reader;
}

describe("bad input", () => {
  it(
    `X2 of ${FRAMES} frames of every kind each is answered once, and nobody else notices (seed ${SEED})`,
    async () => {
      const random = new SeededRandom(SEED);
      const bystander = await join();
      await bystander.ask({ type: "subscribe", topic: "a/quiet", client_id: "b" });
      const speaker = await join();
      const sender = await join();
      const counts = new Map<string, number>();
      let answers = 0;
      for (let sent = 0; sent < FRAMES; sent += BATCH) {
        for (let i = 0; i < BATCH; i++) sender.client.send(anyFrame(random));
        await speaker.ask({ type: "publish", topic: "a/quiet", client_id: "s", message: { payload: sent } });
        while (answers < sent + BATCH) {
          const { type, code, error } = await sender.next();
          if (type === "message") continue;
          answers++;
          const kind = type === "error" ? `${code} ${String(error).split(":")[0]}` : type;
          counts.set(kind, (counts.get(kind) ?? 0) + 1);
        }
      }
      expect(answers).toBe(FRAMES);
      const known = Object.values(PUBSUB_ERRORS).map(({ code, text }) => `${code} ${text.split(":")[0]}`);
      const expected = new Set(["subscribed", "unsubscribed", "published", "pong", ...known]);
      expect([...counts.keys()].filter((kind) => !expected.has(kind))).toEqual([]);
      expect(counts.get("INTERNAL Internal error")).toBeUndefined();
      expect(counts.size).toBeGreaterThan(14);
      expect(stand.log.lines.filter(({ level }) => level === "error" || level === "warn")).toEqual([]);
      const heard = await bystander.take(FRAMES / BATCH);
      expect(heard.map(({ message }) => message.payload)).toEqual(
        Array.from({ length: FRAMES / BATCH }, (_, i) => i * BATCH),
      );
      expect(sender.client.end).toBeNull();
    },
    FUZZ_TIMEOUT_MS,
  );

  it.each([
    ["text that is no UTF-8", () => Buffer.from('{"type":"ping","request_id":"\xff\xfe"}', "latin1"), 1007],
    ["a frame over the limit", () => Buffer.alloc(300_000, 120), 1009],
  ])("X2 M7 %s closes that connection alone", async (_what, frame, code) => {
    const neighbour = await join();
    const broken = await join();
    broken.client.socket.send(frame(), { binary: false });
    expect((await broken.client.closed).code).toBe(code);
    expect(await neighbour.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    expect(await stand.connections()).toHaveLength(1);
  });
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { REALTIME_TEXTS, REFUSALS } from "../../../contract/codes.ts";
import { LIMITS } from "../../../contract/limits.ts";
import { type EngineUnderTest, startEngine } from "../../../testing/engine-harness.ts";
import { authenticated, type Frame, type RealtimeClient, stranger } from "../../../testing/realtime-client.ts";
import { SeededRandom } from "../../../testing/seeded-random.ts";

const FRAMES = 20_000;
/** Frames sent before their answers are counted. */
const BATCH = 500;
const TIMEOUT_MS = 180_000;
/** Another seed a run, named in every failure. */
const SEED = Number(process.env.SIGNALBOX_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine();
});
afterEach(() => stand.stop());

const KINDS = [
  "subscribe",
  "unsubscribe",
  "ping",
  "custom",
  "echo",
  "set_meta",
  "authenticate",
  "publish",
  "",
  "__proto__",
];
const VALUES = [
  "1",
  "null",
  '""',
  "[]",
  "{}",
  '"user:1"',
  '"user:2"',
  '"chat:1"',
  '"#"',
  '"a/+"',
  '"\\u0000"',
  '"\\ud800"',
  "12345678901234567890",
  "1e999",
  '{"x":{"y":[1,2,{"z":null}]}}',
  `"${"x".repeat(1100)}"`,
];
const FIELDS = [
  "type",
  "action",
  "topic",
  "token",
  "prefix",
  "message_type",
  "payload",
  "key",
  "value",
  "data",
  "__proto__",
  "constructor",
];

/** Frames of every kind that a client could send, but for an answer to a question, which is answered by nothing. */
function anyFrame(random: SeededRandom): string | Buffer {
  const kind = JSON.stringify(random.pick(KINDS));
  const fields = () =>
    Array.from(
      { length: random.int(5) },
      () => `,${JSON.stringify(random.pick(FIELDS))}:${random.int(4) === 0 ? kind : random.pick(VALUES)}`,
    ).join("");
  const good = `{"type":${kind}${fields()}}`;
  switch (random.int(10)) {
    case 0:
      return `{ "action" : ${kind} ${fields()} }`;
    case 1:
      return good.slice(0, random.int(good.length));
    case 2: {
      const at = random.int(good.length);
      return good.slice(0, at) + String.fromCharCode(random.int(128)) + good.slice(at + random.int(2));
    }
    case 3:
      return random.pick(["[]", "null", "7", '"text"', "true", "", " ", "{}", "[{}]", "{", "\u0000", "\ufeff{}"]);
    case 4: {
      const depth = random.int(10_000);
      return `{"type":"echo","payload":${"[".repeat(depth)}${"]".repeat(Math.max(0, depth - random.int(2)))}}`;
    }
    case 5:
      return random.bytes(random.int(64));
    case 6:
      return `{"type":"subscribe","topic":${random.pick(VALUES)}}`;
    case 7:
      return `{"type":"custom","message_type":"set_meta","key":${random.pick(VALUES)},"value":${random.pick(VALUES)}}`;
    case 8:
      return `{"type":"response"${random.pick(["", ',"request_id":5', ',"request_id":""', ',"data":1'])}}`;
    default:
      return good;
  }
}

/** Sends many frames; the answers, which must be as many, each one that a client may expect. */
async function answers(client: RealtimeClient, random: SeededRandom, maxBytes = Infinity): Promise<Frame[]> {
  const all: Frame[] = [];
  for (let sent = 0; sent < FRAMES; sent += BATCH) {
    for (let i = 0; i < BATCH; ) {
      const frame = anyFrame(random);
      if (Buffer.byteLength(frame) > maxBytes) continue;
      client.send(frame);
      i++;
    }
    for (let i = 0; i < BATCH; i++) all.push(await client.next());
  }
  return all;
}

describe("bad input", () => {
  it(
    `X2 Q2 Q4 of ${FRAMES} frames of every kind each has one answer, and nobody else notices (seed ${SEED})`,
    async () => {
      const random = new SeededRandom(SEED);
      const subject = { userType: "user", userId: "1" };
      const { secret } = await stand.token({ "chat:1": "read" }, { subject });
      const other = await stand.token({ "c/quiet": "read" }, { subject: { userType: "user", userId: "2" } });
      const bystander = await authenticated(stand, other.secret);
      const { client } = await authenticated(stand, secret);
      const seen = await answers(client, random);
      const types = new Set(seen.map(({ type }) => type));
      expect(types).toEqual(new Set(["error", "subscribed", "unsubscribed", "pong", "echo", "ack"]));
      const codes = new Set(seen.flatMap(({ type, code }) => (type === "error" ? [code] : [])));
      const known = new Set([...Object.keys(REFUSALS), ...Object.keys(REALTIME_TEXTS)]);
      expect([...codes].filter((code) => !known.has(code))).toEqual([]);
      expect(codes.size).toBeGreaterThan(8);
      const heard = new Set(seen.flatMap(({ type, topic }) => (type === "subscribed" ? [topic] : [])));
      expect(heard).toEqual(new Set(["user:1", "chat:1"]));
      expect(await bystander.client.ask({ type: "ping" })).toEqual({ type: "pong", user_type: "user", user_id: 2 });
      expect(bystander.client.takeAll()).toEqual([]);
      expect(stand.log.lines.filter(({ level }) => level === "error")).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it(
    `X2 Q4 before a client has said who it is each of ${FRAMES} frames has one answer too, and none lets it in (seed ${SEED})`,
    async () => {
      const random = new SeededRandom(SEED);
      const client = await stranger(stand);
      // A larger frame of an unauthenticated client closes with 1009.
      const seen = await answers(client, random, LIMITS.strangerFrameBytes);
      expect(new Set(seen.map(({ type }) => type))).toEqual(new Set(["error"]));
      expect(new Set(seen.map(({ code }) => code))).toEqual(
        new Set(["authentication-required", "authentication-failed", "token-missing", "invalid-json"]),
      );
      expect(await stand.connections()).toEqual([]);
    },
    TIMEOUT_MS,
  );

  it("X2 M7 text that is no UTF-8, and a frame over the limit, close that connection alone", async () => {
    const { secret } = await stand.token({});
    const neighbour = await authenticated(stand, secret);
    const frames = [
      [Buffer.from('{"type":"\xff\xfe"}', "latin1"), 1007],
      [Buffer.alloc(300_000, 120), 1009],
    ] as const;
    for (const [frame, code] of frames) {
      for (const broken of [await stranger(stand), (await authenticated(stand, secret)).client]) {
        broken.socket.send(frame, { binary: false });
        expect(await broken.closed).toMatchObject({ code });
      }
    }
    expect(await neighbour.client.ask({ type: "ping" })).toMatchObject({ type: "pong" });
    expect(await stand.connections()).toHaveLength(1);
  });
});

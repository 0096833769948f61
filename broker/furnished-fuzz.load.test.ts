/** Tests that nothing a client sends harms anybody where everything is in use: rules, templates, hooks, simulated clients and open views (Z1 to Z8). */
import { MessageChannel } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { Contract } from "./contract/console.ts";
import type { BrokerClient } from "./testing/broker-client.ts";
import { type ChatUnderTest, startChat, user } from "./testing/chat-harness.ts";
import { SeededRandom } from "./testing/seeded-random.ts";

/** The long form is run by hand: SIGNALBOX_FUZZ_FRAMES=100000. */
const FRAMES = Number(process.env.SIGNALBOX_FUZZ_FRAMES ?? 600);
/** Of realtime no more may wait for the answer of a hook; more end the connection, as they should. */
const BATCH = 20;
const TIMEOUT_MS = 120_000 + FRAMES * 100;
/** Another seed a run, named in every failure. */
const SEED = Number(process.env.SIGNALBOX_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));

const NAMES = ["constructor", "__proto__", "toString", "hasOwnProperty", "a", "id", "text", "pattern", "alarm", ""];
const PATTERNS = [
  "^(a+)+$",
  "([a-z]+)*!",
  "(a|a)*b",
  "[",
  "(?=a)",
  "(a{1,99}){1,99}",
  ".*",
  "\\p{L}+",
  "a".repeat(600),
];
const SCALARS = [
  "1724442618569203714",
  "21.0",
  "-0.0",
  "1e999",
  '""',
  '"\\ud800"',
  '"\\u0000"',
  "true",
  "null",
  `"${"a".repeat(40)}!"`,
];

/** Any JSON value, now and then one that is deep, wide, long or strangely named. */
function anyValue(random: SeededRandom, depth = 0): string {
  switch (random.int(depth > 3 ? 2 : 9)) {
    case 0:
    case 1:
      return random.pick(SCALARS);
    case 2: {
      const deep = random.int(3000);
      return `${"[".repeat(deep)}${random.pick(SCALARS)}${"]".repeat(deep)}`;
    }
    case 3: {
      const deep = random.int(2000);
      return `${'{"a":'.repeat(deep)}1${"}".repeat(deep)}`;
    }
    case 4:
      return `[${new Array(random.int(1000)).fill("1").join(",")}]`;
    case 5:
      return `"${"x".repeat(random.int(20_000))}"`;
    default: {
      const members = Array.from(
        { length: random.int(5) },
        () => `${JSON.stringify(random.pick(NAMES))}:${anyValue(random, depth + 1)}`,
      );
      return `{"text":"${"a".repeat(random.int(40))}!","pattern":${JSON.stringify(random.pick(PATTERNS))}${members.map((one) => `,${one}`).join("")}}`;
    }
  }
}

const TOPICS = ["in/a", "in/b/c", "in/", "in/constructor", "in/__proto__", "out/x", "in/+", "$sys/x", "in/\u0000", ""];

/** A frame of the dialect, or something like one. */
function anyFrame(random: SeededRandom, good: (value: string, topic: string) => string): string | Buffer {
  const frame = good(anyValue(random), JSON.stringify(random.pick(TOPICS)));
  switch (random.int(8)) {
    case 0:
      return frame.slice(0, random.int(frame.length));
    case 1: {
      const at = random.int(frame.length);
      return frame.slice(0, at) + String.fromCharCode(random.int(128)) + frame.slice(at + random.int(3));
    }
    case 2:
      return random.bytes(random.int(64));
    case 3:
      return random.pick(["[]", "null", "{}", "", "{", '{"type":{}}', '{"toString":1}', '{"tag":{"toString":1}}']);
    default:
      return frame;
  }
}

const DIALECTS = {
  broker: (value: string, topic: string) => `{"tag":${topic},"message":${value}}`,
  pubsub: (value: string, topic: string) =>
    value.length % 3 === 0
      ? `{"type":"subscribe","topic":${topic},"client_id":"f","last_n":2,"request_id":"r"}`
      : `{"type":"publish","topic":${topic},"client_id":"f","message":{"payload":${value}},"request_id":"r"}`,
  realtime: (value: string, topic: string) =>
    [
      `{"type":"custom","message_type":"hello","payload":${value}}`,
      `{"type":"custom","message_type":${topic},"payload":${value}}`,
      `{"type":"subscribe","topic":${topic}}`,
      `{"type":"set_meta","key":${topic},"value":${value}}`,
      `{"type":"echo","payload":${value}}`,
      `{"type":"response","request_id":"x","data":${value}}`,
    ][value.length % 6] ?? "",
  chat: (value: string) => (value.length % 2 === 0 ? `{"body":${value}}` : `{"body":"said ${value.length}"}`),
} as const;

const RULES = [
  { pattern: "in/#", condition: "$..alarm", replyTopic: "out/{{topic 2}}", template: "{{json}}" },
  {
    pattern: "in/#",
    condition: "search(@.text, @.pattern)",
    replyTopic: "out/{{json.id}}",
    template: '{"t":"{{json.text}}"}',
  },
  { pattern: "in/#", condition: "$..[?@.a == $.id]", replyTopic: "out/x", template: '{"v":{{json.constructor}}}' },
  {
    pattern: "in/b/c",
    condition: "$..[?count($..*) > 9]",
    replyTopic: "out/x",
    template: `[${"{{json}},".repeat(200)}1]`,
  },
  {
    pattern: "in/#",
    condition: "",
    replyTopic: "out/{{json.a.b.c}}",
    template: '{"was":{{json.a}},"at":"{{now}} {{uuid}}"}',
  },
  {
    pattern: "$realtime/#",
    condition: "$.payload",
    replyTopic: "out/x",
    template: '{"type":"answer","data":{{json.payload}}}',
  },
  { pattern: "out/#", condition: "", replyTopic: "in/b/c", template: "{{json}}" },
  { pattern: "chat/#", condition: "match(@.body, '([a-z]+)*')", replyTopic: "out/x", template: '"{{json.body}}"' },
];

const FILTERS = [undefined, "constructor", "json.a:*a*", "json.text>5 or not denied", "size>1k result:delivered"];

let stand: ChatUnderTest;
let faulty: number;
const closers: (() => void)[] = [];
beforeEach(async () => {
  faulty = 0;
  stand = await startChat({
    hooks: {
      message: async (_client, message) => {
        const kind = message.message_type;
        if (kind === "in/b/c") throw new Error("a mistake of the program");
        return kind === "in/a" ? { echoed: message } : undefined;
      },
      canSubscribe: (_client, topic) => topic !== "in/b/c" || Promise.reject(new Error("a mistake of the program")),
      connected: () => undefined,
    },
  });
  await stand.widenQueues();
});
afterEach(async () => {
  for (const close of closers.splice(0)) close();
  await stand.stop();
});

/** Every stream of the console, read to its end; one that fails is counted. */
function openViews(): void {
  const { port1, port2 } = new MessageChannel();
  closers.push(() => port2.close());
  stand.engine.openPort(port1);
  port1.start();
  port2.start();
  const client: ContractRouterClient<Contract> = createORPCClient(new RPCLink({ port: port2 }));
  const follow = async (open: () => Promise<AsyncIterable<unknown>>) => {
    try {
      for await (const _ of await open());
    } catch {
      faulty++;
    }
  };
  void follow(() => client.live());
  void follow(() => client.topics.watch());
  void follow(() => client.sandbox.watch());
  void follow(() => client.rooms.watch({ room: "hall" }));
  for (const filter of FILTERS) void follow(() => client.traffic.watch(filter === undefined ? {} : { filter }));
}

async function furnish(): Promise<string> {
  const { secret, id } = await stand.token(
    { "in/#": "readwrite", "out/#": "readwrite", "by/#": "readwrite" },
    { subject: user("ada") },
  );
  await stand.room("hall");
  for (const [index, rule] of RULES.entries()) {
    const document = {
      kind: "autoReply",
      name: `Rule ${index}`,
      enabled: true,
      delayMs: index % 3,
      tokenId: null,
      ...rule,
    };
    const { status, body } = await stand.api("PUT", "/library", document);
    if (status >= 300) throw new Error(`the rule was refused: ${JSON.stringify(body)}`);
  }
  for (const dialect of ["broker", "pubsub", "realtime"]) {
    const made = {
      kind: "sandboxClient",
      name: dialect,
      tokenId: id,
      dialect,
      filters: ["in/#", "out/x"].slice(dialect === "realtime" ? 1 : 0),
      order: 1,
    };
    const { body } = await stand.api("PUT", "/library", made);
    await stand.api("POST", `/sandbox/${body.id}/connect`, {});
  }
  openViews();
  return secret;
}

async function join(name: keyof typeof DIALECTS, secret: string): Promise<BrokerClient> {
  if (name === "chat") return (await stand.enter("hall", secret)).client;
  if (name === "broker") return stand.connect({ secret, filters: ["out/#"], path: "/ws/brocker/?errors=1" });
  const client = await stand.connect({ secret, path: name === "pubsub" ? "/ws/" : "/ws/realtime/" });
  if (name === "realtime") client.send(JSON.stringify({ type: "authenticate", token: secret }));
  await client.received(name === "realtime" ? 2 : 1);
  return client;
}

it.each(Object.keys(DIALECTS) as (keyof typeof DIALECTS)[])(
  `Z1 Z4 Z5 Z6 Z8 U11 %s: ${FRAMES} frames of every kind end nobody's connection, and a bystander is served (seed ${SEED})`,
  async (name) => {
    const random = new SeededRandom(SEED);
    const secret = await furnish();
    const sender = await join(name, secret);
    const bystander = await stand.connect({ secret, filters: ["by/#"] });
    const speaker = await stand.connect({ secret, filters: ["by/none"] });
    for (let sent = 0; sent < FRAMES; sent += BATCH) {
      for (let count = 0; count < BATCH; count++) sender.send(anyFrame(random, DIALECTS[name]));
      speaker.publish("by/1", sent);
      await bystander.received(sent / BATCH + 1);
      // Its frames are handled before the next come: the pong comes behind them.
      const handled = new Promise<void>((resolve) => sender.socket.once("pong", () => resolve()));
      sender.socket.ping();
      await Promise.race([handled, sender.closed]);
      expect(sender.end).toBeNull();
      sender.texts.length = 0;
    }
    expect(bystander.messages.map(({ message }) => message)).toEqual(
      Array.from({ length: FRAMES / BATCH }, (_, batch) => batch * BATCH),
    );
    expect([sender.end, bystander.end, speaker.end]).toEqual([null, null, null]);
    const { faults, connections } = (await stand.api("GET", "/stats")).body;
    // The program's own mistakes, which the hooks make, are the only ones.
    const lines = stand.log.lines.filter(({ level, fields }) => level === "error" && fields.place !== "hook");
    expect(lines).toEqual([]);
    if (name !== "realtime") expect(faults).toEqual({ count: 0, last: null });
    expect(connections).toBeGreaterThanOrEqual(3);
    expect(faulty).toBe(0);
  },
  TIMEOUT_MS,
);

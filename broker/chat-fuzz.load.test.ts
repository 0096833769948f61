/** Tests that nothing a chat client sends ends its connection, or disturbs anybody (H2). */
import { afterEach, beforeEach, expect, it } from "vitest";
import { type ChatUnderTest, startChat } from "./testing/chat-harness.ts";
import { SeededRandom } from "./testing/seeded-random.ts";

const FRAMES = 20_000;
const BATCH = 500;
const FUZZ_TIMEOUT_MS = 180_000;
/** Another seed a run, named in every failure. */
const SEED = Number(process.env.SIGNALBOX_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 32));

let stand: ChatUnderTest;
beforeEach(async () => {
  stand = await startChat();
  await stand.widenQueues();
  await stand.room("noisy");
  await stand.room("quiet");
});
afterEach(() => stand.stop());

const BODIES = [
  '"x"',
  '""',
  '" "',
  "null",
  "0",
  "[]",
  "{}",
  '"\\ud800"',
  '"\\u0000x"',
  '"ü🙂"',
  '"\\n"',
  "1e999",
  "true",
];

/** Frames of every kind: good, broken, wrong, long, deep, binary, with control characters, no JSON. */
function anyFrame(random: SeededRandom): string | Buffer {
  const body = random.pick(BODIES);
  const good = `{"body":${body}}`;
  switch (random.int(10)) {
    case 0:
      return good.slice(0, random.int(good.length));
    case 1: {
      const at = random.int(good.length);
      return good.slice(0, at) + String.fromCharCode(random.int(128)) + good.slice(at + random.int(2));
    }
    case 2:
      return random.pick(["[]", "null", "7", '"text"', "true", "", " ", "{}", "[{}]", "{", "\u0000", "\ufeff{}"]);
    case 3:
      return `{"body":"${"x".repeat(random.int(6000))}"}`;
    case 4: {
      const depth = random.int(5_000);
      return `{"body":${"[".repeat(depth)}${"]".repeat(Math.max(0, depth - random.int(2)))}}`;
    }
    case 5:
      return random.bytes(random.int(64));
    case 6:
      return `{"__proto__":{"body":"x"},"constructor":1,"event":"message","message":${body}}`;
    case 7:
      return `{"body":${body},"body":${random.pick(BODIES)}}`;
    default:
      return good;
  }
}

it(
  `H2 H3 of ${FRAMES} frames of every kind each is said or answered, and another room hears nothing (seed ${SEED})`,
  async () => {
    const random = new SeededRandom(SEED);
    const sender = await stand.enter("noisy", await stand.person("alice"));
    const witness = await stand.enter("noisy", await stand.person("bob"));
    const bystander = await stand.enter("quiet", await stand.person("carol"));
    // The counts of online subjects: two of the sender, one of the witness.
    await sender.frame(({ online_count }) => online_count === 2);
    for (let sent = 0; sent < FRAMES; sent += BATCH) {
      for (let count = 0; count < BATCH; count++) sender.client.send(anyFrame(random));
      await sender.client.received(2 + sent + BATCH);
    }
    const { frames } = sender;
    expect(frames).toHaveLength(2 + FRAMES);
    const said = frames.flatMap(({ message }) => message ?? []);
    const errors = frames.filter(({ event }) => event === "error");
    expect(said.length + errors.length).toBe(FRAMES);
    expect(said.length).toBeGreaterThan(100);
    for (const { errors: fields = {} } of errors) {
      expect(
        Object.values(fields)
          .flat()
          .every((text) => text.length > 0),
      ).toBe(true);
    }
    await witness.client.received(1 + said.length);
    expect(witness.frames.flatMap(({ message }) => message ?? [])).toEqual(said);
    bystander.say("calm");
    await bystander.heard("calm");
    expect(bystander.bodies).toEqual(["calm"]);
    const { messages } = (await stand.api("GET", "/rooms/noisy")).body;
    expect(messages).toBe(Math.min(said.length, 10_000));
  },
  FUZZ_TIMEOUT_MS,
);

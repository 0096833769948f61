/** Owns `--scenario chat`: what an unrelated topic feels of rooms that talk, beside the same house in silence. */
import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { setTimeout as pause } from "node:timers/promises";
import type { WebSocket } from "ws";
import { ChatHouse } from "./chat/house.ts";
import { percentile } from "./generator/interval.ts";
import { numberAfter } from "./options.ts";
import { CpuShare } from "./run/cpu-share.ts";
import { pinning } from "./run/machine.ts";
import { topicOf } from "./wire/payload.ts";

const DEFAULT_ROUNDS = 3;
const DEFAULT_SECONDS = 5;
/** Before anything counts. */
const WARM_MS = 1_000;
/** How long messages on their way at the end are waited for. */
const DRAIN_MS = 2_000;
const TOPIC_PER_SECOND = 500;
const CHAT_PER_SECOND = 400;

/** What is measured, in the order of a round. */
const KINDS = {
  "no chat": { storedIn: "disk", perSecond: 0 },
  "chat, in memory": { storedIn: "memory", perSecond: CHAT_PER_SECOND },
  "chat, on disk": { storedIn: "disk", perSecond: CHAT_PER_SECOND },
} as const;
type Kind = keyof typeof KINDS;

/** Milliseconds from the moment at which a message was due to its arrival, and how many never arrived. */
interface Measured {
  readonly topic: number[];
  readonly chat: number[];
  lost: number;
}

/** Prints percentiles of each round. Each kind has a process and a data folder of its own. */
export async function benchChat(args: readonly string[]): Promise<void> {
  const rounds = numberAfter(args, "--rounds") ?? DEFAULT_ROUNDS;
  const measureMs = (numberAfter(args, "--seconds") ?? DEFAULT_SECONDS) * 1000;
  const pins = pinning();
  if (pins.pinned)
    execFileSync("taskset", ["-cp", String(pins.generatorCore), String(process.pid)], { stdio: "ignore" });
  const busy = new CpuShare();
  console.log(
    `${CHAT_PER_SECOND} chat messages a second, ${TOPIC_PER_SECOND} on an unrelated topic; p50, p99, longest`,
  );
  for (let round = 0; round < rounds; round++) {
    for (const kind of Object.keys(KINDS) as Kind[]) {
      const { storedIn, perSecond } = KINDS[kind];
      const house = await ChatHouse.open(storedIn, pins);
      try {
        report(kind, await measure(house, perSecond, measureMs));
      } finally {
        await house.close();
      }
    }
  }
  console.log(`load ${(loadavg()[0] ?? 0).toFixed(1)}, ${busy.words()}`);
}

/** Open loop: a message has its time, and a late generator hides nothing. */
async function measure(house: ChatHouse, chatPerSecond: number, measureMs: number): Promise<Measured> {
  const measured: Measured = { topic: [], chat: [], lost: 0 };
  const from = performance.now() + WARM_MS;
  const to = from + measureMs;
  const topic = new Course(TOPIC_PER_SECOND, from - WARM_MS, to, (due) => {
    house.writer.send(`{"tag":"${topicOf(0)}","message":${due}}`);
  });
  const chat = new Course(chatPerSecond, from - WARM_MS, to, (due, index) => {
    house.people[index % house.people.length]?.send(`{"body":"${due}"}`);
  });
  listen(house.reader, /"message":([\d.]+)/, (due) => topic.arrived(due, from, measured.topic));
  for (const person of house.people) {
    // Everybody in the room hears it; one of them is enough for a clock, its sender as good as any.
    listen(person, /"body":"([\d.]+)"/, (due) => chat.arrived(due, from, measured.chat));
  }
  await Promise.all([topic.run(), chat.run()]);
  for (let waited = 0; waited < DRAIN_MS && topic.open + chat.open > 0; waited += 5) await pause(5);
  measured.lost = topic.open + chat.open;
  return measured;
}

/** Messages at a steady pace, each known by its due time until it arrives. */
class Course {
  readonly #perSecond: number;
  readonly #from: number;
  readonly #to: number;
  readonly #send: (due: number, index: number) => void;
  readonly #out = new Set<number>();

  constructor(perSecond: number, from: number, to: number, send: (due: number, index: number) => void) {
    this.#perSecond = perSecond;
    this.#from = from;
    this.#to = to;
    this.#send = send;
  }

  get open(): number {
    return this.#out.size;
  }

  async run(): Promise<void> {
    for (let index = 0; this.#perSecond > 0; ) {
      const now = performance.now();
      const due = this.#from + (index * 1000) / this.#perSecond;
      if (due >= this.#to) return;
      if (due > now) await pause(due - now);
      else {
        this.#out.add(due);
        this.#send(due, index++);
      }
    }
  }

  /** The first arrival counts. */
  arrived(due: number, countedFrom: number, into: number[]): void {
    if (this.#out.delete(due) && due >= countedFrom) into.push(performance.now() - due);
  }
}

function listen(socket: WebSocket, number: RegExp, heard: (due: number) => void): void {
  socket.on("message", (data) => {
    const found = number.exec(String(data));
    if (found !== null) heard(Number(found[1]));
  });
}

function report(kind: Kind, { topic, chat, lost }: Measured): void {
  const words = (values: number[]): string => {
    const sorted = values.sort((a, b) => a - b);
    return [percentile(sorted, 0.5), percentile(sorted, 0.99), sorted.at(-1) ?? Number.NaN]
      .map((ms) => ms.toFixed(1).padStart(7))
      .join("");
  };
  const said = chat.length === 0 ? "" : `   chat${words(chat)} ms (${chat.length})`;
  console.log(
    `${kind.padEnd(16)} topic${words(topic)} ms (${topic.length})${said}${lost > 0 ? `   LOST ${lost}` : ""}`,
  );
}

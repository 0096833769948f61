/** Owns the proof of the generator: real `ws` clients beside it must get exactly its messages, in order, intact. */
import WebSocket from "ws";
import { runJob } from "./run/generator-process.ts";
import type { Pinning } from "./run/machine.ts";
import { startServer } from "./run/server-process.ts";
import { SCENARIOS } from "./scenarios.ts";
import type { System } from "./systems.ts";
import { SUBSCRIBER_SECRET } from "./wire/bench-policy.ts";
import { envelope, SEQUENCE_DIGITS, topicOf } from "./wire/payload.ts";

const WITNESSES = 5;
const MESSAGES = 4000;
const SUBSCRIBERS = 50;
const WITHIN_MS = 60_000;
const SETTLE_MS = 5_000;

/** A client that takes part like any other and keeps what it hears. */
interface Witness {
  readonly heard: string[];
  close(): void;
}

function witness(port: number): Promise<Witness> {
  const heard: string[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${port}/ws/brocker/`, {
    perMessageDeflate: false,
    headers: { Authorization: `Token ${SUBSCRIBER_SECRET}`, Tag: topicOf(0) },
  });
  socket.on("message", (data) => heard.push(data.toString()));
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("open", () => resolve({ heard, close: () => socket.terminate() }));
  });
}

/** The n-th message of the first topic. */
function expected(number: number): string {
  const { text, digitsAt } = envelope(topicOf(0));
  return (
    text.slice(0, digitsAt) + String(number).padStart(SEQUENCE_DIGITS, "0") + text.slice(digitsAt + SEQUENCE_DIGITS)
  );
}

/**
 * Sends {@link MESSAGES} messages through each system that speaks the broker dialect.
 * @returns a line a system
 * @throws Error naming the first message that a witness missed or got otherwise
 */
export async function checkGenerator(
  systems: readonly System[],
  pins: Pinning,
  messages: number = MESSAGES,
): Promise<string[]> {
  const scenario = SCENARIOS.find(({ name }) => name === "fan100");
  if (!scenario) throw new Error("The check needs the scenario fan100");
  const lines: string[] = [];
  for (const system of systems.filter(({ dialect }) => dialect.name === "broker")) {
    const server = await startServer(system.script, ["--tokens", "2", "--mode", system.mode], pins);
    const witnesses: Witness[] = [];
    try {
      for (let count = 0; count < WITNESSES; count++) witnesses.push(await witness(server.ready.port));
      const job = scenario.job(system, server.ready, { warmMs: 0, measureMs: WITHIN_MS, quick: false });
      if (job.kind !== "traffic") throw new Error("fan100 is a traffic scenario");
      const figures = await runJob({ ...job, subscribers: job.subscribers.slice(0, SUBSCRIBERS), messages }, pins);
      const sent = figures.sent ?? 0;
      await heardAll(witnesses, sent);
      for (const { heard } of witnesses) judge(system, heard, sent);
      if (sent !== messages || figures.lost !== 0 || figures.uneven !== 0 || figures.misordered !== 0) {
        throw new Error(`${system.name}: the generator's own counts are off: ${JSON.stringify(figures)}`);
      }
      lines.push(
        `${system.name}: ${WITNESSES} ws clients beside ${SUBSCRIBERS} got ${sent} of ${sent} in order, intact`,
      );
    } finally {
      for (const one of witnesses) one.close();
      await server.stop();
    }
  }
  return lines;
}

/** The generator may be done before the last frames reach the witnesses. */
async function heardAll(witnesses: readonly Witness[], sent: number): Promise<void> {
  const until = Date.now() + SETTLE_MS;
  while (witnesses.some(({ heard }) => heard.length < sent) && Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function judge(system: System, heard: readonly string[], sent: number): void {
  if (heard.length !== sent) throw new Error(`${system.name}: a witness heard ${heard.length} of ${sent} messages`);
  const wrong = heard.findIndex((text, index) => text !== expected(index + 1));
  if (wrong >= 0) throw new Error(`${system.name}: message ${wrong + 1} came as ${heard[wrong]}`);
}

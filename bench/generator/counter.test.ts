/** Owns the proof that cheap counting is exact, whatever the chunks and whatever pings come between. */
import { describe, expect, it } from "vitest";
import { brokerDialect } from "../wire/dialects.ts";
import { envelope, SEQUENCE_DIGITS, topicOf } from "../wire/payload.ts";
import { serverFrame } from "../wire/websocket.ts";
import { counterFor, OrderCheck, unitOf } from "./counter.ts";
import type { TrafficJob } from "./job.ts";

const job: TrafficJob = {
  kind: "traffic",
  host: "",
  port: 0,
  serverPid: 0,
  publishers: [],
  subscribers: [],
  frames: [],
  delivery: brokerDialect.delivery(topicOf(0)),
  fixedFrameBytes: brokerDialect.fixedFrameBytes,
  flow: "fan",
  pace: { window: 1 },
  warmMs: 0,
  measureMs: 0,
  messages: 0,
};
const ping = Buffer.from([0x89, 0]);

function message(number: number): Buffer {
  const { text, digitsAt } = envelope(topicOf(0));
  const digits = String(number).padStart(SEQUENCE_DIGITS, "0");
  return serverFrame(Buffer.from(text.slice(0, digitsAt) + digits + text.slice(digitsAt + SEQUENCE_DIGITS)));
}

/** Counts a stream that arrives in chunks of one size. */
function count(stream: Buffer, size: number, check?: OrderCheck): number {
  const counter = counterFor(job, check);
  let bytes = 0;
  for (let at = 0; at < stream.length; at += size) {
    const chunk = stream.subarray(at, at + size);
    bytes += counter(chunk, chunk.length);
  }
  return bytes / unitOf(job);
}

describe("counting deliveries", () => {
  const plain = Buffer.concat([1, 2, 3, 4, 5].map(message));
  const pinged = Buffer.concat([message(1), ping, message(2), message(3), ping, ping, message(4), message(5), ping]);

  it("is exact for chunks of every size", () => {
    for (let size = 1; size <= plain.length; size++) expect(count(plain, size)).toBe(5);
  });

  it("is exact with pings between the messages", () => {
    for (let size = 1; size <= pinged.length; size++) expect(count(pinged, size)).toBe(5);
  });

  it("sees a missing and a doubled message in the order of the numbers", () => {
    const inOrder = new OrderCheck(job.delivery);
    expect(count(pinged, 7, inOrder)).toBe(5);
    expect([inOrder.checked, inOrder.misordered]).toEqual([5, 0]);

    const holed = new OrderCheck(job.delivery);
    count(Buffer.concat([1, 3, 4, 4].map(message)), 50, holed);
    expect([holed.checked, holed.misordered]).toEqual([4, 2]);
  });
});

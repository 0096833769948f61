import { describe, expect, it } from "vitest";
import { LIMITS } from "../contract/limits.ts";
import type { Link } from "../ports/link.ts";
import type { Flushable } from "./flusher.ts";
import { LateQueues } from "./late-queues.ts";
import { Line } from "./line.ts";
import { Outbound } from "./outbound.ts";
import type { QueueLimits, SessionHost } from "./session-host.ts";

function stand(limits: Partial<QueueLimits> = {}, lateQueues = new LateQueues()) {
  const written: string[] = [];
  const writes: number[] = [];
  const waiting: Flushable[] = [];
  const link = { open: true };
  const connection: Pick<Link, "write"> = {
    write(frames: Uint8Array) {
      const texts = Buffer.from(frames).toString().split(" ").slice(0, -1);
      writes.push(texts.length);
      written.push(...texts);
      return link.open;
    },
  };
  type Asked = "flusher" | "queueLimits" | "lateQueues" | "wrote" | "left" | "leftLate" | "droppedFrames";
  const host: Pick<SessionHost, Asked> = {
    lateQueues,
    flusher: { start: new Line(), add: (one: Flushable) => void waiting.push(one) },
    queueLimits: { slowReader: "drop-oldest", maxQueueBytes: 1000, maxQueueFrames: 3, ...limits },
    wrote: () => {},
    left: () => {},
    leftLate: () => {},
    droppedFrames: () => {},
  };
  const outbound = new Outbound(connection as Link, host as SessionHost, 0);
  const endTurn = () => {
    for (const one of waiting.splice(0)) one.flush();
  };
  // A frame of this test ends with a space.
  const push = (text: string) => outbound.push(Buffer.from(`${text} `));
  return { outbound, written, writes, link, endTurn, push };
}

describe("the queues of all slow readers", () => {
  /** A slow reader whose next frame waits behind nothing. */
  const slow = (all: LateQueues, limits = { maxQueueFrames: 1000, maxQueueBytes: 1_000_000 }) => {
    const one = stand(limits, all);
    one.link.open = false;
    one.push("first");
    one.endTurn();
    return one;
  };

  it("M8 a reader that holds more than its share drops its oldest frames when all together hold too much, and one that holds little drops none", () => {
    const all = new LateQueues(1000);
    const [small, large] = [slow(all), slow(all)];
    small.push("x".repeat(99));
    for (let count = 0; count < 20; count++) large.push("x".repeat(99));
    expect([small.outbound.dropped, all.queues]).toEqual([0, 2]);
    expect(large.outbound.waitingBytes).toBeLessThanOrEqual(900);
    expect(all.bytes).toBeLessThanOrEqual(1000);
    for (const one of [small, large]) {
      one.link.open = true;
      one.outbound.resume();
    }
    expect([all.bytes, all.queues]).toEqual([0, 0]);
  });

  it("M8 a frame that waits for many counts once: they share it", () => {
    const all = new LateQueues(1000);
    const readers = Array.from({ length: 50 }, () => slow(all));
    const frame = Buffer.alloc(600);
    for (const { outbound } of readers) outbound.push(frame);
    expect([all.bytes, all.queues, readers.every(({ outbound }) => outbound.dropped === 0)]).toEqual([600, 50, true]);
    for (const { outbound } of readers) outbound.discard();
    expect([all.bytes, all.queues]).toEqual([0, 0]);
  });
});

describe("the outbound queue", () => {
  it("M5 joins the frames of one turn into one write, in order", () => {
    const { written, writes, endTurn, push } = stand();
    for (const text of ["a", "b", "c", "d", "e"]) push(text);
    expect(written).toEqual([]);
    endTurn();
    expect(written).toEqual(["a", "b", "c", "d", "e"]);
    expect(writes).toEqual([5]);
  });

  it("M8 a burst within a turn is no slow reader: it leaves in batches and nothing is dropped", () => {
    const { outbound, written, push, endTurn } = stand();
    for (let i = 0; i < 2000; i++) push(`m${i}`);
    endTurn();
    expect(written.length).toBe(2000);
    expect(outbound.dropped).toBe(0);
    expect(outbound.waitingBytes).toBe(0);
  });

  it("M8 drops the oldest frames of a reader that does not keep up, counts them, and resumes in order", () => {
    const { outbound, written, link, endTurn, push } = stand();
    link.open = false;
    push("first");
    endTurn();
    for (const text of ["a", "b", "c", "d", "e"]) expect(push(text)).toBe(true);
    expect(outbound.waitingFrames).toBe(3);
    expect(outbound.dropped).toBe(2);
    expect(outbound.isSlow).toBe(true);
    link.open = true;
    outbound.resume();
    expect(written).toEqual(["first", "c", "d", "e"]);
    expect(outbound.isSlow).toBe(false);
  });

  it("M8 bounds the queue in bytes too", () => {
    const { outbound, link, endTurn, push } = stand({ maxQueueBytes: 10, maxQueueFrames: 100 });
    link.open = false;
    push("x");
    endTurn();
    push("12345678");
    push("abcdefgh");
    expect(outbound.waitingBytes).toBe(9);
    expect(outbound.dropped).toBe(1);
  });

  it("M8 says that the session must close, when the setting is to close", () => {
    const { link, endTurn, push } = stand({ slowReader: "close" });
    link.open = false;
    push("x");
    endTurn();
    expect([push("a"), push("b"), push("c"), push("d")]).toEqual([true, true, true, false]);
  });

  it("R5 what waits when the session is closed is discarded, counted and never written", () => {
    const { outbound, written, push, endTurn } = stand();
    push("a");
    push("b");
    expect(outbound.discard()).toHaveLength(2);
    endTurn();
    expect(written).toEqual([]);
    expect(outbound.writtenAfterDiscard).toBe(0);
  });

  it("R6 the writer itself counts a frame that leaves after the discard", () => {
    const { outbound, push, endTurn } = stand();
    outbound.discard();
    push("late");
    endTurn();
    expect(outbound.writtenAfterDiscard).toBe(1);
  });

  it("R5 a long queue leaves in batches, so that a close never waits behind more than one", () => {
    const { outbound, writes, link, endTurn, push } = stand({ maxQueueBytes: 10_000_000, maxQueueFrames: 10_000 });
    link.open = false;
    push("x");
    endTurn();
    const frame = "y".repeat(1023);
    for (let i = 0; i < 200; i++) push(frame);
    outbound.resume();
    expect(writes).toEqual([1, LIMITS.writeBatchBytes / 1024]);
    expect(outbound.waitingFrames).toBe(200 - LIMITS.writeBatchBytes / 1024);
    expect(outbound.waitingBytes).toBe(outbound.waitingFrames * 1024);
  });

  it("X4 R5 frames of a lost topic are discarded while they wait, the others leave in order", () => {
    const { outbound, written, link, push, endTurn } = stand({ maxQueueFrames: 10 });
    link.open = false;
    push("first");
    endTurn();
    for (const text of ["a1", "b1", "a2", "b2"]) push(text);
    expect(outbound.discardWhere((frame) => Buffer.from(frame).toString().startsWith("a"))).toHaveLength(2);
    expect(outbound.waitingBytes).toBe(6);
    link.open = true;
    outbound.resume();
    expect(written).toEqual(["first", "b1", "b2"]);
  });

  it("X4 R5 so are frames that wait for their turn's end, and what comes behind the others follows them", () => {
    const { outbound, written, push, endTurn } = stand();
    for (const text of ["a1", "b1", "a2", "b2"]) push(text);
    expect(outbound.discardWhere((frame) => Buffer.from(frame).toString().startsWith("a"))).toHaveLength(2);
    expect(outbound.waitingFrames).toBe(2);
    push("b3");
    endTurn();
    expect(written).toEqual(["b1", "b2", "b3"]);
  });

  it("M8 R5 frames that find a full transport within the turn wait behind nothing and are discarded with the session", () => {
    const { outbound, written, link, push, endTurn } = stand({ maxQueueFrames: 1000 });
    link.open = false;
    for (let i = 0; i < 300; i++) push(`m${i}`);
    expect(written.length).toBeGreaterThan(0);
    expect(written.length + outbound.waitingFrames).toBe(300);
    const left = written.length;
    expect(outbound.discard().map((frame) => Buffer.from(frame).toString().trim())).toEqual(
      Array.from({ length: 300 - left }, (_, i) => `m${left + i}`),
    );
    endTurn();
    outbound.resume();
    expect(written).toHaveLength(left);
    expect(outbound.waitingBytes).toBe(0);
  });
});

/** Owns the proof that the short way of reading hears exactly what `ws` alone hears, in the same order, wherever reads are cut. */
import type { Writable } from "node:stream";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ws from "ws";
import { readFrames } from "./quick-frames.ts";
import { readQuickly } from "./quick-receiver.ts";

const MAX_FRAME = 70_000;
const Receiver = Reflect.get(ws, "Receiver") as new (options: object) => Writable;

interface Sent {
  readonly opcode: number;
  readonly fin: boolean;
  readonly payload: Buffer;
  readonly mask: readonly number[];
}

function frameOf({ opcode, fin, payload, mask }: Sent): Buffer {
  const { length } = payload;
  const first = (fin ? 0x80 : 0) | opcode;
  const head =
    length < 126
      ? Buffer.from([first, 0x80 | length])
      : length < 65_536
        ? Buffer.from([first, 0x80 | 126, length >> 8, length & 0xff])
        : Buffer.from([first, 0x80 | 127, 0, 0, 0, 0, 0, length >>> 16, (length >> 8) & 0xff, length & 0xff]);
  const masked = payload.map((byte, at) => byte ^ (mask[at & 3] ?? 0));
  return Buffer.concat([head, Buffer.from(mask), masked]);
}

/** Everything that came of the reads, as one line each. */
function heard(reads: readonly Buffer[], isQuick: boolean): readonly string[] {
  const lines: string[] = [];
  const receiver = new Receiver({ isServer: true, maxPayload: MAX_FRAME, maxFragments: 50 });
  const text = (data: unknown) => (data instanceof Uint8Array ? Buffer.from(data).toString("hex") : "");
  receiver.on("message", (data, isBinary) => lines.push(`${isBinary ? "binary" : "text"} ${text(data)}`));
  for (const name of ["ping", "pong"]) receiver.on(name, (data) => lines.push(`${name} ${text(data)}`));
  receiver.on("conclude", (code, reason) => lines.push(`close ${code} ${text(reason)}`));
  let isOver = false;
  receiver.on("error", (error) => lines.push(`error ${error.message}`));
  receiver.once("error", () => (isOver = true));
  receiver.once("conclude", () => (isOver = true));
  if (isQuick) {
    const socket: unknown = { _receiver: receiver };
    readQuickly(socket as ws.WebSocket, {
      maxFrame: MAX_FRAME,
      readText: (payload) => lines.push(`text ${payload.toString("hex")}`),
    });
  }
  // As the socket's listener does: after the end nothing is written.
  for (const read of reads) if (!isOver && !receiver.errored) receiver.write(Buffer.from(read));
  return lines;
}

const payload = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: "grapheme", maxLength: 40 }).map((text) => Buffer.from(text)) },
  { weight: 2, arbitrary: fc.string({ maxLength: 300 }).map((text) => Buffer.from(text)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(65_535, 65_536, MAX_FRAME, MAX_FRAME + 1).map((size) => Buffer.alloc(size, "a")),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)) },
);
const frame = fc.record({
  opcode: fc.oneof(
    { weight: 8, arbitrary: fc.constant(1) },
    { weight: 3, arbitrary: fc.constantFrom(0, 2, 8, 9, 10, 3) },
  ),
  fin: fc.oneof({ weight: 8, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
  payload,
  mask: fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255), fc.nat(255)),
});
const reads = fc
  .tuple(fc.array(frame, { maxLength: 12 }), fc.array(fc.nat(1_000_000), { maxLength: 6 }), fc.boolean())
  .map(([frames, cuts, isUnmasked]) => {
    const all = Buffer.concat(frames.map(frameOf));
    // A frame without a mask, which only a server may send.
    if (isUnmasked && frames.length > 3) all[all.length - 1 - (all.length >> 1)] = 0;
    const places = [...new Set(cuts.map((cut) => (all.length === 0 ? 0 : cut % all.length)))].sort((a, b) => a - b);
    return [0, ...places]
      .map((from, at) => all.subarray(from, places[at] ?? all.length))
      .filter((one) => one.length > 0);
  });

describe("the short way of reading", () => {
  it("W8 M7 M9 hears what ws alone hears, wherever the reads are cut", () => {
    fc.assert(
      fc.property(reads, (cut) => {
        expect(heard(cut, true)).toEqual(heard(cut, false));
      }),
      { numRuns: 1000 },
    );
  });

  it("reads everything of ordinary frames itself", () => {
    const mask = [0x37, 0xfa, 0x21, 0x3d];
    const texts = ["{}", '{"tag":"a","message":1}', "ü".repeat(100), "x".repeat(1000)];
    const read = Buffer.concat(
      texts.map((text) => frameOf({ opcode: 1, fin: true, payload: Buffer.from(text), mask })),
    );
    const taken: string[] = [];
    const count = readFrames(read, { maxFrame: MAX_FRAME, readText: (one) => taken.push(one.toString()) });
    expect(taken).toEqual(texts);
    expect(count).toBe(read.length);
  });
});

/** Owns the proof that the generator frames as RFC 6455 says and counts frames cut anywhere. */
import { describe, expect, it } from "vitest";
import { publishPacket } from "./mqtt.ts";
import { envelope, PAYLOAD_BYTES, SEQUENCE_DIGITS, topicOf } from "./payload.ts";
import { FrameWalk, MASK, maskedFrame, OPCODE, serverFrame } from "./websocket.ts";

describe("walking frames", () => {
  const ping = Buffer.from([0x89, 0x02, 0x01, 0x02]);
  const close = Buffer.from([0x88, 0x05, 0x0f, 0xa3, 0x62, 0x79, 0x65]);
  const stream = Buffer.concat([serverFrame(Buffer.alloc(128, 1)), ping, serverFrame(Buffer.from("short")), close]);

  it("counts payload of data frames alone, wherever the chunks are cut", () => {
    for (let size = 1; size <= stream.length; size++) {
      const pieces: Buffer[] = [];
      const walk = new FrameWalk((payload) => pieces.push(Buffer.from(payload)));
      for (let at = 0; at < stream.length; at += size) {
        const chunk = stream.subarray(at, at + size);
        walk.feed(chunk, chunk.length);
      }
      expect(walk.dataBytes).toBe(133);
      expect(walk.closeCode).toBe(4003);
      expect(Buffer.concat(pieces).subarray(128).toString()).toBe("short");
    }
  });

  it("stops at the end it is given, since the read buffer is longer than what was read", () => {
    const walk = new FrameWalk();
    walk.feed(Buffer.concat([serverFrame(Buffer.from("one")), serverFrame(Buffer.from("two"))]), 5);
    expect(walk.dataBytes).toBe(3);
  });

  it("reads a close frame without a code as 1005", () => {
    const walk = new FrameWalk();
    walk.feed(Buffer.from([0x88, 0x00]), 2);
    expect(walk.closeCode).toBe(1005);
  });
});

describe("the message", () => {
  it("is 128 bytes of JSON whose digits stand where the offset says", () => {
    const { text, digitsAt } = envelope(topicOf(7));
    expect(Buffer.byteLength(text)).toBe(PAYLOAD_BYTES);
    const numbered = `${text.slice(0, digitsAt)}000000042${text.slice(digitsAt + SEQUENCE_DIGITS)}`;
    expect(JSON.parse(numbered)).toMatchObject({ tag: "bench/00007/data", message: { ts: 1_000_000_000_000_042 } });
  });

  it("is masked with a key that is not zero", () => {
    const { bytes, payloadAt } = maskedFrame(Buffer.from("hello"), OPCODE.text);
    const plain = bytes.subarray(payloadAt).map((byte, index) => byte ^ (MASK[index & 3] ?? 0));
    expect(Buffer.from(plain).toString()).toBe("hello");
    expect(bytes[1]).toBe(0x80 | 5);
  });

  it("fits an MQTT packet with a length of two bytes", () => {
    const packet = publishPacket("a/b", Buffer.alloc(200));
    expect([...packet.subarray(0, 8)]).toEqual([0x30, 0xcd, 0x01, 0, 3, 0x61, 0x2f, 0x62]);
    expect(packet.length).toBe(1 + 2 + 205);
  });
});

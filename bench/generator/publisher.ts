/** Owns sending numbered messages of one publisher, many in one write. */
import type { Socket } from "node:net";
import type { PublishFrame } from "../wire/dialects.ts";
import { SEQUENCE_DIGITS } from "../wire/payload.ts";

export class Publisher {
  /** Messages sent; also the number in the last one. */
  sent = 0;
  readonly #socket: Socket;
  readonly #frame: Buffer;
  readonly #digitsAt: number;
  readonly #digitMask: readonly number[];

  constructor(socket: Socket, frame: PublishFrame) {
    this.#socket = socket;
    this.#frame = Buffer.from(frame.bytes, "base64");
    this.#digitsAt = frame.digitsAt;
    this.#digitMask = frame.digitMask;
  }

  send(count: number): void {
    const length = this.#frame.length;
    const bytes = Buffer.allocUnsafe(length * count);
    for (let message = 0; message < count; message++) {
      const start = message * length;
      bytes.set(this.#frame, start);
      let number = ++this.sent;
      for (let digit = SEQUENCE_DIGITS - 1; digit >= 0; digit--) {
        bytes[start + this.#digitsAt + digit] = (48 + (number % 10)) ^ (this.#digitMask[digit] ?? 0);
        number = Math.floor(number / 10);
      }
    }
    this.#socket.write(bytes);
  }
}

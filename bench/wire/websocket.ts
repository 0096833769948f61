/** Owns the little of RFC 6455 that a generator needs: a handshake, masked frames, a walk over incoming frames. */

/** Masking costs the server the same for every key but zero, which `ws` skips. */
export const MASK = [0x37, 0xfa, 0x21, 0x3d] as const;

export const OPCODE = { text: 1, binary: 2, close: 8, ping: 9 } as const;

/** An upgrade request. @returns latin1 text with the closing blank line */
export function upgradeRequest(path: string, headers: Readonly<Record<string, string>>): string {
  const lines = [
    `GET ${path} HTTP/1.1`,
    "Host: 127.0.0.1",
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** A client's frame, masked with {@link MASK}. @returns the frame and where its payload begins */
export function maskedFrame(payload: Uint8Array, opcode: number): { bytes: Buffer; payloadAt: number } {
  const header = headerOf(payload.length, opcode, 0x80);
  const payloadAt = header.length + 4;
  const bytes = Buffer.alloc(payloadAt + payload.length);
  bytes.set(header, 0);
  bytes.set(MASK, header.length);
  for (const [index, byte] of payload.entries()) bytes[payloadAt + index] = byte ^ (MASK[index & 3] ?? 0);
  return { bytes, payloadAt };
}

/** A server's text frame: header and payload in one buffer. */
export function serverFrame(payload: Uint8Array): Buffer {
  const header = headerOf(payload.length, OPCODE.text, 0);
  const bytes = Buffer.allocUnsafe(header.length + payload.length);
  bytes.set(header, 0);
  bytes.set(payload, header.length);
  return bytes;
}

/** Bytes of an unmasked frame with so many bytes of payload. */
export const frameBytes = (payloadBytes: number): number =>
  headerOf(payloadBytes, OPCODE.text, 0).length + payloadBytes;

function headerOf(length: number, opcode: number, maskBit: 0 | 0x80): Buffer {
  if (length < 126) return Buffer.from([0x80 | opcode, maskBit | length]);
  if (length > 0xffff) throw new Error(`The benchmark sends no frame of ${length} bytes`);
  return Buffer.from([0x80 | opcode, maskBit | 126, length >> 8, length & 0xff]);
}

/** Walks unmasked frames through chunks cut anywhere; counts payload bytes of data frames and notices a close. */
export class FrameWalk {
  /** Payload bytes of text, binary and continuation frames so far. */
  dataBytes = 0;
  /** Data frames that are complete. */
  dataFrames = 0;
  /** Bytes of pings, pongs and close frames so far, headers included. */
  controlBytes = 0;
  /** Code of a close frame that was seen; 1005 when it carried none. */
  closeCode: number | undefined;
  #header = Buffer.alloc(10);
  #headerHave = 0;
  #left = 0;
  #opcode = 0;
  #closeHave = 0;
  readonly #onData: ((payload: Buffer) => void) | undefined;

  /** @param onData is called with each piece of data payload, a view of the chunk */
  constructor(onData?: (payload: Buffer) => void) {
    this.#onData = onData;
  }

  feed(chunk: Buffer, end: number): void {
    let at = 0;
    while (at < end) {
      if (this.#left > 0) {
        const take = Math.min(this.#left, end - at);
        this.#payload(chunk, at, take);
        this.#left -= take;
        at += take;
        if (this.#left === 0 && this.#opcode <= OPCODE.binary) this.dataFrames++;
        continue;
      }
      this.#header[this.#headerHave++] = chunk[at++] ?? 0;
      if (this.#headerHave >= 2 && this.#headerHave === this.#headerLength()) this.#open();
    }
  }

  #headerLength(): number {
    const short = (this.#header[1] ?? 0) & 0x7f;
    if (short < 126) return 2;
    return short === 126 ? 4 : 10;
  }

  #open(): void {
    const short = (this.#header[1] ?? 0) & 0x7f;
    if (short < 126) this.#left = short;
    else if (short === 126) this.#left = this.#header.readUInt16BE(2);
    else this.#left = Number(this.#header.readBigUInt64BE(2));
    this.#opcode = (this.#header[0] ?? 0) & 0x0f;
    if (this.#opcode > OPCODE.binary) this.controlBytes += this.#headerHave + this.#left;
    this.#headerHave = 0;
    this.#closeHave = 0;
    if (this.#opcode === OPCODE.close) this.closeCode = this.#left >= 2 ? 0 : 1005;
  }

  #payload(chunk: Buffer, at: number, take: number): void {
    if (this.#opcode <= OPCODE.binary) {
      this.dataBytes += take;
      this.#onData?.(chunk.subarray(at, at + take));
      return;
    }
    if (this.#opcode !== OPCODE.close) return;
    for (let index = 0; index < take && this.#closeHave < 2; index++, this.#closeHave++) {
      this.closeCode = ((this.closeCode ?? 0) << 8) | (chunk[at + index] ?? 0);
    }
  }
}

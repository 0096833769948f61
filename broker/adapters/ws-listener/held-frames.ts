/** Frames of one connection that were read and wait for their turn, copied into one piece of memory so that tiny ones do not grow with what describes them. */

/** Bytes before each frame: whether it is binary, and how long. */
const HEAD_BYTES = 5;
const FIRST_BYTES = 4096;

export class HeldFrames {
  /** Frames that wait. */
  count = 0;
  private bytes = Buffer.allocUnsafeSlow(FIRST_BYTES);
  private start = 0;
  private end = 0;

  add(data: Uint8Array, isBinary: boolean): void {
    this.makeRoom(HEAD_BYTES + data.byteLength);
    this.bytes[this.end] = isBinary ? 1 : 0;
    this.bytes.writeUInt32LE(data.byteLength, this.end + 1);
    this.bytes.set(data, this.end + HEAD_BYTES);
    this.end += HEAD_BYTES + data.byteLength;
    this.count++;
  }

  /** The oldest, which is its taker's from here on. There is one. */
  take(): { readonly data: Uint8Array; readonly isBinary: boolean } {
    const isBinary = this.bytes[this.start] === 1;
    const from = this.start + HEAD_BYTES;
    const to = from + this.bytes.readUInt32LE(this.start + 1);
    this.start = to;
    this.count--;
    // Memory is never written twice: whoever was given a frame may keep it.
    return { data: this.bytes.subarray(from, to), isBinary };
  }

  private makeRoom(wanted: number): void {
    if (this.end + wanted <= this.bytes.byteLength) return;
    const waiting = this.bytes.subarray(this.start, this.end);
    const wider = Buffer.allocUnsafeSlow(Math.max(FIRST_BYTES, 2 * (waiting.byteLength + wanted)));
    wider.set(waiting);
    this.bytes = wider;
    this.start = 0;
    this.end = waiting.byteLength;
  }
}

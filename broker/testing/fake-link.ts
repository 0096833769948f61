/** Owns a client's transport without a network: it takes everything at once, and goes when it is told to. */
import type { Link, LinkHandler } from "../ports/link.ts";

export class FakeLink implements Link {
  handler: LinkHandler | null = null;
  /** The texts of all frames that were written, oldest first. */
  readonly texts: string[] = [];
  closedWith: { readonly code: number; readonly reason: string } | null = null;
  /** False: the transport takes nothing more, as of a reader that stands still. */
  takes = true;
  /** What it was last told to take. */
  maxFrameBytes = Number.POSITIVE_INFINITY;

  write(frames: Uint8Array): boolean {
    if (this.closedWith !== null || this.handler === null) return true;
    for (const { opcode, payload } of framesIn(Buffer.from(frames))) {
      if (opcode === PING) this.handler.onAlive();
      else this.texts.push(payload.toString());
    }
    return this.takes;
  }

  takeFrames(maxBytes: number): void {
    this.maxFrameBytes = maxBytes;
  }

  end(farewell: Uint8Array): void {
    const [close] = framesIn(Buffer.from(farewell));
    if (close === undefined) throw new Error("the last frame is none");
    this.closedWith ??= { code: close.payload.readUInt16BE(0), reason: close.payload.toString("utf8", 2) };
  }

  destroy(): void {
    this.goneWith(1006);
  }

  send(frame: unknown): void {
    this.say(JSON.stringify(frame));
  }

  publish(tag: string, message: unknown): void {
    this.say({ tag, message });
  }

  /** The client sends a frame; a value that is no text as its JSON. */
  say(frame: unknown): void {
    this.handler?.onFrame(Buffer.from(typeof frame === "string" ? frame : JSON.stringify(frame)), true);
  }

  /** What the client has heard, as texts, taken. */
  takeTexts(): string[] {
    return this.texts.splice(0);
  }

  /** The client reads again after it stood still. */
  resume(): void {
    this.takes = true;
    this.handler?.onWritable();
  }

  /** The client's socket ends. */
  goneWith(code: number): void {
    const { handler } = this;
    this.handler = null;
    handler?.onGone(code, "");
  }
}

const PING = 9;

/** Frames are those of a server: whole and not masked (RFC 6455, 5.2). */
function framesIn(frames: Buffer): { readonly opcode: number; readonly payload: Buffer }[] {
  const found: { readonly opcode: number; readonly payload: Buffer }[] = [];
  for (let at = 0; at < frames.length; ) {
    const short = frames.readUInt8(at + 1) & 0x7f;
    const start = at + (short < 126 ? 2 : short === 126 ? 4 : 10);
    const length =
      short < 126 ? short : short === 126 ? frames.readUInt16BE(at + 2) : Number(frames.readBigUInt64BE(at + 2));
    found.push({ opcode: frames.readUInt8(at) & 0x0f, payload: frames.subarray(start, start + length) });
    at = start + length;
  }
  return found;
}

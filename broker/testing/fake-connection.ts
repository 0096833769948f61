/** Owns a client's transport without a network: it takes everything at once, and goes when it is told to. */
import type { Connection, ConnectionHandler } from "../ports/connection.ts";

export class FakeConnection implements Connection {
  handler: ConnectionHandler | null = null;
  readonly frames: Uint8Array[] = [];
  closedWith: { readonly code: number; readonly reason: string } | null = null;
  /** False: the transport takes nothing more, as of a reader that stands still. */
  takes = true;

  writeFrames(frames: readonly Uint8Array[], count: number): boolean {
    if (this.closedWith !== null || this.handler === null) return true;
    this.frames.push(...frames.slice(0, count));
    return this.takes;
  }

  sendPing(): void {
    this.handler?.onPong();
  }

  closeWith(code: number, reason: string): void {
    this.closedWith ??= { code, reason };
  }

  destroy(): void {
    this.goneWith(1006);
  }

  /** What the frames so far hold, as text. */
  get texts(): string[] {
    return this.frames.map((frame) => {
      const length = (frame[1] ?? 0) & 127;
      return Buffer.from(frame.subarray(length === 127 ? 10 : length === 126 ? 4 : 2)).toString("utf8");
    });
  }

  send(frame: unknown): void {
    this.handler?.onText(Buffer.from(JSON.stringify(frame)));
  }

  publish(tag: string, message: unknown): void {
    this.say({ tag, message });
  }

  /** The client sends a frame; a value that is no text as its JSON. */
  say(frame: unknown): void {
    this.handler?.onText(Buffer.from(typeof frame === "string" ? frame : JSON.stringify(frame)));
  }

  /** What the client has heard, as texts, taken. Frames are those of a server: whole and not masked (RFC 6455, 5.2). */
  takeTexts(): string[] {
    return this.frames.splice(0).map((frame) => {
      const length = (frame[1] ?? 0) & 0x7f;
      return Buffer.from(frame.subarray(length < 126 ? 2 : length === 126 ? 4 : 10)).toString("utf8");
    });
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

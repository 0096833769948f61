/** Owns what every transport must do for the session on it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Link, LinkHandler } from "../ports/link.ts";
import type { Wire } from "../ports/wire.ts";

/** The client's side of a connection. */
export interface PeerSide {
  /** Payloads of the frames that have come, once there are so many. */
  received(count: number): Promise<readonly string[]>;
  /** The last frame that has come. */
  closeFrame(): Promise<{ readonly code: number; readonly reason: string }>;
  sendText(text: string): void;
  sendBytes(bytes: Uint8Array): void;
  /** Answers a close frame, where a client does not do so by itself. */
  answerClose(): void;
  /** Leaves with this code. */
  leave(code: number): void;
  stopReading(): void;
  readAgain(): void;
}

export interface LinkPair {
  readonly link: Link;
  readonly peer: PeerSide;
  readonly wire: Wire;
  end(): Promise<void>;
}

/** Far more than the buffers of a loopback socket hold. */
const MUCH = 64 * 1024;
const MANY = 1000;

/** Remembers what the transport tells, and wakes who waits for it. */
class Ear implements LinkHandler {
  readonly heard: string[] = [];
  private wake: () => void = () => undefined;

  onFrame = (payload: Uint8Array, isText: boolean) =>
    this.note(isText ? `text ${Buffer.from(payload).toString()}` : `bytes ${Buffer.from(payload).toString("hex")}`);
  onAlive = () => this.note("alive");
  onWritable = () => this.note("writable");
  onFault = (fault: string) => this.note(`fault ${fault}`);
  onGone = (code: number) => this.note(`gone ${code}`);

  async until(what: string): Promise<void> {
    while (!this.heard.includes(what)) await new Promise<void>((resolve) => (this.wake = resolve));
  }

  private note(what: string): void {
    this.heard.push(what);
    this.wake();
  }
}

export function describeLink(name: string, make: () => Promise<LinkPair>): void {
  describe(`Link: ${name}`, () => {
    let pair: LinkPair;
    let ear: Ear;
    beforeEach(async () => {
      pair = await make();
      ear = new Ear();
      pair.link.handler = ear;
    });
    afterEach(() => pair.end());
    const write = (...texts: string[]) => pair.link.write(Buffer.concat(texts.map((text) => pair.wire.frame(text))));

    it("W1 frames come whole and in order, one at a time or many in one write", async () => {
      expect(write("one")).toBe(true);
      expect(write("two", "three", "four")).toBe(true);
      expect(write("two", "three", "four")).toBe(true);
      expect(await pair.peer.received(7)).toEqual(["one", "two", "three", "four", "two", "three", "four"]);
    });

    it("W2 what the client says is heard as it is: text, and bytes", async () => {
      pair.peer.sendText("grüezi");
      await ear.until("text grüezi");
      pair.peer.sendBytes(new Uint8Array(5));
      await ear.until("bytes 0000000000");
    });

    it("W3 after the close frame nothing more is written, and the end is told once", async () => {
      write("before");
      pair.link.end(pair.wire.farewell(4003, "permission revoked: a"));
      pair.link.end(pair.wire.farewell(4010, "too late"));
      write("after");
      expect(await pair.peer.closeFrame()).toEqual({ code: 4003, reason: "permission revoked: a" });
      expect(await pair.peer.received(1)).toEqual(["before"]);
      pair.peer.answerClose();
      await ear.until("gone 4003");
      pair.link.destroy();
      expect(ear.heard).toEqual(["gone 4003"]);
    });

    it("W4 a heartbeat is answered", async () => {
      const beating = { link: pair.link, unanswered: 0 };
      expect(pair.wire.heartbeat.isAlive(beating)).toBe(true);
      expect(beating.unanswered).toBe(1);
      await ear.until("alive");
    });

    it("W5 destroying ends it at once, and twice is harmless", async () => {
      pair.link.destroy();
      pair.link.destroy();
      await ear.until("gone 1006");
      expect(write("late")).toBe(true);
      expect(ear.heard).toEqual(["gone 1006"]);
    });

    it("W6 a client that leaves is gone with its code", async () => {
      pair.peer.leave(4321);
      await ear.until("gone 4321");
      expect(ear.heard).toEqual(["gone 4321"]);
    });

    it("W7 a transport that takes no more says so, and says when it does again; nothing is lost", async () => {
      pair.peer.stopReading();
      const text = "x".repeat(MUCH);
      let sent = 0;
      let taken = true;
      while (taken && sent < MANY) {
        taken = write(text);
        sent++;
      }
      expect(taken).toBe(false);
      pair.peer.readAgain();
      await ear.until("writable");
      expect((await pair.peer.received(sent)).every((one) => one === text)).toBe(true);
    });
  });
}

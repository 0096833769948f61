/** Owns what every transport must do for the session on it. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Connection, ConnectionHandler } from "../ports/connection.ts";

/** The client's side of a connection. */
export interface PeerSide {
  /** Payloads of the frames that have come, once there are so many. */
  received(count: number): Promise<readonly string[]>;
  /** The close frame that has come. */
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

export interface ConnectionPair {
  readonly connection: Connection;
  readonly peer: PeerSide;
  /** A whole wire frame around this text. */
  frame(text: string): Uint8Array;
  end(): Promise<void>;
}

/** Far more than the buffers of a loopback socket hold. */
const MUCH = 64 * 1024;
const MANY = 1000;

/** Remembers what the transport tells, and wakes who waits for it. */
class Ear implements ConnectionHandler {
  readonly heard: string[] = [];
  private wake: () => void = () => undefined;

  onText = (payload: Uint8Array) => this.note(`text ${Buffer.from(payload).toString()}`);
  onBinary = (size: number) => this.note(`binary ${size}`);
  onPong = () => this.note("pong");
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

export function describeConnection(name: string, make: () => Promise<ConnectionPair>): void {
  describe(`Connection: ${name}`, () => {
    let pair: ConnectionPair;
    let ear: Ear;
    beforeEach(async () => {
      pair = await make();
      ear = new Ear();
      pair.connection.handler = ear;
    });
    afterEach(() => pair.end());
    const write = (...texts: string[]) => pair.connection.write(Buffer.concat(texts.map((text) => pair.frame(text))));

    it("W1 frames come whole and in order, one at a time or many in one write", async () => {
      expect(write("one")).toBe(true);
      expect(write("two", "three", "four")).toBe(true);
      expect(write("two", "three", "four")).toBe(true);
      expect(await pair.peer.received(7)).toEqual(["one", "two", "three", "four", "two", "three", "four"]);
    });

    it("W2 what the client says is heard: text as it is, binary by its size", async () => {
      pair.peer.sendText("grüezi");
      await ear.until("text grüezi");
      pair.peer.sendBytes(new Uint8Array(5));
      await ear.until("binary 5");
    });

    it("W3 after the close frame nothing more is written, and the end is told once", async () => {
      write("before");
      pair.connection.closeWith(4003, "permission revoked: a");
      pair.connection.closeWith(4010, "too late");
      write("after");
      expect(await pair.peer.closeFrame()).toEqual({ code: 4003, reason: "permission revoked: a" });
      expect(await pair.peer.received(1)).toEqual(["before"]);
      pair.peer.answerClose();
      await ear.until("gone 4003");
      pair.connection.destroy();
      expect(ear.heard).toEqual(["gone 4003"]);
    });

    it("W4 a ping is answered with a pong", async () => {
      pair.connection.sendPing();
      await ear.until("pong");
    });

    it("W5 destroying ends it at once, and twice is harmless", async () => {
      pair.connection.destroy();
      pair.connection.destroy();
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

/** Checks that a window that does not read costs its own backlog and nothing else. */
import { expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { consoleRouter } from "../router.ts";
import { type ConsoleSocket, SocketDoor } from "./socket-door.ts";

/** A `ws` socket in memory; what is sent leaves when the test says so. */
class FakeSocket {
  readonly sent: string[] = [];
  readonly #leaving: (() => void)[] = [];
  readonly #listeners = new Map<string, (event: object) => void>();

  readonly socket: ConsoleSocket = {
    addEventListener: (name: string, listener: unknown) => {
      if (typeof listener !== "function") throw new Error("a listener is a function");
      this.#listeners.set(name, (event) => Reflect.apply(listener, undefined, [event]));
    },
    send: (data, left) => {
      this.sent.push(String(data));
      this.#leaving.push(() => left());
    },
  };

  say(message: object): void {
    this.#listeners.get("message")?.({ data: JSON.stringify(message) });
  }

  close(): void {
    this.#listeners.get("close")?.({});
  }

  /** Everything that waits leaves, and what is sent because of that. */
  async drain(): Promise<void> {
    for (let quiet = 0; quiet < 50; quiet++) {
      await Promise.resolve();
      if (this.#leaving.length > 0) quiet = 0;
      for (const left of this.#leaving.splice(0)) left();
    }
  }
}

it("L9 nothing piles up for a window that does not read; reading again it gets a fresh snapshot", async () => {
  const under = new DeskUnderTest();
  const door = new SocketDoor(consoleRouter(under.desk));
  const window = new FakeSocket();
  await door.open(window.socket);
  window.say({ i: "1", p: { u: "/live" } });
  await window.drain();
  expect(window.sent.filter((text) => text.includes('"snapshot"'))).toHaveLength(1);

  const before = window.sent.length;
  for (let second = 0; second < LIMITS.liveBacklog * 2; second++) {
    under.clock.advance(LIMITS.liveTrafficMs);
    await Promise.resolve();
  }
  expect(window.sent.length - before).toBeLessThanOrEqual(1);

  await window.drain();
  expect(window.sent.filter((text) => text.includes('"snapshot"'))).toHaveLength(2);
  expect(window.sent.length - before).toBeLessThanOrEqual(3);
  expect(under.desk.live.watchers).toBe(1);
  window.close();
  await window.drain();
  expect(under.desk.live.watchers).toBe(0);
  under.desk.close();
});

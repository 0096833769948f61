/** Tests the link over a MessagePort: it asks, takes what its own window hands over, and asks again. */
import { afterEach, expect, it, vi } from "vitest";
import { LIMITS } from "../../../broker/contract/limits.ts";
import { portLink } from "./port-link.ts";

/** A window with nothing but messages. */
class PlainWindow extends EventTarget {
  hand(port: MessagePort, source: unknown = this): void {
    const event = new MessageEvent("message", { data: { type: "signalbox:console-port" }, ports: [port] });
    Object.defineProperty(event, "source", { value: source });
    this.dispatchEvent(event);
  }
}

function setup() {
  const target = new PlainWindow();
  const request = vi.fn();
  // The link uses nothing of a window but its messages.
  const link = portLink(target as Window & PlainWindow, request, { onWake: () => () => undefined });
  return { target, request, link };
}

afterEach(() => vi.useRealTimers());

it("asks for a port at once and is open when its own window hands one over", () => {
  const { target, request, link } = setup();
  expect([request.mock.calls.length, link.state]).toEqual([1, "opening"]);
  target.hand(new MessageChannel().port1);
  expect(link.state).toBe("open");
  link.close();
});

it("takes no port from another window", () => {
  const { target, link } = setup();
  target.hand(new MessageChannel().port1, new PlainWindow());
  expect(link.state).toBe("opening");
  link.close();
});

it("asks again after its port closed, and never takes two ports at once", () => {
  vi.useFakeTimers();
  const { target, request, link } = setup();
  const seen: string[] = [];
  link.onState((state) => seen.push(state));
  const first = new MessageChannel().port1;
  target.hand(first);
  first.dispatchEvent(new Event("close"));
  vi.runAllTimers();
  expect(request.mock.calls.length).toBe(2);
  target.hand(new MessageChannel().port1);
  target.hand(new MessageChannel().port1);
  expect(seen).toEqual(["open", "lost", "open", "lost", "open"]);
  link.close();
});

it("L15 gives up a port on which nothing comes any more, ends what was asked on it, and asks for another", async () => {
  vi.useFakeTimers();
  const { target, request, link } = setup();
  const { port1, port2 } = new MessageChannel();
  target.hand(port1);
  const asked = link.client.server.info();
  const ended = expect(asked).rejects.toThrow();
  vi.advanceTimersByTime(4 * LIMITS.consoleCheckMs);
  expect(link.state).toBe("lost");
  await ended;
  vi.advanceTimersByTime(5_000);
  expect(request).toHaveBeenCalledTimes(2);
  link.close();
  port2.close();
});

it("fails a call at once while there is no port", async () => {
  const { link } = setup();
  await expect(link.client.server.info()).rejects.toThrow("nothing was sent");
  link.close();
});

/** Tests the link over a MessagePort: it asks, takes what its own window hands over, and asks again. */
import { afterEach, expect, it, vi } from "vitest";
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
  const link = portLink(target as Window & PlainWindow, request);
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

it("fails a call at once while there is no port", async () => {
  const { link } = setup();
  await expect(link.client.server.info()).rejects.toThrow("nothing was sent");
  link.close();
});

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { FrameReader } from "./testing/frame-reader.ts";

const PUBLISHERS = 20;
const MESSAGES = 150;
const SUBSCRIBERS = 100;
const LAST = 50;

let stand: EngineUnderTest;
beforeEach(async () => {
  stand = await startEngine({ anonymous: [{ pattern: "#", access: "readwrite" }] });
  await stand.widenQueues();
  await stand.api("PATCH", "/settings", { anonymousMaxConnections: 0 });
});
afterEach(() => stand.stop());

async function join(): Promise<FrameReader> {
  const reader = new FrameReader(await stand.connect({ path: "/ws/" }));
  await reader.next();
  return reader;
}

/** The ids of the messages that it heard, in their order. */
function idsOf(reader: FrameReader): string[] {
  return reader.client.texts.flatMap((text) => /^\{"type":"message".*?"id":"([^"]+)"/.exec(text)?.[1] ?? []);
}

describe("joining under load", () => {
  it(`P7 ${SUBSCRIBERS} subscribers join with last_n ${LAST} while ${PUBLISHERS} publish: each hears a piece of the one sequence, without a gap or a duplicate`, async () => {
    const witness = await join();
    await witness.ask({ type: "subscribe", topic: "load", client_id: "witness" });
    const publishers = await Promise.all(Array.from({ length: PUBLISHERS }, join));
    const subscribers = await Promise.all(Array.from({ length: SUBSCRIBERS }, join));
    let sent = 0;
    const publishing = publishers.map(async (publisher, index) => {
      for (let n = 0; n < MESSAGES; n++) {
        sent++;
        const message = { payload: { index, n } };
        await publisher.ask({ type: "publish", topic: "load", client_id: `p${index}`, message });
      }
    });
    // One joins after every so many messages, half of them by a wildcard.
    const total = PUBLISHERS * MESSAGES;
    const joining = subscribers.map(async (subscriber, index) => {
      const after = (total * index) / (SUBSCRIBERS + 10);
      while (sent < after) await new Promise((resolve) => setImmediate(resolve));
      const topic = index % 2 === 0 ? "load" : "+";
      subscriber.say({ type: "subscribe", topic, client_id: `s${index}`, last_n: LAST });
    });
    await Promise.all([...publishing, ...joining]);
    await witness.client.received(total + 2);
    const all = idsOf(witness);
    expect(new Set(all).size).toBe(total);

    let replayed = 0;
    for (const subscriber of subscribers) {
      while (idsOf(subscriber).at(-1) !== all.at(-1))
        await subscriber.client.received(subscriber.client.texts.length + 1);
      const heard = idsOf(subscriber);
      expect(heard).toEqual(all.slice(-heard.length));
      const marked = subscriber.client.texts.filter((text) => text.endsWith('"replayed":true}')).length;
      expect(subscriber.client.texts.slice(2, 2 + marked).every((text) => text.endsWith('"replayed":true}'))).toBe(
        true,
      );
      expect(marked).toBe(Math.min(LAST, all.length - heard.length + marked));
      replayed += marked;
    }
    expect(replayed).toBeGreaterThan((SUBSCRIBERS - 10) * LAST);
  });
});

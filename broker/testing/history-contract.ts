/** Owns what every history store must do, whatever it keeps its messages in. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HistoryBatch, HistoryStore, KeptMessage, StoredTopic } from "../ports/history.ts";

const PLENTY = 1024 * 1024 * 1024;

export const topicRow = (name: string, fields: Partial<StoredTopic> = {}): StoredTopic => ({
  name,
  source: "publish",
  createdAt: 1_767_225_600_000,
  lastAt: 1_767_225_600_000,
  messages: 1,
  metadata: "{}",
  ...fields,
});

export const keptMessage = (number: number, fields: Partial<KeptMessage> = {}): KeptMessage => ({
  number,
  at: 1_767_225_600_000 + number,
  content: String(number),
  givenId: null,
  clientId: null,
  connectionId: null,
  tokenId: null,
  ...fields,
});

export const batch = (fields: Partial<HistoryBatch>): HistoryBatch => ({
  deleted: [],
  written: [],
  maxBytes: PLENTY,
  ...fields,
});

/** `open` opens the store of this test, again and again with what was written before; `begin` makes it a new one. */
export function describeHistory(name: string, kind: { begin(): void; open(): Promise<HistoryStore> }): void {
  describe(`HistoryStore: ${name}`, () => {
    let store: HistoryStore;
    beforeEach(async () => {
      kind.begin();
      store = await kind.open();
    });
    afterEach(() => store.close());

    const reopen = async () => {
      await store.close();
      store = await kind.open();
      return store.load();
    };
    const numbers = async (topic: string) =>
      (await reopen()).topics.find((one) => one.topic.name === topic)?.kept.map(({ number }) => number);

    it("O10 a new store is empty, with a seed that it keeps", async () => {
      const { seed, topics } = await store.load();
      expect(topics).toEqual([]);
      expect(seed).toMatch(/^[0-9a-f]{12}$/);
      expect((await reopen()).seed).toBe(seed);
    });

    it("O10 every field of topics and messages comes back as it was written, over several batches", async () => {
      const metadata = '{"unit":"°C","limits":[21.0,{"deep":null}]}';
      const topic = topicRow("päth/☂", { source: "console", lastAt: null, messages: 0, metadata });
      const all = { givenId: "my id", clientId: "cli", connectionId: "con_1", tokenId: "tok_1" };
      const first = [keptMessage(3, { ...all, content: '{"a":"ü \\u0000 \\" \\n"}' }), keptMessage(2 ** 40)];
      const second = [keptMessage(2 ** 40 + 9)];
      await store.write(batch({ written: [{ topic, keptFrom: 0, added: first }] }));
      const later = { ...topic, lastAt: second[0]?.at ?? 0, messages: 3 };
      await store.write(batch({ written: [{ topic: later, keptFrom: 0, added: second }] }));
      expect((await reopen()).topics).toEqual([{ topic: later, kept: [...first, ...second] }]);
    });

    it("O26 bytes come back as bytes and JSON as JSON, whatever the bytes look like, side by side", async () => {
      const contents = ['"ON"', '"ON"', "ON", "", "\u0000\u001f\n", '{"$base64":"AAEC"}', "é"].flatMap((text) => [
        text.startsWith('"') ? text : JSON.stringify(text),
        new Uint8Array(Buffer.from(text)),
      ]);
      const every = new Uint8Array(256).map((_, index) => index);
      const added = [...contents, every, new Uint8Array([0xff])].map((content, number) =>
        keptMessage(number, { content }),
      );
      await store.write(batch({ written: [{ topic: topicRow("a"), keptFrom: 0, added }] }));
      await store.write(batch({ written: [{ topic: topicRow("a"), keptFrom: 1, added: [keptMessage(50)] }] }));
      expect((await reopen()).topics[0]?.kept).toEqual([...added.slice(1), keptMessage(50)]);
    });

    it("O10 a topic that is deleted and made anew in one batch has only what is new", async () => {
      const write = (added: KeptMessage[]) => ({ topic: topicRow("a"), keptFrom: 0, added });
      await store.write(batch({ written: [write([keptMessage(1)]), { ...write([]), topic: topicRow("b") }] }));
      await store.write(batch({ deleted: ["a", "b", "never"], written: [write([keptMessage(2)])] }));
      const { topics } = await reopen();
      expect(topics.map(({ topic }) => topic.name)).toEqual(["a"]);
      expect(topics[0]?.kept.map(({ number }) => number)).toEqual([2]);
    });

    it("O11 messages below the first that is kept are gone, also within one batch's messages", async () => {
      const added = Array.from({ length: 10 }, (_, index) => keptMessage(index));
      await store.write(batch({ written: [{ topic: topicRow("a"), keptFrom: 0, added }] }));
      await store.write(batch({ written: [{ topic: topicRow("a"), keptFrom: 7, added: [keptMessage(10)] }] }));
      expect(await numbers("a")).toEqual([7, 8, 9, 10]);
      await store.write(batch({ written: [{ topic: topicRow("a"), keptFrom: Number.MAX_SAFE_INTEGER, added: [] }] }));
      expect(await numbers("a")).toEqual([]);
    });

    it.each([0, 3, Number.MAX_SAFE_INTEGER])(
      "O10 a topic that is described while it is empty, and then written, has what was written (it began at %i)",
      async (keptFrom) => {
        const nothing = { topic: topicRow("a", { lastAt: null, messages: 0 }), keptFrom, added: [] };
        await store.write(batch({ written: [nothing] }));
        const added = [keptMessage(3), keptMessage(4)];
        await store.write(batch({ written: [{ topic: topicRow("a", { messages: 2 }), keptFrom: 3, added }] }));
        expect(await numbers("a")).toEqual([3, 4]);
        await store.write(batch({ written: [{ topic: topicRow("a", { messages: 2 }), keptFrom: 4, added: [] }] }));
        expect(await numbers("a")).toEqual([4]);
      },
    );

    it.each([5, Number.MAX_SAFE_INTEGER])(
      "O10 O11 a topic that was emptied, and is written again with lower numbers, has what was written again (emptied at %i)",
      async (keptFrom) => {
        const topic = topicRow("a");
        await store.write(batch({ written: [{ topic, keptFrom: 0, added: [keptMessage(3), keptMessage(4)] }] }));
        await store.write(batch({ written: [{ topic, keptFrom, added: [] }] }));
        expect(await numbers("a")).toEqual([]);
        await store.write(batch({ written: [{ topic, keptFrom: 0, added: [keptMessage(0), keptMessage(1)] }] }));
        expect(await numbers("a")).toEqual([0, 1]);
      },
    );

    it("O10 a topic's count and last time are those of its last write, though the clock was set back meanwhile", async () => {
      const early = topicRow("a", { messages: 1, lastAt: 2_000_000_000_000 });
      const late = topicRow("a", { messages: 2, lastAt: 1_000_000_000_000 });
      await store.write(batch({ written: [{ topic: early, keptFrom: 0, added: [keptMessage(0)] }] }));
      await store.write(batch({ written: [{ topic: late, keptFrom: 0, added: [keptMessage(1)] }] }));
      expect((await reopen()).topics[0]?.topic).toEqual(late);
      await store.write(batch({ written: [{ topic: { ...late, messages: 3 }, keptFrom: 2, added: [] }] }));
      expect((await reopen()).topics[0]?.topic).toEqual({ ...late, messages: 3 });
    });

    it("O12 beyond its bytes the store gives up the oldest messages, of whichever topic, and keeps the topics", async () => {
      const maxBytes = 1024 * 1024;
      const json = JSON.stringify("x".repeat(10_000));
      await store.write(
        batch({ maxBytes, written: [{ topic: topicRow("old"), keptFrom: 0, added: [keptMessage(0)] }] }),
      );
      for (let number = 1; number <= 300; number++) {
        const written = [{ topic: topicRow("busy"), keptFrom: 0, added: [keptMessage(number, { content: json })] }];
        await store.write(batch({ maxBytes, written }));
      }
      const { topics } = await reopen();
      const [old, busy] = topics;
      expect(old).toEqual({ topic: topicRow("old"), kept: [] });
      const kept = busy?.kept.map(({ number }) => number) ?? [];
      expect(kept.at(-1)).toBe(300);
      expect(kept.length).toBeGreaterThan(40);
      expect(kept.length).toBeLessThan(105);
      expect(kept).toEqual(Array.from({ length: kept.length }, (_, index) => 301 - kept.length + index));
    });

    it("O10 closing twice is harmless, and writes after it are refused", async () => {
      await store.close();
      await store.close();
      await expect(store.write(batch({}))).rejects.toMatchObject({ name: "HistoryError" });
    });
  });
}

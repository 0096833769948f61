import { describe, expect, it } from "vitest";
import type { TopicRow, TopicsEvent } from "../../../broker/contract/topic-views.ts";
import type { LinkState } from "../console/client.ts";
import { taking } from "./taking.ts";
import { createTopicsStore, type TopicsSource } from "./topics.ts";

const row = (name: string, messages = 1): TopicRow => [name, messages, 0, null, null];
const snapshot = (seq: number, ...rows: TopicRow[]): TopicsEvent => ({ type: "snapshot", seq, rows });
const patch = (seq: number, rows: TopicRow[], gone: string[] = []): TopicsEvent => ({ type: "patch", seq, rows, gone });

/** A broker whose streams the test writes. */
class FakeSource implements TopicsSource {
  state: LinkState = "open";
  streams = 0;
  readonly #listeners = new Set<(state: LinkState) => void>();
  #send: ((event: TopicsEvent | Error) => void) | null = null;

  onState(listener: (state: LinkState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async follow(): Promise<AsyncIterable<TopicsEvent>> {
    this.streams++;
    const waiting: (TopicsEvent | Error)[] = [];
    let wake = () => {};
    this.#send = (event) => {
      waiting.push(event);
      wake();
    };
    return (async function* () {
      for (;;) {
        const next = waiting.shift();
        if (next instanceof Error) throw next;
        if (next === undefined) await new Promise<void>((resolve) => (wake = resolve));
        else yield next;
      }
    })();
  }

  /** What was thrown while an event was taken. */
  readonly faults: unknown[] = [];
  readonly taking = taking("The topics", (_where, error) => this.faults.push(error));
  async pause(): Promise<void> {}

  async send(event: TopicsEvent | Error): Promise<void> {
    this.#send?.(event);
    await settled();
  }

  async become(state: LinkState): Promise<void> {
    this.state = state;
    for (const listener of [...this.#listeners]) listener(state);
    await settled();
  }
}

const settled = () => new Promise<void>((resolve) => setTimeout(resolve));

async function followed() {
  const source = new FakeSource();
  const topics = createTopicsStore(source);
  const stop = topics.follow();
  await settled();
  return {
    source,
    stop,
    topics,
    names: () =>
      topics.store
        .getState()
        .tree.lines(() => true, null)
        .map(({ node }) => node.path),
  };
}

describe("the mirror of the topics", () => {
  it("begins with a snapshot and takes patches: what is gone first, then what is there", async () => {
    const { source, topics, names } = await followed();
    expect(topics.store.getState().phase).toBe("loading");
    await source.send(snapshot(4, row("a"), row("b")));
    await source.send(patch(5, [row("c"), row("b", 1)], ["a", "b"]));
    expect(topics.store.getState().phase).toBe("live");
    expect(names()).toEqual(["b", "c"]);
  });

  it("says when topics came or went, and only then that the shape changed", async () => {
    const { source, topics } = await followed();
    await source.send(snapshot(0, row("a")));
    const { shape, version } = topics.store.getState();
    await source.send(patch(1, [row("a", 2)]));
    expect(topics.store.getState()).toMatchObject({ shape, version: version + 1 });
    await source.send(patch(2, [row("b")]));
    expect(topics.store.getState().shape).toBe(shape + 1);
  });

  it("asks again after a gap, and a new snapshot replaces everything", async () => {
    const { source, names } = await followed();
    await source.send(snapshot(0, row("a")));
    await source.send(patch(2, [row("b")]));
    expect(source.streams).toBe(2);
    expect(names()).toEqual(["a"]);
    await source.send(snapshot(7, row("x")));
    expect(names()).toEqual(["x"]);
  });

  it("keeps what it knew while the link is lost, and follows again when it is back", async () => {
    const { source, topics, names } = await followed();
    await source.send(snapshot(0, row("a")));
    source.state = "lost";
    await source.send(new Error("gone"));
    expect(topics.store.getState().phase).toBe("stale");
    expect(names()).toEqual(["a"]);
    await source.become("open");
    await source.send(snapshot(0, row("b")));
    expect(topics.store.getState().phase).toBe("live");
    expect(names()).toEqual(["b"]);
  });

  it("a first stream that fails says why", async () => {
    const { source, topics } = await followed();
    source.state = "lost";
    await source.send(new Error("The broker said no."));
    expect(topics.store.getState()).toMatchObject({ phase: "failed", message: "The broker said no." });
  });

  it("follows while one screen looks, however many do", async () => {
    const { source, topics, stop } = await followed();
    const second = topics.follow();
    stop();
    stop();
    await source.send(snapshot(0, row("a")));
    expect(topics.store.getState().phase).toBe("live");
    second();
    await source.send(patch(1, [row("b")]));
    expect(source.streams).toBe(1);
    expect(topics.store.getState().tree.size).toBe(1);
  });

  it("L18 reports an event that cannot be taken and begins anew", async () => {
    const { source, names } = await followed();
    await source.send(snapshot(1, row("a")));
    await source.send({ ...patch(2, []), rows: null } as unknown as TopicsEvent);
    expect(source.faults).toHaveLength(1);
    expect(source.streams).toBe(2);
    await source.send(snapshot(9, row("b")));
    expect(names()).toEqual(["b"]);
  });
});

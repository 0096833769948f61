/** Tests the mirror: snapshot, patches, gap, lost link and return. */
import { describe, expect, it } from "vitest";
import type { LiveEvent, LivePatch, LiveSnapshot } from "../../../broker/contract/live.ts";
import { DEFAULT_SETTINGS } from "../../../broker/contract/nouns.ts";
import type { LinkState } from "../console/client.ts";
import { createLiveStore, type LiveSource } from "./live.ts";
import { taking } from "./taking.ts";

const AT = "2026-03-14T14:02:09.000Z";

function snapshot(seq: number): LiveSnapshot {
  return {
    type: "snapshot",
    seq,
    revision: seq,
    server: {
      version: "0.1.0",
      startedAt: AT,
      runtime: "headless",
      addresses: [],
      admin: "",
      tls: false,
      dataFolder: null,
      secrets: "memory",
      secretsTrouble: null,
      adminKey: "run",
      layer: "memory",
      dialects: [],
      serving: true,
      history: { storedIn: "memory", trouble: null },
    },
    settings: DEFAULT_SETTINGS,
    tokens: [],
    tags: [],
    permissions: [],
    library: [],
    replies: [],
    connections: [],
    doorlog: [],
    refusals: [],
    revocations: [],
    kicks: [],
    audit: [],
    stats: {
      uptimeSec: 0,
      connections: 0,
      connectionsPeak: 0,
      away: 0,
      openedLast5Min: 0,
      tokensInUse: 0,
      topics: 0,
      topicsActiveLastMin: 0,
      subscriptions: 0,
      wildcardSubscriptions: 0,
      messagesIn: 0,
      messagesOut: 0,
      inPerSec: 0,
      outPerSec: 0,
      deniedLastHour: 0,
      deniedLastMin: 0,
      droppedLastHour: 0,
      droppedLastMin: 0,
      faults: { count: 0, last: null },
      capture: { isOn: true, bytes: 0, maxBytes: 0 },
      slowest: null,
      denials: [],
      revocations: { count: 0, closeMs: null, goneMs: null },
    },
    series: { at: [], in: [], out: [], connections: [] },
  };
}

const patch = (seq: number): LivePatch => ({ type: "patch", seq, revision: seq });

/** A link whose streams the test feeds by hand. */
class HandSource implements LiveSource {
  state: LinkState = "opening";
  /** How often the stream was opened. */
  opened = 0;
  #listener: (state: LinkState) => void = () => undefined;
  #push: (event: LiveEvent | "end") => void = () => undefined;

  onState(listener: (state: LinkState) => void) {
    this.#listener = listener;
    return () => undefined;
  }
  become(state: LinkState) {
    this.state = state;
    this.#listener(state);
  }
  now() {
    return 42;
  }
  /** What was thrown while an event was taken. */
  readonly faults: unknown[] = [];
  readonly taking = taking("The live view", (_where, error) => this.faults.push(error));
  async pause() {
    await settled();
  }
  async follow(): Promise<AsyncIterable<LiveEvent>> {
    this.opened += 1;
    const waiting: (LiveEvent | "end")[] = [];
    let wake: () => void = () => undefined;
    this.#push = (event) => {
      waiting.push(event);
      wake();
    };
    return (async function* () {
      for (;;) {
        const event = waiting.shift();
        if (event === "end") return;
        if (event) yield event;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    })();
  }
  async send(event: LiveEvent | "end") {
    this.#push(event);
    await settled();
  }
}

/** Lets every waiting promise run. */
function settled(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

async function opened() {
  const source = new HandSource();
  const live = createLiveStore(source);
  source.become("open");
  await settled();
  return { source, store: live.store };
}

const revisionOf = (view: ReturnType<Awaited<ReturnType<typeof opened>>["store"]["getState"]>) =>
  "data" in view ? view.data.revision : undefined;

describe("the mirror", () => {
  it("loads until the first snapshot and then follows patches", async () => {
    const { source, store } = await opened();
    expect(store.getState().phase).toBe("loading");
    await source.send(snapshot(1));
    await source.send(patch(2));
    expect([store.getState().phase, revisionOf(store.getState())]).toEqual(["live", 2]);
  });
  it("asks again after a gap, keeps what it knew meanwhile, and never takes the patch beyond it", async () => {
    const { source, store } = await opened();
    await source.send(snapshot(1));
    await source.send(patch(3));
    expect([store.getState().phase, revisionOf(store.getState())]).toEqual(["stale", 1]);
    await settled();
    await settled();
    expect(source.opened).toBe(2);
    await source.send(snapshot(7));
    expect([store.getState().phase, revisionOf(store.getState())]).toEqual(["live", 7]);
  });
  it("keeps its state while the link is lost, says since when, and comes back by itself", async () => {
    const { source, store } = await opened();
    await source.send(snapshot(1));
    source.become("lost");
    expect(store.getState()).toMatchObject({ phase: "stale", sinceMs: 42 });
    await source.send("end");
    source.become("open");
    await settled();
    await source.send(snapshot(9));
    expect([store.getState().phase, revisionOf(store.getState())]).toEqual(["live", 9]);
  });
  it("fails with a sentence when there was never a link, and is locked when a login is missing", async () => {
    const source = new HandSource();
    const { store } = createLiveStore(source);
    source.become("lost");
    expect(store.getState().phase).toBe("failed");
    source.become("locked");
    expect(store.getState().phase).toBe("locked");
  });
  it("opens the stream again when the engine ends it on an open link", async () => {
    const { source, store } = await opened();
    await source.send(snapshot(1));
    await source.send("end");
    expect(store.getState().phase).toBe("stale");
    await settled();
    await settled();
    expect(source.opened).toBe(2);
  });
  it("L18 reports an event that cannot be taken, keeps what it knew as old, and begins anew with a snapshot", async () => {
    const { source, store } = await opened();
    await source.send(snapshot(1));
    // A patch as a faulty broker might send it: its rows are none.
    await source.send({ ...patch(2), tokens: { set: null, remove: [] } } as unknown as LiveEvent);
    expect(source.faults).toHaveLength(1);
    expect([store.getState().phase, revisionOf(store.getState())]).toEqual(["stale", 1]);
    await settled();
    await settled();
    expect(source.opened).toBe(2);
    await source.send(snapshot(3));
    expect([store.getState().phase, revisionOf(store.getState())]).toEqual(["live", 3]);
  });
  it("L18 a listener that throws does not end the mirror", async () => {
    const { source, store } = await opened();
    await source.send(snapshot(1));
    const stop = store.subscribe(() => {
      throw new Error("planted");
    });
    await source.send(patch(2));
    expect(source.faults).toEqual([new Error("planted"), new Error("planted")].slice(0, source.faults.length));
    expect(source.faults.length).toBeGreaterThan(0);
    stop();
    await settled();
    await settled();
    await source.send(snapshot(7));
    expect([store.getState().phase, revisionOf(store.getState())]).toEqual(["live", 7]);
  });
});

/** Checks the live view: what its events add up to is the truth, and nobody waits for a window. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import type { LiveEvent, LivePatch, LiveSnapshot } from "../../contract/live.ts";
import { type LiveState, reduceLive } from "../../contract/live-reduce.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { liftBar } from "../edits/bars.ts";
import { kick } from "../edits/kick.ts";
import type { Watcher } from "./watcher.ts";

type LiveWatcher = Watcher<LiveSnapshot, LivePatch>;

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

async function next(watcher: LiveWatcher): Promise<LiveEvent> {
  const { value } = await watcher.next();
  if (value === undefined) throw new Error("the stream is over");
  return value;
}

async function patchAfter(watcher: LiveWatcher, ms: number): Promise<LivePatch> {
  const event = next(watcher);
  under.clock.advance(ms);
  const value = await event;
  if (value.type !== "patch") throw new Error("a snapshot where a patch was expected");
  return value;
}

describe("the live view", () => {
  it("L1 begins with a snapshot of everything that a window shows", async () => {
    const { id, secret } = under.token({ "a/#": "readwrite" }, { name: "App" });
    under.connect(secret, "a/b");
    under.connect("wrong", "a/b");
    const snapshot = await next(under.desk.live.watch());
    expect(snapshot).toMatchObject({
      type: "snapshot",
      revision: 3,
      tokens: [{ id, connections: 1, lastSeenAt: expect.any(String) }],
      tags: [{ pattern: "a/#" }],
      permissions: [{ tokenId: id, access: "readwrite" }],
      connections: [{ tokenName: "App", filters: ["a/b"], closed: null }],
      doorlog: [{ step: "token-unknown" }],
      stats: { connections: 1, deniedLastHour: 1 },
    });
  });

  it("L7 gathers changes for one patch, and sends none when nothing changed", async () => {
    const watcher = under.desk.live.watch();
    const { seq } = await next(watcher);
    const { secret } = under.token({ "a/#": "read" });
    under.connect(secret, "a/b");
    under.connect(secret, "a/c");
    const patch = await patchAfter(watcher, LIMITS.livePatchMs);
    expect(patch.seq).toBe(seq + 1);
    expect(patch.connections?.set).toHaveLength(2);
    expect(patch.tokens?.set).toMatchObject([{ connections: 2 }]);
    expect(patch.audit).toHaveLength(3);
    let isHere = false;
    const following = next(watcher).then((event) => {
      isHere = true;
      return event;
    });
    under.clock.advance(LIMITS.livePatchMs * 5);
    await Promise.resolve();
    expect(isHere).toBe(false);
    under.clock.advance(LIMITS.liveTrafficMs);
    expect(await following).toMatchObject({ type: "patch", stats: { connections: 2 } });
  });

  it("L14 a token is seen when one of its connections publishes, not only when it connects", async () => {
    const { id, secret } = under.token({ "a/#": "readwrite" });
    const device = under.connect(secret, "a/b");
    const watcher = under.desk.live.watch();
    const snapshot = await next(watcher);
    if (snapshot.type !== "snapshot") throw new Error("a patch where a snapshot was expected");
    const before = snapshot.tokens[0]?.lastSeenAt ?? "";
    await patchAfter(watcher, LIMITS.liveTrafficMs);
    device.publish("a/nobody", 1);
    const seen: [string, string][] = [];
    for (let second = 0; second < 3; second++) {
      seen.push(...((await patchAfter(watcher, LIMITS.liveTrafficMs)).seen ?? []));
    }
    expect(seen).toEqual([[id, expect.any(String)]]);
    expect((seen[0]?.[1] ?? "") > before).toBe(true);
  });

  it("L8 sends counters once a second, and only of connections that moved", async () => {
    const { secret } = under.token({ "a/#": "readwrite" });
    const moving = under.connect(secret, "a/moving");
    under.connect(secret, "a/still");
    const watcher = under.desk.live.watch();
    await next(watcher);
    moving.publish("a/nobody", 1);
    const rows: string[] = [];
    for (let second = 0; second < 4; second++) {
      const patch = await patchAfter(watcher, LIMITS.liveTrafficMs);
      rows.push(...(patch.traffic ?? []).map(([id, messagesIn]) => `${id} ${messagesIn}`));
    }
    const [first] = under.core.registry.all();
    expect(rows).toEqual([`${first?.id} 1`]);
  });

  it("L4 keeps a closed row with code, reason and milliseconds, and then takes it back", async () => {
    const { id, secret } = under.token({ "a/#": "read" });
    const client = under.connect(secret, "a/b");
    const watcher = under.desk.live.watch();
    await next(watcher);
    under.edit({ kind: "token.update", id, patch: { enabled: false } });
    const closing = await patchAfter(watcher, LIMITS.livePatchMs);
    expect(closing.connections?.close).toMatchObject([
      { closed: { code: 4002, by: "policy", commitToCloseMs: expect.any(Number), commitToGoneMs: null } },
    ]);
    expect(closing.revocations).toMatchObject([{ closed: 1, goneMs: null }]);
    client.goneWith(4002);
    const gone = await patchAfter(watcher, LIMITS.livePatchMs);
    expect(gone.connections?.close).toMatchObject([{ closed: { commitToGoneMs: expect.any(Number) } }]);
    const reopened = await next(under.desk.live.watch());
    expect(reopened).toMatchObject({ connections: [{ state: "closed", closed: { code: 4002 } }] });
    const removed: string[] = [];
    for (let events = 0; removed.length === 0 && events < 100; events++) {
      under.clock.advance(LIMITS.liveTrafficMs);
      const event = await next(watcher);
      if (event.type === "patch") removed.push(...(event.connections?.remove ?? []));
    }
    expect(removed).toHaveLength(1);
  });

  it("L9 a window that falls behind gets a fresh snapshot instead of what it missed", async () => {
    const slow = under.desk.live.watch();
    const { seq } = await next(slow);
    for (let second = 0; second <= LIMITS.liveBacklog + 5; second++) under.clock.advance(LIMITS.liveTrafficMs);
    const fresh = await next(slow);
    expect(fresh).toMatchObject({ type: "snapshot" });
    expect(fresh.seq).toBeGreaterThan(seq + LIMITS.liveBacklog);
    const patch = await patchAfter(slow, LIMITS.liveTrafficMs);
    expect(patch.seq).toBe(fresh.seq + 1);
  });

  it("L10 gathers nothing while nobody watches, and ends its streams when it closes", async () => {
    const idle = under.clock.pending;
    const stop = new AbortController();
    const first = under.desk.live.watch(stop.signal);
    const second = under.desk.live.watch();
    await next(first);
    expect(under.clock.pending).toBeGreaterThan(idle);
    const waiting = first.next();
    stop.abort();
    expect(await waiting).toEqual({ done: true, value: undefined });
    await second.return();
    expect([under.desk.live.watchers, under.clock.pending]).toEqual([0, idle]);
    const third = under.desk.live.watch();
    await next(third);
    under.desk.close();
    expect((await third.next()).done).toBe(true);
    expect((await under.desk.live.watch().next()).done).toBe(true);
  });

  it("L11 a renamed token renames the rows of its connections", async () => {
    const { id, secret } = under.token({ "a/#": "read" }, { name: "Before" });
    under.connect(secret, "a/b");
    const watcher = under.desk.live.watch();
    await next(watcher);
    under.edit({ kind: "token.update", id, patch: { name: "After" } });
    const patch = await patchAfter(watcher, LIMITS.livePatchMs);
    expect(patch.connections?.set).toMatchObject([{ tokenName: "After", closed: null }]);
  });

  it("L12 a token that expires is shown as expired at that moment", async () => {
    const expiresAt = new Date(under.clock.now() + 5_000).toISOString();
    const { id } = under.token({}, { expiresAt });
    const watcher = under.desk.live.watch();
    await next(watcher);
    const states: string[] = [];
    for (let second = 0; second < 6; second++) {
      under.clock.advance(LIMITS.liveTrafficMs);
      const event = await next(watcher);
      if (event.type === "patch")
        states.push(...(event.tokens?.set ?? []).map((token) => `${token.id} ${token.state}`));
    }
    expect(states).toEqual([`${id} expired`]);
  });

  it("L12 a token that expired, and has not any more because the clock was set back, is shown as it is", async () => {
    const expiresAt = new Date(under.clock.now() + 1_000).toISOString();
    const { id } = under.token({}, { expiresAt });
    const watcher = under.desk.live.watch();
    await next(watcher);
    const states: string[] = [];
    for (const [count, jump] of [0, -60_000, 60_000].entries()) {
      under.clock.jump(jump);
      while (states.length <= count) {
        under.clock.advance(LIMITS.liveTrafficMs);
        const event = await next(watcher);
        const changed = event.type === "patch" ? (event.tokens?.set ?? []) : [];
        states.push(...changed.map((token) => `${token.id} ${token.state}`));
      }
    }
    expect(states).toEqual([`${id} expired`, `${id} enabled`, `${id} expired`]);
  });

  it("L12 a token that is barred shows until when, that the bar is over, and that it was lifted", async () => {
    const { id, secret } = under.token({ "a/#": "read" });
    const watcher = under.desk.live.watch();
    await next(watcher);
    const bar = (seconds: number) => {
      under.connect(secret, "a/b");
      const [session] = under.core.registry.all();
      kick(under.core, [session?.id ?? ""], { barForSeconds: seconds }, "http");
      return new Date(under.clock.now() + seconds * 1000).toISOString();
    };
    const seen: (string | null)[] = [];
    const untilSeen = async (count: number) => {
      while (seen.length < count) {
        under.clock.advance(LIMITS.livePatchMs);
        const event = await next(watcher);
        if (event.type === "patch") seen.push(...(event.tokens?.set ?? []).map((token) => token.barredUntil));
      }
    };
    const first = bar(2);
    await untilSeen(1);
    under.clock.advance(2_000);
    await untilSeen(2);
    const second = bar(60);
    await untilSeen(3);
    liftBar(under.desk, id);
    await untilSeen(4);
    expect(seen).toEqual([first, null, second, null]);
  });
});

/** Numbers from 0 to below `count`, the same in every run. */
function dice(seed: number): (count: number) => number {
  let state = seed;
  return (count) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * count);
  };
}

describe("the mirror of a window", () => {
  it.each([1, 2, 3, 4, 5])("L13 snapshot and patches add up to the truth after random doings (%i)", async (seed) => {
    const roll = dice(seed);
    const tokens = ["a/#", "b/+", "c"].map((pattern) => under.token({ [pattern]: "readwrite" }, { name: pattern }));
    let clients = tokens.map(({ secret }, index) => under.connect(secret, ["a/1", "b/1", "c"][index] ?? ""));
    const watcher = under.desk.live.watch();
    let state: LiveState | undefined;
    const follow = async () => {
      const reduced = reduceLive(state, await next(watcher));
      expect(reduced.kind).toBe("live");
      state = reduced.state;
    };
    await follow();
    const doings: (() => void)[] = [
      () => {
        const chosen = tokens[roll(3)];
        clients.push(under.connect(chosen?.secret ?? "", ["a/1", "b/1", "c", "d"][roll(4)] ?? ""));
      },
      () => clients[roll(clients.length)]?.publish(["a/1", "b/1", "c", "d"][roll(4)] ?? "", roll(100)),
      () => clients.splice(roll(clients.length), 1)[0]?.goneWith(1000),
      () => {
        const id = tokens[roll(3)]?.id ?? "";
        under.edit({ kind: "token.update", id, patch: { name: `name ${roll(100)}`, maxConnections: roll(4) } });
      },
      () => {
        const id = tokens[roll(3)]?.id ?? "";
        under.edit({ kind: "token.update", id, patch: { enabled: roll(3) > 0 } });
      },
      () => {
        const all = [...under.core.policy.current.permissions.values()];
        const { tokenId, tagId } = all[roll(all.length)] ?? { tokenId: "", tagId: "" };
        under.edit({ kind: "permission.set", tokenId, tagId, access: roll(2) === 0 ? "read" : "readwrite" });
      },
      () => {
        under.edit({ kind: "tag.create", tag: { pattern: `x${roll(1_000_000)}/${under.clock.elapsed()}` } });
      },
      () => {
        const [first] = under.core.registry.all();
        if (first !== undefined) kick(under.core, [first.id], {}, "console");
      },
      () => under.clock.advance(roll(1500)),
    ];
    for (let step = 0; step < 300; step++) {
      doings[roll(doings.length)]?.();
      clients = clients.filter(({ handler }) => handler !== null);
      if (roll(10) === 0) {
        under.clock.advance(LIMITS.liveTrafficMs);
        await follow();
      }
    }
    under.clock.advance(LIMITS.liveTrafficMs * 2);
    under.desk.live.flush();
    const truth = await next(under.desk.live.watch());
    while (state !== undefined && state.seq < truth.seq) await follow();
    expect(state).toEqual(reduceLive(undefined, truth).state);
    expect([...(state?.connections.keys() ?? [])]).toEqual(
      truth.type === "snapshot" ? truth.connections.map(({ id }) => id) : [],
    );
  });
});

/** Checks the mirror: patches in order build the state, and a gap is seen. */
import { describe, expect, it } from "vitest";
import { LIMITS } from "../limits.ts";
import type { LivePatch, LiveSnapshot } from "../live.ts";
import { type LiveState, reduceLive } from "../live-reduce.ts";
import type { ConnectionView, DoorEntry } from "../nouns.ts";
import { DEFAULT_SETTINGS } from "../nouns.ts";

const AT = "2026-01-02T03:04:05.000Z";

function connection(id: string): ConnectionView {
  const counters = { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0, queueFrames: 0, queueBytes: 0 };
  return {
    id,
    tokenId: "tok_1",
    tokenName: "App",
    subject: null,
    dialect: "broker",
    address: "127.0.0.1",
    userAgent: "",
    secretHint: "••••",
    credentialsBy: "header",
    filters: ["a/b"],
    state: "online",
    ...counters,
    dropped: 0,
    refused: 0,
    latencyMs: null,
    connectedAt: AT,
    closed: null,
  };
}

function snapshot(part: Partial<LiveSnapshot> = {}): LiveSnapshot {
  return {
    type: "snapshot",
    seq: 7,
    revision: 3,
    server: {
      version: "0.1.0",
      startedAt: AT,
      runtime: "headless",
      addresses: [],
      admin: "http://127.0.0.1:1/api/v1",
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
    library: [],
    replies: [],
    permissions: [],
    connections: [connection("c1"), connection("c2")],
    doorlog: [],
    refusals: [],
    revocations: [],
    kicks: [],
    audit: [],
    stats: {
      uptimeSec: 0,
      connections: 2,
      away: 0,
      connectionsPeak: 2,
      openedLast5Min: 2,
      tokensInUse: 1,
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
    series: { at: [1, 2], in: [0, 0], out: [0, 0], connections: [2, 2] },
    ...part,
  };
}

const patch = (part: Partial<LivePatch> = {}): LivePatch => ({ type: "patch", seq: 8, revision: 3, ...part });

function live(state: LiveState | undefined, event: LiveSnapshot | LivePatch): LiveState {
  const reduced = reduceLive(state, event);
  if (reduced.kind !== "live") throw new Error(`gap at ${event.seq}`);
  return reduced.state;
}

describe("the live mirror", () => {
  it("L1 takes a snapshot whatever came before, and keeps the order of its rows", () => {
    const state = live(live(undefined, snapshot()), snapshot({ seq: 90 }));
    expect(state.seq).toBe(90);
    expect([...state.connections.keys()]).toEqual(["c1", "c2"]);
  });

  it("L2 answers a patch that is not the next one with a gap and keeps the last good state", () => {
    const state = live(undefined, snapshot());
    expect(reduceLive(state, patch({ seq: 9 }))).toEqual({ kind: "gap", state, expectedSeq: 8 });
    expect(reduceLive(state, patch({ seq: 7 })).kind).toBe("gap");
    expect(reduceLive(undefined, patch()).kind).toBe("gap");
  });

  it("L3 keeps the identity of rows that a patch does not name", () => {
    const before = live(undefined, snapshot());
    const after = live(before, patch({ traffic: [["c2", 1, 2, 3, 4, 5, 6, 7, 8, 9.5, "slow"]] }));
    expect(after.connections.get("c1")).toBe(before.connections.get("c1"));
    expect(after.tokens).toBe(before.tokens);
    expect(after.connections.get("c2")).toMatchObject({ messagesIn: 1, refused: 8, latencyMs: 9.5, state: "slow" });
    expect(before.connections.get("c2")?.messagesIn).toBe(0);
  });

  it("L4 keeps a closed row with its reason until a patch removes it", () => {
    const closed = {
      at: AT,
      code: 4003,
      reason: "Permission revoked",
      by: "policy",
      commitToCloseMs: 0.4,
      commitToGoneMs: null,
    } as const;
    const change = { set: [], close: [{ id: "c1", closed }], remove: [] };
    const after = live(live(undefined, snapshot()), patch({ connections: change }));
    expect(after.connections.get("c1")).toMatchObject({ state: "closed", closed });
    const gone = live(after, patch({ seq: 9, connections: { set: [], close: [], remove: ["c1"] } }));
    expect([...gone.connections.keys()]).toEqual(["c2"]);
  });

  it("L5 puts new journal entries first, replaces a known one where it stands, and stays bounded", () => {
    const entry = (id: string, reason = ""): DoorEntry => ({
      id,
      at: AT,
      address: "127.0.0.1",
      userAgent: "",
      dialect: "broker",
      code: 4003,
      step: "token-unknown",
      reason,
      secretHint: "••••",
      credentialsBy: "header",
      tokenId: null,
      tokenName: null,
      filters: [],
      filter: null,
      nearest: null,
    });
    const full = Array.from({ length: LIMITS.liveJournalRows }, (_, index) => entry(`d${index}`));
    const state = live(undefined, snapshot({ doorlog: full }));
    const after = live(state, patch({ doorlog: [entry("new"), entry("d1", "measured")] }));
    expect(after.doorlog.slice(0, 3).map((row) => [row.id, row.reason])).toEqual([
      ["new", ""],
      ["d0", ""],
      ["d1", "measured"],
    ]);
    expect(after.doorlog).toHaveLength(LIMITS.liveJournalRows);
  });

  it("L6 appends only points newer than the last one and keeps the length of the charts", () => {
    const state = live(undefined, snapshot());
    const series = { at: [2, 3], in: [9, 5], out: [9, 6], connections: [9, 7] };
    const after = live(state, patch({ series }));
    expect(after.series).toEqual({ at: [1, 2, 3], in: [0, 0, 5], out: [0, 0, 6], connections: [2, 2, 7] });
  });
});

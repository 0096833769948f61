/** Tests how long closed rows stay, and that order is kept under the pointer. */
import { describe, expect, it } from "vitest";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { FOLD_MS, type HeldRows, HOLD_MS, nextHeld } from "./held-rows.ts";
import { keepOrder, nextSort, sortRows } from "./row-order.ts";

const row = (id: string, change: Partial<ConnectionView> = {}): ConnectionView => ({
  id,
  tokenId: "tok",
  tokenName: null,
  subject: null,
  dialect: "broker",
  address: "127.0.0.1:1",
  userAgent: "",
  secretHint: "••••",
  credentialsBy: "header",
  filters: [],
  state: "online",
  messagesIn: 0,
  messagesOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  queueFrames: 0,
  queueBytes: 0,
  dropped: 0,
  refused: 0,
  latencyMs: null,
  connectedAt: "2026-03-14T14:02:09.000Z",
  closed: null,
  ...change,
});
const closed = row("a", {
  state: "closed",
  closed: {
    at: "2026-03-14T14:02:09.000Z",
    code: 4003,
    reason: "permission revoked: home/+/door",
    by: "policy",
    commitToCloseMs: 1.9,
    commitToGoneMs: null,
  },
});
const there = new Map([["a", closed]]);
const gone = new Map<string, ConnectionView>();
const free = () => false;
const held = () => true;
const none: HeldRows = new Map();
const phaseAt = (rows: HeldRows) => rows.get("a")?.phase;

describe("a closed row", () => {
  it("holds, folds and is gone, and does not come back while the mirror still has it", () => {
    const first = nextHeld(none, there, 0, free);
    const folding = nextHeld(first, there, HOLD_MS, free);
    const after = nextHeld(folding, there, HOLD_MS + FOLD_MS, free);
    const later = nextHeld(after, there, HOLD_MS + FOLD_MS + 1_000, free);
    expect([first, folding, after, later].map(phaseAt)).toEqual(["hold", "fold", "gone", "gone"]);
    expect(nextHeld(later, gone, HOLD_MS + 9_000, free).size).toBe(0);
  });
  it("stays as long as it is held, also after the mirror has dropped it", () => {
    const first = nextHeld(none, there, 0, held);
    const late = nextHeld(first, gone, HOLD_MS * 10, held);
    expect(phaseAt(late)).toBe("hold");
    expect(phaseAt(nextHeld(late, gone, HOLD_MS * 10 + 1, free))).toBe("fold");
  });
  it("takes later measurements of the same row", () => {
    const first = nextHeld(none, there, 0, free);
    const measured = closed.closed && { ...closed, closed: { ...closed.closed, commitToGoneMs: 2.8 } };
    const next = nextHeld(first, new Map([["a", measured ?? closed]]), 10, free);
    expect(next.get("a")?.row.closed?.commitToGoneMs).toBe(2.8);
  });
  it("answers the same value when nothing moved", () => {
    const first = nextHeld(none, there, 0, free);
    expect(nextHeld(first, there, 10, free)).toBe(first);
  });
});

describe("the order", () => {
  const rows = [row("a", { messagesOut: 1 }), row("b", { messagesOut: 3 }), row("c", { messagesOut: 2 })];
  const ids = (list: readonly ConnectionView[]) => list.map(({ id }) => id).join("");
  it("follows the chosen column in both directions", () => {
    expect(ids(sortRows(rows, { key: "out", isDescending: true }))).toBe("bca");
    expect(ids(sortRows(rows, { key: "out", isDescending: false }))).toBe("acb");
  });
  it("is kept while frozen; new rows come last", () => {
    expect(ids(keepOrder([...rows, row("d", { messagesOut: 9 })], ["b", "c", "x", "a"]))).toBe("bcad");
  });
  it("begins numbers with the largest and words with the first", () => {
    const before = { key: "out", isDescending: true } as const;
    expect(nextSort(before, "queue")).toEqual({ key: "queue", isDescending: true });
    expect(nextSort(before, "token")).toEqual({ key: "token", isDescending: false });
    expect(nextSort(before, "out")).toEqual({ key: "out", isDescending: false });
  });
});

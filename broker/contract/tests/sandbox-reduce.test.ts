/** Checks the mirror of the sandbox. */
import { describe, expect, it } from "vitest";
import { LIMITS } from "../limits.ts";
import type { SandboxClient } from "../sandbox.ts";
import { reduceSandbox } from "../sandbox-reduce.ts";

const client = (id: string, order: number, part: Partial<SandboxClient> = {}): SandboxClient => ({
  id,
  name: id,
  tokenId: null,
  dialect: "broker",
  filters: [],
  order,
  state: { kind: "off" },
  received: 0,
  sent: 0,
  refused: 0,
  perSec: 0,
  series: [],
  last: [],
  refusal: null,
  repeats: [],
  afterCommit: null,
  ...part,
});
const message = (seq: number) => ({ seq, at: "2026-01-01T00:00:00.000Z", topic: "a", text: String(seq), bytes: 1 });
const start = { type: "snapshot", seq: 4, clients: [client("b", 1), client("a", 0)] } as const;
const begun = () => reduceSandbox(null, { ...start, clients: [...start.clients] });

describe("the mirror", () => {
  it("B9 holds clients in their order, and those that a patch does not name keep their identity", () => {
    const before = begun();
    const after = reduceSandbox(before, { type: "patch", seq: 5, set: [client("c", 0.5, { received: 1 })] });
    expect(after?.clients.map(({ id }) => id)).toEqual(["a", "c", "b"]);
    expect(after?.clients[0]).toBe(before?.clients[0]);
    expect(reduceSandbox(after, { type: "patch", seq: 6, remove: ["a"] })?.clients.map(({ id }) => id)).toEqual([
      "c",
      "b",
    ]);
  });

  it("B9 takes a state alone into a client that it knows, and leaves one that it does not know out", () => {
    const before = begun();
    const state = { kind: "connecting", attempt: 1 } as const;
    const standing = ["a", "nobody"].map((id) => ({ id, state, afterCommit: null }));
    const after = reduceSandbox(before, { type: "patch", seq: 5, standing });
    expect(after?.clients).toEqual([client("a", 0, { state }), client("b", 1)]);
    expect(after?.clients[1]).toBe(before?.clients[1]);
  });

  it("B9 puts fresh messages on top, newest first, and keeps so many", () => {
    const fresh = [message(3), message(2), message(1)];
    const row = { id: "a", received: 3, sent: 1, refused: 0, fresh };
    const once = reduceSandbox(begun(), { type: "patch", seq: 5, traffic: [row] });
    const more = { ...row, received: 6, fresh: [message(6), message(5), message(4)] };
    const twice = reduceSandbox(once, { type: "patch", seq: 6, traffic: [more], rates: [["a", 6]] });
    const [first] = twice?.clients ?? [];
    expect(first?.last.map(({ seq }) => seq)).toEqual([6, 5, 4, 3, 2]);
    expect(first?.last).toHaveLength(LIMITS.sandboxLastMessages);
    expect([first?.received, first?.perSec, first?.series]).toEqual([6, 6, [6]]);
  });

  it("B9 notices a gap", () => {
    expect(reduceSandbox(begun(), { type: "patch", seq: 6 })).toBeNull();
    expect(reduceSandbox(null, { type: "patch", seq: 1 })).toBeNull();
  });
});

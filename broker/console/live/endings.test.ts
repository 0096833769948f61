/** Checks what is remembered of connections that are gone, and of kicks. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { reduceLive } from "../../contract/live-reduce.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { kick } from "../edits/kick.ts";
import { previewRevert, revertAudit } from "../edits/revert.ts";
import { listEndings, listJournal } from "../lists/lists.ts";
import { Refused } from "../refused.ts";

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const endings = (query = {}) => listEndings(under.core, query).items;
const newestId = () => under.store.listAudit({ limit: 1 })[0]?.id ?? "";

describe("the journal of ended connections", () => {
  it("A19 keeps how each connection ended, newest first, whatever ended it", () => {
    const { id, secret } = under.token({ "a/#": "readwrite" }, { name: "Sensor" });
    const [first, second, third] = ["a/1", "a/2", "a/3"].map((filter) => under.connect(secret, filter));
    first?.handler?.onGone(1000, "bye");
    const [, live] = [...under.core.registry.all()].sort((a, b) => a.order - b.order);
    kick(under.core, [live?.id ?? ""], { reason: "enough" }, "console");
    third?.handler?.onGone(4010, "enough");
    under.edit({ kind: "token.update", id, patch: { enabled: false } });
    second?.handler?.onGone(4002, "");
    const all = endings();
    expect(all.map(({ closed }) => [closed.by, closed.code])).toEqual([
      ["policy", 4002],
      ["operator", 4010],
      ["client", 1000],
    ]);
    expect(all[0]?.closed.commitToGoneMs).not.toBeNull();
    expect(all[2]).toMatchObject({ tokenName: "Sensor", filters: ["a/1"], address: "127.0.0.1:1" });
  });

  it("A19 is asked by token, by host and by cause, page by page", () => {
    const one = under.token({ "a/#": "read" });
    const other = under.token({ "b/#": "read" });
    for (const [secret, filter] of [
      [one.secret, "a/1"],
      [other.secret, "b/1"],
      [one.secret, "a/2"],
    ] as const) {
      under.connect(secret, filter).handler?.onGone(1000, "");
    }
    expect(endings({ tokenId: one.id }).map(({ filters }) => filters[0])).toEqual(["a/2", "a/1"]);
    expect(endings({ address: "127.0.0.1" })).toHaveLength(3);
    expect(endings({ address: "10.0.0.1" })).toEqual([]);
    expect(endings({ by: "policy" })).toEqual([]);
    const page = listEndings(under.core, { tokenId: one.id, limit: 1 });
    expect(page.items).toHaveLength(1);
    const rest = listEndings(under.core, { tokenId: one.id, limit: 1, cursor: page.nextCursor });
    expect(rest.items.map(({ filters }) => filters[0])).toEqual(["a/1"]);
    expect(rest.nextCursor).toBeUndefined();
  });
});

describe("the journal of kicks", () => {
  it("A20 remembers who kicked whom, with code, reason and bar, and the live view carries it", async () => {
    const { id, secret } = under.token({ "a/#": "read" }, { name: "Tablet" });
    under.connect(secret, "a/1");
    const watcher = under.desk.live.watch();
    const snapshot = (await watcher.next()).value;
    if (snapshot === undefined) throw new Error("the stream is over");
    const before = reduceLive(undefined, snapshot);
    const [session] = under.core.registry.all();
    kick(under.core, [session?.id ?? ""], { code: 4100, reason: "moved", barForSeconds: 60 }, "cli");
    const [entry] = listJournal(under.core.journals.kicks, {}).items;
    const barredUntil = new Date(under.clock.now() + 60_000).toISOString();
    expect(entry).toMatchObject({
      tokenId: id,
      tokenName: "Tablet",
      code: 4100,
      reason: "moved",
      actor: "cli",
      barredUntil,
    });
    const event = watcher.next();
    under.clock.advance(LIMITS.livePatchMs);
    const patch = (await event).value;
    if (patch === undefined) throw new Error("the stream is over");
    expect(reduceLive(before.state, patch).state?.kicks).toEqual([entry]);
  });
});

describe("the preview of an undo", () => {
  it("A21 names exactly whom the undo then closes, and changes nothing", () => {
    const { id, secret } = under.token({ "a/#": "read" });
    const tagId = [...under.core.policy.current.tags.keys()][0] ?? "";
    under.edit({ kind: "permission.set", tokenId: id, tagId, access: "readwrite" });
    const auditId = newestId();
    under.connect(secret, "a/1");
    const { revision } = under.core.policy.current;
    const preview = previewRevert(under.desk, auditId);
    expect(under.core.policy.current.revision).toBe(revision);
    expect(preview.closed).toHaveLength(1);
    const effect = revertAudit(under.corridor, auditId, "console");
    expect(effect.closed.map(({ connectionId }) => connectionId)).toEqual(
      preview.closed.map(({ connectionId }) => connectionId),
    );
  });

  it("A21 is refused where the undo would be", () => {
    const { id } = under.token({}, { name: "One" });
    under.edit({ kind: "token.update", id, patch: { name: "Two" } });
    const auditId = newestId();
    under.edit({ kind: "token.update", id, patch: { name: "Three" } });
    expect(() => previewRevert(under.desk, auditId)).toThrow(Refused);
    expect(() => previewRevert(under.desk, "aud_none")).toThrow(/There is no audit entry/);
  });
});

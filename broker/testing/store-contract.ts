/** Owns what every store must do, whatever it keeps its rows in. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LibraryDocument } from "../contract/library.ts";
import { DEFAULT_SETTINGS } from "../contract/nouns.ts";
import { type PolicyRows, type Store, StoreError } from "../ports/store.ts";
import { auditRow, change, NO_ROWS, permissionRow, tagRow, tokenRow } from "./policy-rows.ts";

/** `make` gives an empty store of its own to each test; the suite closes it. */
export function describeStore(name: string, make: () => Store): void {
  describe(`Store: ${name}`, () => {
    let store: Store;
    beforeEach(() => {
      store = make();
    });
    afterEach(() => store.close());

    const commit = (revision: number, rows: Partial<PolicyRows>, undo: Partial<PolicyRows> = {}): void =>
      store.commit(change(revision, rows, undo), auditRow(revision));

    /** Revision 1: two tokens, two tags, each token with one permission. */
    const commitHouse = (): void =>
      commit(1, {
        tokens: [tokenRow("t1"), tokenRow("t2")],
        tags: [tagRow("g1", "a/#"), tagRow("g2", "b/+")],
        permissions: [permissionRow("p1", "t1", "g1"), permissionRow("p2", "t2", "g2", "readwrite")],
        settings: DEFAULT_SETTINGS,
      });

    /** The change must be refused as a whole: policy, revision and journal are as before, and the next edit works. */
    const expectRefused = (run: () => void): void => {
      const before = { policy: store.load(), audit: store.listAudit({ limit: 100 }) };
      expect(run).toThrow(expect.objectContaining({ name: "StoreError", kind: "failed" }));
      expect({ policy: store.load(), audit: store.listAudit({ limit: 100 }) }).toEqual(before);
      commit(before.policy.revision + 1, { tags: [tagRow("after", "after/refusal")] });
      expect(store.load().tags.at(-1)?.id).toBe("after");
    };

    it("S1 a store that was never written is empty at revision 0", () => {
      expect(store.load()).toEqual({ revision: 0, tokens: [], tags: [], permissions: [], settings: null });
      expect(store.listAudit({ limit: 10 })).toEqual([]);
      expect(store.getAudit("aud_1")).toBeUndefined();
    });

    it("S1 every field of every row comes back as it was put", () => {
      const full = tokenRow("t1", {
        name: null,
        maxConnections: 3,
        enabled: false,
        expiresAt: "2027-02-03T04:05:06.789Z",
        subject: { userType: "device", userId: "тепло-7 ☂", username: "Heat, 7+" },
        messagesPerSecond: 0.5,
        burst: 20,
        note: "line one\nline 'two' \"three\"",
      });
      const settings = { ...DEFAULT_SETTINGS, enforcement: "minimal" as const, messagesPerSecond: 2.5 };
      const tag = { ...tagRow("g1", "päth/+/ /#"), description: "a tag" };
      const permission = permissionRow("p1", "t1", "g1", "readwrite");
      commit(1, { tokens: [full], tags: [tag], permissions: [permission], settings });
      expect(store.load()).toEqual({
        revision: 1,
        tokens: [full],
        tags: [tag],
        permissions: [permission],
        settings,
      });
    });

    it("S1 rows load in the order of their first put, and a replaced row keeps its place", () => {
      commit(1, { tags: [tagRow("z", "z"), tagRow("a", "a"), tagRow("m", "m")] });
      commit(2, { tags: [tagRow("z", "z2")] });
      commit(3, { deletedTags: ["a"], tags: [tagRow("a", "a")] });
      expect(store.load().tags.map((tag) => [tag.id, tag.pattern])).toEqual([
        ["z", "z2"],
        ["m", "m"],
        ["a", "a"],
      ]);
    });

    it("S1 settings stay when a change has none", () => {
      commit(1, { settings: { ...DEFAULT_SETTINGS, workspaceName: "House" } });
      commit(2, { tokens: [tokenRow("t1")] });
      expect(store.load().settings?.workspaceName).toBe("House");
    });

    it("S2 deletes come before puts, so one change may replace a row by another with the same unique values", () => {
      commitHouse();
      commit(2, {
        deletedPermissions: ["p1"],
        deletedTokens: ["t1"],
        deletedTags: ["g1"],
        tokens: [tokenRow("t3", { secretHash: "hash-of-t1" })],
        tags: [tagRow("g3", "a/#")],
        permissions: [permissionRow("p3", "t3", "g3")],
      });
      const { tokens, tags, permissions } = store.load();
      expect([tokens, tags, permissions].map((rows) => rows.map((row) => row.id))).toEqual([
        ["t2", "t3"],
        ["g2", "g3"],
        ["p2", "p3"],
      ]);
    });

    it("S2 one change may swap unique values between rows", () => {
      commitHouse();
      commit(2, {
        tokens: [tokenRow("t1", { secretHash: "hash-of-t2" }), tokenRow("t2", { secretHash: "hash-of-t1" })],
        tags: [tagRow("g1", "b/+"), tagRow("g2", "a/#")],
        permissions: [permissionRow("p1", "t2", "g2"), permissionRow("p2", "t1", "g1")],
      });
      const { tokens, tags, permissions } = store.load();
      expect(tokens.map((token) => token.secretHash)).toEqual(["hash-of-t2", "hash-of-t1"]);
      expect(tags.map((tag) => tag.pattern)).toEqual(["b/+", "a/#"]);
      expect(permissions.map((permission) => permission.tokenId)).toEqual(["t2", "t1"]);
    });

    it("S2 deleting what is not there changes nothing else", () => {
      commitHouse();
      const { revision: _, ...before } = store.load();
      commit(2, { deletedTokens: ["t9"], deletedTags: ["g9"], deletedPermissions: ["p9"] });
      expect(store.load()).toEqual({ revision: 2, ...before });
    });

    it.each([0, 1, 3, 7, -1])("S3 a change that makes revision %i when the next is 2 is refused whole", (revision) => {
      commitHouse();
      const stale = { ...change(revision, { tags: [tagRow("g9", "late")] }) };
      expectRefused(() => store.commit(stale, auditRow(revision, { id: "aud_stale" })));
    });

    it("S3 an audit row of another revision than its change is refused whole", () => {
      commitHouse();
      expectRefused(() => store.commit(change(2, { tags: [tagRow("g9", "x")] }), auditRow(3)));
    });

    it("S2 an audit id that is taken is refused whole", () => {
      commitHouse();
      expectRefused(() => store.commit(change(2, { tags: [tagRow("g9", "x")] }), auditRow(2, { id: "aud_1" })));
    });

    const rejected: readonly [string, Partial<PolicyRows>][] = [
      ["a second token with the same secret", { tokens: [tokenRow("t9", { secretHash: "hash-of-t1" })] }],
      [
        "two new tokens with one secret",
        { tokens: [tokenRow("t8", { secretHash: "x" }), tokenRow("t9", { secretHash: "x" })] },
      ],
      ["a second tag with the same pattern", { tags: [tagRow("g9", "a/#")] }],
      ["a second permission of one pair", { permissions: [permissionRow("p9", "t1", "g1", "readwrite")] }],
      ["a permission to a missing tag", { permissions: [permissionRow("p9", "t1", "g9")] }],
      ["a permission of a missing token", { permissions: [permissionRow("p9", "t9", "g1")] }],
      ["deleting a token but not its permission", { deletedTokens: ["t1"] }],
      ["deleting a tag but not its permission", { deletedTags: ["g1"] }],
    ];
    it.each(rejected)("S2 %s takes the whole change back, good rows and bad", (_what, bad) => {
      commitHouse();
      const good = change(2, {
        ...bad,
        tokens: [tokenRow("good", { name: "good" }), tokenRow("t2", { note: "edited" }), ...(bad.tokens ?? [])],
        tags: [tagRow("good", "good"), ...(bad.tags ?? [])],
        permissions: [permissionRow("good", "good", "good"), ...(bad.permissions ?? [])],
        deletedPermissions: ["p2", ...(bad.deletedPermissions ?? [])],
        settings: { ...DEFAULT_SETTINGS, workspaceName: "never" },
      });
      expectRefused(() => store.commit(good, auditRow(2)));
    });

    it("S4 the journal is newest first and pages below a revision", () => {
      for (let revision = 1; revision <= 7; revision++) commit(revision, {});
      const revisions = (options: { before?: number; limit: number }) =>
        store.listAudit(options).map((row) => row.revision);
      expect(revisions({ limit: 3 })).toEqual([7, 6, 5]);
      expect(revisions({ before: 5, limit: 3 })).toEqual([4, 3, 2]);
      expect(revisions({ before: 2, limit: 3 })).toEqual([1]);
      expect(revisions({ before: 1, limit: 3 })).toEqual([]);
      expect(revisions({ limit: 100 })).toHaveLength(7);
    });

    it("S4 an audit row comes back with the rows that undo it", () => {
      commitHouse();
      const undo: PolicyRows = {
        ...NO_ROWS,
        tokens: [tokenRow("t1", { subject: { userType: "person", userId: "ann" } })],
        permissions: [permissionRow("p1", "t1", "g1")],
        deletedTags: ["g5"],
        settings: DEFAULT_SETTINGS,
      };
      const row = auditRow(2, { actor: "desktop", revertible: false });
      store.commit(change(2, { deletedPermissions: ["p1"], deletedTokens: ["t1"] }, undo), row);
      expect(store.getAudit("aud_2")).toEqual({ row: { ...row, effect: null, revertedBy: null }, undo });
      expect(store.getAudit("aud_1")?.undo).toEqual(NO_ROWS);
    });

    it("S4 an undo that is committed marks the change it takes back", () => {
      commitHouse();
      commit(2, { deletedPermissions: ["p2"] }, { permissions: [permissionRow("p2", "t2", "g2", "readwrite")] });
      const undo = store.getAudit("aud_2")?.undo;
      expect(undo).toBeDefined();
      store.commit(change(3, undo ?? {}), auditRow(3), "aud_2");
      expect(store.listAudit({ limit: 3 }).map((row) => row.revertedBy)).toEqual([null, 3, null]);
      expect(store.getAudit("aud_2")?.row.revertedBy).toBe(3);
      expect(store.load().permissions.map((permission) => permission.id)).toEqual(["p1", "p2"]);
    });

    it("S4 an undo of a change that is not in the journal is refused whole", () => {
      commitHouse();
      expectRefused(() => store.commit(change(2, { tags: [tagRow("g9", "x")] }), auditRow(2), "aud_9"));
    });

    it("S4 a refused undo does not mark the change", () => {
      commitHouse();
      expectRefused(() => store.commit(change(2, { deletedTags: ["g1"] }), auditRow(2), "aud_1"));
      expect(store.getAudit("aud_1")?.row.revertedBy).toBeNull();
    });

    it("S4 the effect of a change is recorded in its audit row and moves no revision", () => {
      commitHouse();
      const effect = {
        closed: 3,
        codes: [
          { code: 4003, count: 2 },
          { code: 4004, count: 1 },
        ],
      };
      store.recordEffect("aud_1", effect);
      expect(store.listAudit({ limit: 1 })[0]?.effect).toEqual(effect);
      expect(store.getAudit("aud_1")?.row.effect).toEqual(effect);
      expect(store.load().revision).toBe(1);
      expect(() => store.recordEffect("aud_9", effect)).toThrow(StoreError);
    });

    it("S12 the journal is cut to its newest rows, or to a time, and never of its newest row", () => {
      for (let revision = 1; revision <= 5; revision++) {
        store.commit(change(revision, {}), auditRow(revision, { at: `2026-01-0${revision}T00:00:00.000Z` }));
      }
      const kept = () => store.listAudit({ limit: 10 }).map((row) => row.revision);
      expect(store.auditSize()).toEqual({ rows: 5, oldestAt: "2026-01-01T00:00:00.000Z" });
      expect(store.trimAudit({ keepRows: 5 })).toBe(0);
      expect(store.trimAudit({ keepRows: 4 })).toBe(1);
      expect(kept()).toEqual([5, 4, 3, 2]);
      expect(store.trimAudit({ keepRows: 100, before: "2026-01-04T00:00:00.000Z" })).toBe(2);
      expect(kept()).toEqual([5, 4]);
      expect(store.trimAudit({ keepRows: 1, before: "2027-01-01T00:00:00.000Z" })).toBe(1);
      expect(store.trimAudit({ keepRows: 1, before: "2027-01-01T00:00:00.000Z" })).toBe(0);
      expect(store.auditSize()).toEqual({ rows: 1, oldestAt: "2026-01-05T00:00:00.000Z" });
      commit(6, { tags: [tagRow("g1", "a")] });
      expect(kept()).toEqual([6, 5]);
    });

    it("S12 an empty journal has nothing to cut", () => {
      expect(store.trimAudit({ keepRows: 1, before: "2027-01-01T00:00:00.000Z" })).toBe(0);
      expect(store.auditSize()).toEqual({ rows: 0, oldestAt: null });
    });

    it("S1 what load gave is a copy: changing it does not change the store", () => {
      commitHouse();
      const loaded = store.load();
      Object.assign(loaded.tokens[0] ?? {}, { enabled: false });
      Object.assign(loaded.settings ?? {}, { allowOverlaps: true });
      expect(store.load().tokens[0]?.enabled).toBe(true);
      expect(store.load().settings?.allowOverlaps).toBe(false);
    });

    it("S13 documents come back as they were put, in the order of their first put, and move nothing else", () => {
      commitHouse();
      const before = store.load();
      store.writeDocuments({
        put: [document("d1"), document("d2", 'text \u2028 "quoted"'), document("d3")],
        deleted: [],
      });
      store.writeDocuments({ put: [document("d1", "changed")], deleted: ["d3", "never"] });
      expect(store.listDocuments()).toEqual([document("d1", "changed"), document("d2", 'text \u2028 "quoted"')]);
      expect([store.load(), store.listAudit({ limit: 10 }).length]).toEqual([before, 1]);
    });

    it("S13 a refused commit leaves the documents that it would have written", () => {
      commitHouse();
      store.writeDocuments({ put: [document("d1")], deleted: [] });
      const library = { put: [document("d2")], deleted: ["d1"] };
      expectRefused(() => store.commit(change(2, { deletedTags: ["g1"], library }), auditRow(2)));
      expect(store.listDocuments()).toEqual([document("d1")]);
      store.commit(change(3, { library }), auditRow(3));
      expect(store.listDocuments()).toEqual([document("d2")]);
    });

    it("S11 closing twice is harmless, and every call after it is refused", async () => {
      commitHouse();
      store.close();
      store.close();
      expect(() => store.load()).toThrow(StoreError);
      expect(() => commit(2, {})).toThrow(StoreError);
      expect(() => store.recordEffect("aud_1", { closed: 0, codes: [] })).toThrow(StoreError);
      expect(() => store.listAudit({ limit: 1 })).toThrow(StoreError);
      expect(() => store.getAudit("aud_1")).toThrow(StoreError);
      expect(() => store.listDocuments()).toThrow(StoreError);
      expect(() => store.writeDocuments({ put: [], deleted: [] })).toThrow(StoreError);
      await expect(store.backup("never-made.db")).rejects.toThrow(StoreError);
    });
  });
}

const document = (id: string, template = "{}"): LibraryDocument => ({
  kind: "savedMessage",
  name: `Message ${id}`,
  folder: "House",
  order: 0,
  topic: "a/b",
  template,
  format: "json",
  id,
  updatedAt: "2026-01-01T00:00:00.000Z",
});

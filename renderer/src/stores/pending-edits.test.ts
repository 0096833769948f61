/** Tests the model of pending edits. */
import { describe, expect, it } from "vitest";
import type { Permission } from "../../../broker/contract/nouns.ts";
import {
  cellKey,
  countOf,
  editsOf,
  NOTHING_PENDING,
  newTagId,
  nextAccess,
  rebased,
  shownAccess,
  withCell,
  withEdits,
} from "./pending-edits.ts";
import { rightsOf } from "./saved-rights.ts";

const rights = (...rows: Permission[]) => rightsOf(new Map(rows.map((row) => [row.id, row])));
const saved = rights(
  { id: "prm_1", tokenId: "phone", tagId: "door", access: "read" },
  { id: "prm_2", tokenId: "phone", tagId: "light", access: "readwrite" },
);
const exists = { token: () => true, tag: () => true };

describe("a cell", () => {
  it("cycles none, read, readwrite, none", () => {
    expect([nextAccess("none"), nextAccess("read"), nextAccess("readwrite")]).toEqual(["read", "readwrite", "none"]);
  });
  it("shows the pending access over the saved one", () => {
    const pending = withCell(NOTHING_PENDING, saved, { tokenId: "phone", tagId: "door", access: "none" });
    expect(shownAccess(pending, saved, "phone", "door")).toBe("none");
    expect(shownAccess(pending, saved, "phone", "light")).toBe("readwrite");
  });
  it("is pending no longer when it is set back to what is saved", () => {
    const changed = withCell(NOTHING_PENDING, saved, { tokenId: "phone", tagId: "door", access: "none" });
    const back = withCell(changed, saved, { tokenId: "phone", tagId: "door", access: "read" });
    expect([countOf(changed), countOf(back)]).toEqual([1, 0]);
  });
});

describe("the edits to send", () => {
  it("delete a permission for none, and set it for the rest", () => {
    let pending = withCell(NOTHING_PENDING, saved, { tokenId: "phone", tagId: "door", access: "none" });
    pending = withCell(pending, saved, { tokenId: "hub", tagId: "door", access: "readwrite" });
    expect(editsOf(pending, saved)).toEqual([
      { kind: "permission.delete", id: "prm_1" },
      { kind: "permission.set", tokenId: "hub", tagId: "door", access: "readwrite" },
    ]);
  });
  it("keep other edits before the cells, each once", () => {
    const enable = { kind: "token.update", id: "phone", patch: { enabled: true } } as const;
    const set = { kind: "permission.set", tokenId: "phone", tagId: "door", access: "readwrite" } as const;
    const pending = withEdits(withEdits(NOTHING_PENDING, saved, [set, enable]), saved, [enable]);
    expect(editsOf(pending, saved)).toEqual([enable, set]);
  });
  it("turn a deletion by id into its cell", () => {
    const pending = withEdits(NOTHING_PENDING, saved, [{ kind: "permission.delete", id: "prm_2" }]);
    expect([...pending.cells]).toEqual([[cellKey("phone", "light"), "none"]]);
  });
});

describe("a tag that saving would make", () => {
  const fix = [
    { kind: "tag.create", tag: { pattern: "attic lamp/+" } },
    { kind: "permission.set", tokenId: "hub", tagId: newTagId("attic lamp/+"), access: "read" },
  ] as const;
  it("is sent before the right on it, which names it by its pattern", () => {
    expect(editsOf(withEdits(NOTHING_PENDING, saved, fix), saved)).toEqual(fix);
  });
  it("keeps its cells when the policy moves", () => {
    const pending = withEdits(NOTHING_PENDING, saved, fix);
    expect(countOf(rebased(pending, saved, { ...exists, tag: () => false }))).toBe(2);
  });
});

describe("a policy that moves under the editor", () => {
  it("drops a cell that somebody else has saved meanwhile", () => {
    const pending = withCell(NOTHING_PENDING, saved, { tokenId: "phone", tagId: "door", access: "readwrite" });
    const after = rights({ id: "prm_1", tokenId: "phone", tagId: "door", access: "readwrite" });
    expect(countOf(rebased(pending, after, exists))).toBe(0);
  });
  it("drops cells of a token that is gone and keeps the rest", () => {
    let pending = withCell(NOTHING_PENDING, saved, { tokenId: "phone", tagId: "door", access: "none" });
    pending = withCell(pending, saved, { tokenId: "hub", tagId: "door", access: "read" });
    const next = rebased(pending, saved, { ...exists, token: (id) => id !== "phone" });
    expect([...next.cells.keys()]).toEqual([cellKey("hub", "door")]);
  });
  it("answers the same value when nothing changed", () => {
    const pending = withCell(NOTHING_PENDING, saved, { tokenId: "phone", tagId: "door", access: "none" });
    expect(rebased(pending, saved, exists)).toBe(pending);
  });
});

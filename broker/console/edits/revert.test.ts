/** Checks undoing edits: exactly what was, or a conflict. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { Refused } from "../refused.ts";
import { revertAudit } from "./revert.ts";
import { updateSettings } from "./settings.ts";

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const newestId = () => under.store.listAudit({ limit: 1 })[0]?.id ?? "";
const revert = (id: string) => revertAudit(under.corridor, id, "console");

function conflictOf(id: string) {
  try {
    revert(id);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error("it was reverted");
}

describe("a revert", () => {
  it("A5 brings a deleted token back with its secret and permissions, and marks the edit as undone", () => {
    const { id, secret } = under.token({ "a/#": "read" }, { name: "Sensor" });
    const { tokens, permissions } = under.core.policy.current;
    under.edit({ kind: "token.delete", id });
    const auditId = newestId();
    const { revision } = revert(auditId);
    const after = under.core.policy.current;
    expect([...after.tokens]).toEqual([...tokens]);
    expect([...after.permissions]).toEqual([...permissions]);
    expect(under.connect(secret, "a/b").closedWith).toBeNull();
    expect(under.store.getAudit(auditId)?.row.revertedBy).toBe(revision);
    expect(under.store.listAudit({ limit: 1 })[0]).toMatchObject({ actor: "console", revision });
  });

  it("A5 of a rotation closes the sessions of the new secret and opens the door to the old one", () => {
    const { id, secret } = under.token({ "a/#": "read" });
    under.edit({ kind: "token.update", id, patch: { secret: "a-new-secret" } });
    const client = under.connect("a-new-secret", "a/b");
    const effect = revert(newestId());
    expect(effect.closed).toMatchObject([{ code: 4002 }]);
    expect(client.closedWith?.code).toBe(4002);
    expect(under.connect(secret, "a/b").closedWith).toBeNull();
  });

  it("A5 is a conflict once, when a later edit changed the same thing, and not when that edit was undone", () => {
    const { id } = under.token({});
    under.edit({ kind: "token.update", id, patch: { note: "first" } });
    const first = newestId();
    under.edit({ kind: "token.update", id, patch: { note: "second" } });
    const second = newestId();
    expect(conflictOf(first)).toMatchObject({ code: "CONFLICT", conflict: { auditId: second } });
    revert(second);
    expect(under.core.policy.current.tokens.get(id)?.note).toBe("first");
    revert(first);
    expect(under.core.policy.current.tokens.get(id)?.note).toBe("");
    expect(conflictOf(first)).toMatchObject({ code: "CONFLICT" });
  });

  it("A5 of an undo brings the edit into force again, and then it stands in the way", () => {
    const { id } = under.token({});
    under.edit({ kind: "token.update", id, patch: { note: "one" } });
    const one = newestId();
    under.edit({ kind: "token.update", id, patch: { note: "two" } });
    const two = newestId();
    revert(two);
    revert(newestId());
    expect(under.core.policy.current.tokens.get(id)?.note).toBe("two");
    expect(conflictOf(one)).toMatchObject({ conflict: { auditId: two } });
  });

  it("A5 is a conflict where a permission of the same token and tag was made since, and where patterns overlap now", () => {
    const { id } = under.token({ "a/#": "read" });
    const [permission] = under.core.policy.current.permissions.values();
    const { tokenId = "", tagId = "" } = permission ?? {};
    under.edit({ kind: "permission.delete", id: permission?.id ?? "" });
    const deletion = newestId();
    under.edit({ kind: "permission.set", tokenId, tagId, access: "readwrite" });
    expect(conflictOf(deletion).code).toBe("CONFLICT");
    under.edit({ kind: "tag.delete", id: tagId });
    const tagDeletion = newestId();
    under.edit({ kind: "tag.create", tag: { pattern: "a/b" } });
    expect(conflictOf(tagDeletion)).toMatchObject({ code: "CONFLICT", conflict: { pattern: "a/b" } });
    expect(under.core.policy.current.tokens.has(id)).toBe(true);
  });

  it("A5 takes settings back too", () => {
    updateSettings(under.corridor, { enforcement: "minimal" }, "http");
    revert(newestId());
    expect(under.core.policy.current.settings.enforcement).toBe("strict");
  });
});

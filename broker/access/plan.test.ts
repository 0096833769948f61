/** Owns the tests of planning: what edits become, and how they are refused. */
import { describe, expect, it } from "vitest";
import type { Edit } from "../contract/edits.ts";
import { NO_ROWS } from "../testing/policy-rows.ts";
import { planEdits, planRows, planSettings } from "./plan.ts";
import { applyRows, type Snapshot } from "./snapshot.ts";
import { NOW, planned, policyOf, testEnvironment } from "./testing/policies.ts";

const plan = (before: Snapshot, edits: readonly Edit[]) => planned(planEdits(before, edits, testEnvironment()));
const refusal = (before: Snapshot, edits: readonly Edit[]) => {
  const result = planEdits(before, edits, testEnvironment());
  return result.ok ? undefined : result.refusal;
};

const house = policyOf(
  { phone: { "home/+/door": "read" }, hub: { "home/+/door": "readwrite", "home/+/light": "readwrite" } },
  { tokens: { phone: { name: "Phone app", secretHash: "hash of phone-secret" } }, tags: ["alerts/#"] },
);

describe("tokens", () => {
  it("R4 a new token takes its defaults, and its secret is in the answer alone", () => {
    const { rows, created, after, summary } = plan(house, [{ kind: "token.create", token: {} }]);
    expect(rows.tokens).toEqual([
      {
        id: "tok_new1",
        name: null,
        maxConnections: 0,
        enabled: true,
        expiresAt: null,
        subject: null,
        messagesPerSecond: null,
        burst: null,
        note: "",
        secretHash: "hash of made-secret-0",
        sealedSecret: "box 2 of made-secret-0",
        secretHint: "••••",
        createdAt: NOW,
        updatedAt: NOW,
      },
    ]);
    expect(created).toEqual([{ kind: "token", id: "tok_new1", secret: "made-secret-0" }]);
    expect(after.revision).toBe(house.revision + 1);
    expect(JSON.stringify(summary)).not.toContain("made-secret");
  });

  it("R4 absent fields stay, null clears, times become UTC, and updatedAt moves with a real change only", () => {
    const edit = (patch: object): Edit => ({ kind: "token.update", id: "phone", patch });
    const { after } = plan(house, [edit({ name: null, expiresAt: "2027-01-01T02:00:00+02:00" })]);
    expect(after.tokens.get("phone")).toMatchObject({
      name: null,
      expiresAt: "2027-01-01T00:00:00.000Z",
      secretHash: "hash of phone-secret",
      updatedAt: NOW,
    });
    const again = plan(after, [edit({ expiresAt: "2027-01-01T00:00:00Z", name: null, enabled: true })]);
    expect(again.rows).toEqual(NO_ROWS);
    expect(again.after).toBe(after);
    expect(again.summary).toEqual([]);
  });

  it("R1 a rotation to the secret it has is no change; another one says only that it changed", () => {
    const edit = (secret: string): Edit => ({ kind: "token.update", id: "phone", patch: { secret } });
    expect(plan(house, [edit("phone-secret")]).rows).toEqual(NO_ROWS);
    const { summary, rows, created } = plan(house, [edit("fresh-secret")]);
    expect(summary).toEqual([{ subject: "Phone app", object: "secret", before: "•••", after: "•••" }]);
    expect(rows.tokens).toMatchObject([{ secretHash: "hash of fresh-secret" }]);
    expect(created).toEqual([]);
    const rotated = plan(house, [{ kind: "token.rotate", id: "phone" }]);
    expect(rotated.created).toEqual([{ kind: "secret", id: "phone", secret: "made-secret-0" }]);
  });

  it("R1 a secret in use is refused with the token that uses it and without the secret", () => {
    const found = refusal(house, [{ kind: "token.create", token: { secret: "phone-secret" } }]);
    expect(found).toEqual({
      code: "CONFLICT",
      message: "The token Phone app uses this secret already",
      field: "token.secret",
      conflict: { tokenId: "phone", name: "Phone app" },
    });
    const swap: Edit[] = [
      { kind: "token.rotate", id: "phone" },
      { kind: "token.create", token: { secret: "phone-secret" } },
    ];
    expect(refusal(house, swap)).toBeUndefined();
  });

  it("R2 a deleted token or tag takes its permissions along, and undo brings all of it back", () => {
    const edits: Edit[] = [
      { kind: "token.delete", id: "phone" },
      { kind: "tag.delete", id: "tag:home/+/light" },
    ];
    const { rows, undo, after, summary } = plan(house, edits);
    expect(rows.deletedPermissions).toEqual(["phone home/+/door", "hub home/+/light"]);
    expect(summary).toEqual([
      { subject: "Phone app", object: "token", before: "present", after: "deleted" },
      { subject: "home/+/light", object: "tag", before: "present", after: "deleted" },
      { subject: "Phone app", object: "home/+/door", before: "read", after: "none" },
      { subject: "Token hub", object: "home/+/light", before: "readwrite", after: "none" },
    ]);
    const back = applyRows(after, undo, after.revision + 1);
    expect(back.tokens).toEqual(house.tokens);
    expect(back.tags).toEqual(house.tags);
    expect(back.permissions).toEqual(house.permissions);
  });

  it("R4 each changed field of a token is a line of the journal", () => {
    const patch = { name: "App", maxConnections: 3, enabled: false, subject: { userType: "user", userId: "7" } };
    expect(plan(house, [{ kind: "token.update", id: "phone", patch }]).summary).toEqual([
      { subject: "Phone app", object: "name", before: "Phone app", after: "App" },
      { subject: "Phone app", object: "limit", before: "no limit", after: "3" },
      { subject: "Phone app", object: "enabled", before: "yes", after: "no" },
      { subject: "Phone app", object: "subject", before: "none", after: "user 7" },
    ]);
  });
});

describe("tags and permissions", () => {
  it("T2 a malformed pattern is refused with its field and the reason", () => {
    expect(refusal(house, [{ kind: "tag.create", tag: { pattern: "a+" } }])).toMatchObject({
      code: "BAD_REQUEST",
      field: "tag.pattern",
      message: expect.stringContaining("whole level"),
    });
    const list: Edit[] = [
      { kind: "tag.create", tag: { pattern: "fine" } },
      { kind: "tag.update", id: "tag:alerts/#", patch: { pattern: "a/#/b" } },
    ];
    expect(refusal(house, list)).toMatchObject({ code: "BAD_REQUEST", field: "edits.1.patch.pattern" });
  });

  it("T7 an overlap is refused, made or renamed, naming the other tag and a topic that both match", () => {
    const conflict = { tagId: "tag:home/+/door", pattern: "home/+/door", example: "home/hall/door" };
    for (const edit of [
      { kind: "tag.create", tag: { pattern: "home/hall/#" } },
      { kind: "tag.update", id: "tag:alerts/#", patch: { pattern: "home/hall/+" } },
    ] satisfies Edit[]) {
      const found = refusal(house, [edit]);
      expect(found).toMatchObject({ code: "CONFLICT", conflict });
      expect(found?.message).toContain("home/+/door");
      expect(found?.message).toContain("home/hall/door");
    }
  });

  it("T7 with overlaps allowed only the same pattern is refused", () => {
    const open = planned(planSettings(house, { allowOverlaps: true })).after;
    expect(refusal(open, [{ kind: "tag.create", tag: { pattern: "home/hall/#" } }])).toBeUndefined();
    expect(refusal(open, [{ kind: "tag.create", tag: { pattern: "alerts/#" } }])).toMatchObject({
      code: "CONFLICT",
      conflict: { tagId: "tag:alerts/#", pattern: "alerts/#" },
    });
  });

  it("T7 overlaps cannot be turned off while tags overlap; the refusal names a pair", () => {
    const open = policyOf({}, { settings: { allowOverlaps: true }, tags: ["a/+", "a/b", "c"] });
    const result = planSettings(open, { allowOverlaps: false });
    expect(result).toMatchObject({
      ok: false,
      refusal: { code: "CONFLICT", conflict: { pattern: "a/+", otherPattern: "a/b", example: "a/b" } },
    });
    const fine = plan(open, [{ kind: "tag.delete", id: "tag:a/b" }]).after;
    const { summary, undo } = planned(planSettings(fine, { allowOverlaps: false }));
    expect(summary).toEqual([{ subject: "Settings", object: "allowOverlaps", before: "true", after: "false" }]);
    expect(undo.settings).toEqual(open.settings);
  });

  it("T7 the end of a list counts: patterns may be swapped, and an overlap may go after its rival came", () => {
    const swap: Edit[] = [
      { kind: "tag.update", id: "tag:home/+/door", patch: { pattern: "home/+/light" } },
      { kind: "tag.update", id: "tag:home/+/light", patch: { pattern: "home/+/door" } },
    ];
    expect(refusal(house, swap)).toBeUndefined();
    const replace: Edit[] = [
      { kind: "tag.create", tag: { pattern: "alerts/fire" } },
      { kind: "tag.delete", id: "tag:alerts/#" },
    ];
    expect(refusal(house, replace)).toBeUndefined();
  });

  it("R4 setting a permission keeps its id, makes one, or changes nothing", () => {
    const set = (tagId: string, access: "read" | "readwrite"): Edit => ({
      kind: "permission.set",
      tokenId: "phone",
      tagId,
      access,
    });
    expect(plan(house, [set("tag:home/+/door", "read")]).rows).toEqual(NO_ROWS);
    const raised = plan(house, [set("tag:home/+/door", "readwrite")]);
    expect(raised.rows.permissions).toMatchObject([{ id: "phone home/+/door", access: "readwrite" }]);
    expect(raised.summary).toEqual([
      { subject: "Phone app", object: "home/+/door", before: "read", after: "readwrite" },
    ]);
    const made = plan(house, [set("tag:alerts/#", "read"), set("tag:alerts/#", "readwrite")]);
    expect(made.rows.permissions).toEqual([
      { id: "prm_new0", tokenId: "phone", tagId: "tag:alerts/#", access: "readwrite" },
    ]);
    expect(made.created).toEqual([{ kind: "permission", id: "prm_new0" }]);
  });

  it("R4 later edits see earlier ones, a tag by its pattern too, and one wrong edit refuses the list", () => {
    const edits: Edit[] = [
      { kind: "tag.create", tag: { pattern: "fw/+/update" } },
      { kind: "permission.set", tokenId: "phone", tagId: "pattern:fw/+/update", access: "read" },
    ];
    expect(plan(house, edits).after.grants.get("phone")).toContainEqual(
      expect.objectContaining({ pattern: "fw/+/update", access: "read" }),
    );
    expect(refusal(house, [...edits, { kind: "token.delete", id: "nobody" }])).toEqual({
      code: "NOT_FOUND",
      message: "There is no token nobody",
      field: "edits.2.id",
    });
    const gone: Edit[] = [
      { kind: "token.delete", id: "phone" },
      { kind: "permission.set", tokenId: "phone", tagId: "tag:alerts/#", access: "read" },
    ];
    expect(refusal(house, gone)).toMatchObject({ code: "NOT_FOUND", field: "edits.1.tokenId" });
  });

  it.each<Edit>([
    { kind: "token.update", id: "none", patch: {} },
    { kind: "token.rotate", id: "none" },
    { kind: "token.delete", id: "none" },
    { kind: "tag.update", id: "none", patch: {} },
    { kind: "tag.delete", id: "none" },
    { kind: "permission.delete", id: "none" },
    { kind: "permission.set", tokenId: "phone", tagId: "pattern:none", access: "read" },
  ])("R4 $kind of something that is not there is NOT_FOUND", (edit) => {
    expect(refusal(house, [edit])?.code).toBe("NOT_FOUND");
  });
});

describe("rows", () => {
  const permission = { id: "p9", tokenId: "phone", tagId: "tag:home/+/door", access: "readwrite" } as const;

  it("R4 a revert restores, and takes the place of what was made for the same pair since", () => {
    const { after, rows } = planned(planRows(house, { ...NO_ROWS, permissions: [permission] }));
    expect(rows.deletedPermissions).toEqual(["phone home/+/door"]);
    expect(after.grants.get("phone")).toEqual([expect.objectContaining({ permissionId: "p9", access: "readwrite" })]);
  });

  it("R4 a revert is refused when it would dangle, overlap, or bring back a secret in use", () => {
    const rejected = (rows: object) => {
      const result = planRows(house, { ...NO_ROWS, ...rows });
      return result.ok ? undefined : result.refusal.code;
    };
    const phone = house.tokens.get("phone");
    const door = house.tags.get("tag:home/+/door");
    expect(rejected({ permissions: [{ ...permission, tagId: "gone" }] })).toBe("CONFLICT");
    expect(rejected({ permissions: [{ ...permission, tokenId: "gone" }] })).toBe("CONFLICT");
    expect(rejected({ tags: [{ ...door, id: "g2", pattern: "home/hall/door" }] })).toBe("CONFLICT");
    expect(rejected({ tokens: [{ ...phone, id: "t2" }] })).toBe("CONFLICT");
    expect(rejected({ tags: [{ ...door, id: "g2", pattern: "a+" }] })).toBe("BAD_REQUEST");
  });

  it("R4 settings refuse a malformed anonymous pattern with its place", () => {
    const result = planSettings(house, { anonymous: [{ pattern: "a/#/b", access: "read" }] });
    expect(result).toMatchObject({ ok: false, refusal: { code: "BAD_REQUEST", field: "anonymous.0.pattern" } });
  });
});

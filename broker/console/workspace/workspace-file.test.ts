/** Checks the workspace file: out and in again without loss, and refusals that name the place in the file. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Workspace } from "../../contract/workspace.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { revertAudit } from "../edits/revert.ts";
import { Refused } from "../refused.ts";
import { exportWorkspace, importWorkspace, previewImport } from "./workspace-file.ts";

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const file = (part: Partial<Workspace>) => Workspace.parse({ signalbox: 1, tags: [], tokens: [], ...part });
const load = (workspace: Workspace) => importWorkspace(under.corridor, workspace, "http");

function refusalOf(part: Partial<Workspace>) {
  try {
    load({ signalbox: 1, tags: [], tokens: [], ...part });
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error("it was imported");
}

describe("export and import", () => {
  it("A9 what was exported changes nothing when it is imported again", () => {
    under.token({ "a/#": "readwrite", "b/+": "read" }, { name: "App", expiresAt: "2030-01-01T00:00:00+02:00" });
    under.token({}, { name: "Empty", subject: { userType: "u", userId: "1" } });
    const { revision } = under.core.policy.current;
    for (const withSecrets of [false, true]) {
      const { effect, created } = load(Workspace.parse(exportWorkspace(under.desk, withSecrets)));
      expect([effect.revision, effect.closed, created]).toEqual([revision, [], []]);
    }
  });

  it("A9 an export with secrets makes the same policy in an empty broker", () => {
    const { id, secret } = under.token({ "a/#": "readwrite" }, { name: "App" });
    const exported = exportWorkspace(under.desk, true);
    const other = new DeskUnderTest();
    const { effect } = importWorkspace(other.corridor, exported, "http");
    expect(effect.revision).toBe(1);
    expect(exportWorkspace(other.desk, true)).toEqual(exported);
    expect(other.connect(secret, "a/b").closedWith).toBeNull();
    expect(other.core.policy.current.tokens.has(id)).toBe(true);
    other.desk.close();
  });

  it("A9 tokens are known by id, then by name; secrets stay; what the file does not name goes and closes", () => {
    const kept = under.token({ "a/#": "read" }, { name: "Kept" });
    const named = under.token({ "a/#": "read" }, { name: "Named" });
    const lost = under.token({ "a/#": "read" }, { name: "Lost" });
    const clients = [kept, named, lost].map(({ secret }) => under.connect(secret, "a/b"));
    const permissions = [{ pattern: "a/#", access: "read" as const }];
    const workspace = file({
      tags: [{ pattern: "a/#" }],
      tokens: [
        { id: kept.id, name: "Renamed", permissions },
        { name: "Named", permissions },
        { name: "New", permissions },
      ],
    });
    const predicted = previewImport(under.desk, workspace);
    const { effect, created } = load(workspace);
    expect(predicted.closed).toMatchObject([{ tokenId: lost.id, code: 4002 }]);
    expect(effect.closed).toMatchObject([{ tokenId: lost.id, code: 4002 }]);
    expect(clients.map(({ closedWith }) => closedWith?.code)).toEqual([undefined, undefined, 4002]);
    expect(created).toMatchObject([{ kind: "token", secret: expect.any(String) }]);
    expect(under.connect(created[0]?.secret ?? "", "a/b").closedWith).toBeNull();
    expect(under.connect(named.secret, "a/b").closedWith).toBeNull();
    const names = [...under.core.policy.current.tokens.values()].map(({ name }) => name);
    expect(names.sort()).toEqual(["Named", "New", "Renamed"]);
  });

  it("A9 a file that contradicts itself is refused with its place, and nothing is changed", () => {
    const { revision } = under.core.policy.current;
    const permissions = [{ pattern: "b", access: "read" as const }];
    expect(refusalOf({ tags: [{ pattern: "a/#/b" }] })).toMatchObject({ field: "tags.0.pattern" });
    expect(refusalOf({ tags: [{ pattern: "a" }, { pattern: "a" }] })).toMatchObject({ field: "tags.1.pattern" });
    expect(refusalOf({ tokens: [{ permissions }] })).toMatchObject({ field: "tokens.0.permissions.0.pattern" });
    const twice = { tags: [{ pattern: "b" }], tokens: [{ permissions: [...permissions, ...permissions] }] };
    expect(refusalOf(twice)).toMatchObject({ field: "tokens.0.permissions.1.pattern" });
    const ids = {
      tokens: [
        { id: "tok_1", permissions: [] },
        { id: "tok_1", permissions: [] },
      ],
    };
    expect(refusalOf(ids)).toMatchObject({ field: "tokens.1.id" });
    expect(refusalOf({ tags: [{ pattern: "a/#" }, { pattern: "a/b" }] })).toMatchObject({ code: "CONFLICT" });
    const secrets = {
      tokens: [
        { secret: "same-secret", permissions: [] },
        { secret: "same-secret", permissions: [] },
      ],
    };
    const refusal = refusalOf(secrets);
    expect(refusal.code).toBe("CONFLICT");
    expect(JSON.stringify(refusal)).not.toContain("same-secret");
    expect(under.core.policy.current.revision).toBe(revision);
  });

  it("A9 can be reverted as one edit", () => {
    under.token({ "a/#": "read" }, { name: "App" });
    const exported = exportWorkspace(under.desk, true);
    load(file({ tokens: [{ name: "Other", permissions: [] }], settings: { allowOverlaps: true } }));
    revertAudit(under.corridor, under.store.listAudit({ limit: 1 })[0]?.id ?? "", "console");
    expect(exportWorkspace(under.desk, true)).toEqual(exported);
  });
});

describe("a file of another server", () => {
  const reader = (fields: object, pattern = "home/+/light") => ({
    ...fields,
    permissions: [{ pattern, access: "read" as const }],
  });
  const tags = [{ pattern: "home/+/light" }];

  it("J6 keeps the secrets that devices hold, short ones and those outside ASCII, and they connect", () => {
    const secrets = ["asd", "schlüssel", "密码", "😀", "x"];
    load(file({ tags, tokens: secrets.map((secret) => reader({ name: `with ${secret.length}`, secret })) }));
    for (const secret of secrets) {
      // Header bytes are UTF-8, which Node hands over as Latin-1.
      const bytes = Buffer.from(secret).toString("latin1");
      expect(under.connect(bytes, "home/a/light").closedWith).toBeNull();
    }
    expect(load(Workspace.parse(exportWorkspace(under.desk, true))).effect.closed).toEqual([]);
  });

  it("J6 names every row that contradicts another at once, and every pair of tags that overlaps", () => {
    const refusal = refusalOf({
      tags: [...tags, ...tags],
      tokens: [reader({ id: "a", secret: "same" }), reader({ id: "a", secret: "same" }, "none")],
    });
    expect(refusal).toMatchObject({ code: "BAD_REQUEST", field: "tags.1.pattern" });
    for (const place of ["home/+/light twice", "tokens.1.id", "tokens.1.secret", "tokens.1.permissions.0.pattern"]) {
      expect(refusal.message).toContain(place);
    }
    expect(refusal.message).not.toContain("same");
    const overlapping = ["a/#", "a/+", "a/b"].map((pattern) => ({ pattern }));
    const { code, message } = refusalOf({ tags: overlapping });
    expect(code).toBe("CONFLICT");
    for (const pair of ["a/# and a/+", "a/# and a/b", "a/+ and a/b", "allowOverlaps"]) expect(message).toContain(pair);
    load(file({ tags: overlapping, settings: { allowOverlaps: true } }));
  });

  it("J5 Q5 carries subjects with a number as id and a username, also as members of rooms", () => {
    const subject = { userType: "user", userId: "7", username: "anna+1" };
    load(
      Workspace.parse({
        signalbox: 2,
        tags: [],
        tokens: [{ name: "Anna", subject: { ...subject, userId: 7 }, permissions: [] }],
        rooms: [{ name: "team", kind: "private", members: [{ userType: "user", userId: 7, username: "anna+1" }] }],
      }),
    );
    const out = exportWorkspace(under.desk, false);
    expect(out.tokens).toMatchObject([{ subject }]);
    expect(out.rooms).toEqual([{ name: "team", kind: "private", members: [subject] }]);
    const { revision } = under.core.policy.current;
    expect(load(Workspace.parse(out)).effect.revision).toBe(revision);
  });
});

/** Checks the library: documents beside the policy, in the live view, and in the workspace file. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { LibraryDraft } from "../../contract/library.ts";
import { LIMITS } from "../../contract/limits.ts";
import { Workspace } from "../../contract/workspace.ts";
import { sampleWorkspace } from "../../sample.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { revertAudit } from "../edits/revert.ts";
import { Refused } from "../refused.ts";
import { deleteDocument, listDocuments, putDocument } from "./library.ts";
import { exportWorkspace, importWorkspace, previewImport } from "./workspace-file.ts";

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const MESSAGE = {
  kind: "savedMessage",
  name: "Door",
  folder: "House",
  order: 0,
  topic: "home/hall/door",
  template: '{"open":true}',
  format: "json",
} as const satisfies LibraryDraft;

const client = (tokenId: string | null, ...filters: string[]) =>
  ({ kind: "sandboxClient", name: "Phone", tokenId, dialect: "broker", filters, order: 0 }) as const;

const put = (draft: LibraryDraft) => putDocument(under.corridor, draft);
const all = () => listDocuments(under.core, undefined);

function refusalOf(run: () => unknown) {
  try {
    run();
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
  throw new Error("it was not refused");
}

describe("documents", () => {
  it("J1 are put whole, listed in the order in which they were made, deleted, and there again after a restart", () => {
    const first = put(MESSAGE);
    const second = put(client(null, "a/#"));
    const changed = put({ ...MESSAGE, id: first.id, name: "Another" });
    expect(all()).toEqual([changed, second]);
    expect(listDocuments(under.core, "sandboxClient")).toEqual([second]);
    expect(deleteDocument(under.corridor, first.id)).toEqual(changed);
    const again = new DeskUnderTest(under.store);
    expect(listDocuments(again.core, undefined)).toEqual([second]);
    again.desk.close();
  });

  it("J1 an unknown id is no document, and a document stays of its kind", () => {
    const { id } = put(MESSAGE);
    expect(refusalOf(() => put({ ...MESSAGE, id: "doc_9" })).code).toBe("NOT_FOUND");
    expect(refusalOf(() => deleteDocument(under.corridor, "doc_9")).code).toBe("NOT_FOUND");
    expect(refusalOf(() => put({ ...client(null), id }))).toMatchObject({ code: "BAD_REQUEST", field: "kind" });
  });

  it("J2 a bad pattern and a missing token are refused by their field", () => {
    expect(refusalOf(() => put(client(null, "a", "b/#/c")))).toMatchObject({ field: "filters.1" });
    expect(refusalOf(() => put(client("tok_9")))).toMatchObject({ field: "tokenId" });
    const grants = [{ pattern: "a+", access: "read" as const }];
    expect(refusalOf(() => put({ kind: "template", name: "Guest", note: "", grants }))).toMatchObject({
      field: "grants.0.pattern",
    });
    expect(all()).toEqual([]);
  });

  it("J2 a document outlives its token and may be put again as it is", () => {
    const { id: tokenId } = under.token({});
    const { id } = put(client(tokenId));
    under.edit({ kind: "token.delete", id: tokenId });
    expect(put({ ...client(tokenId), id, name: "Renamed" })).toMatchObject({ name: "Renamed", tokenId });
    expect(refusalOf(() => put(client(tokenId)))).toMatchObject({ field: "tokenId" });
  });

  it("J3 make no revision and no audit row", () => {
    const { revision } = under.core.policy.current;
    deleteDocument(under.corridor, put(MESSAGE).id);
    expect(under.core.policy.current.revision).toBe(revision);
    expect(under.store.listAudit({ limit: 10 })).toEqual([]);
  });

  it("J4 are all in the snapshot, and in the next patch when they change", async () => {
    const first = put(MESSAGE);
    const watcher = under.desk.live.watch();
    expect((await watcher.next()).value).toMatchObject({ type: "snapshot", library: [first] });
    const second = put(client(null));
    deleteDocument(under.corridor, first.id);
    const event = watcher.next();
    under.clock.advance(LIMITS.livePatchMs);
    expect((await event).value).toMatchObject({ type: "patch", library: { set: [second], remove: [first.id] } });
  });
});

describe("the library in the workspace file", () => {
  it("J5 goes out with tokens by id and comes in again, also where other ids are", () => {
    const { id: tokenId } = under.token({ "a/#": "read" }, { name: "App" });
    put(client(tokenId, "a/b"));
    put(MESSAGE);
    const exported = Workspace.parse(exportWorkspace(under.desk, false));
    expect(exported.library).toMatchObject([{ kind: "sandboxClient", token: tokenId }, { kind: "savedMessage" }]);
    const before = all();
    importWorkspace(under.corridor, exported, "http");
    expect(all().every((document, index) => document === before[index])).toBe(true);
    const other = new DeskUnderTest();
    importWorkspace(other.corridor, exported, "http");
    expect(exportWorkspace(other.desk, false)).toEqual(exported);
    other.desk.close();
  });

  it("J5 names tokens by name, as the sample house does", () => {
    importWorkspace(under.corridor, sampleWorkspace(), "http");
    const names = new Map([...under.core.policy.current.tokens.values()].map(({ id, name }) => [id, name]));
    const clients = under.core.library.ofKind("sandboxClient");
    expect(clients.map(({ tokenId }) => names.get(tokenId ?? ""))).toContain("Phone app");
    expect(clients.every(({ tokenId }) => names.has(tokenId ?? ""))).toBe(true);
  });

  it("J5 replaces what was there, stays when the file has none, and is not undone with the policy", () => {
    put(MESSAGE);
    const tokens = [{ name: "App", permissions: [] }];
    importWorkspace(under.corridor, Workspace.parse({ signalbox: 1, tags: [], tokens }), "http");
    expect(all()).toHaveLength(1);
    const { kind, name, dialect, filters, order } = client(null);
    const library = [{ kind, name, dialect, filters, order, token: "App" }];
    importWorkspace(
      under.corridor,
      Workspace.parse({ signalbox: 1, tags: [{ pattern: "a" }], tokens, library }),
      "http",
    );
    const [made] = all();
    expect([all().length, made]).toMatchObject([1, { kind: "sandboxClient", tokenId: expect.any(String) }]);
    revertAudit(under.corridor, under.store.listAudit({ limit: 1 })[0]?.id ?? "", "http");
    expect(all()).toEqual([made]);
    expect(under.store.listDocuments()).toEqual([made]);
  });

  it("J5 a file of documents alone makes no revision", () => {
    const { revision } = under.core.policy.current;
    importWorkspace(
      under.corridor,
      Workspace.parse({ signalbox: 1, tags: [], tokens: [], library: [MESSAGE] }),
      "http",
    );
    expect([under.core.policy.current.revision, all()]).toMatchObject([revision, [{ name: "Door" }]]);
  });

  it("J5 a document that contradicts the file is refused with its place, and nothing is changed", () => {
    const { kind, name, dialect, order } = client(null);
    const bad = { kind, name, dialect, order, filters: ["b/#/c"], token: null };
    const stranger = { kind, name, dialect, order, filters: [], token: "Nobody" };
    const twins = [
      { name: "Twin", permissions: [] },
      { name: "Twin", permissions: [] },
    ];
    const file = (library: unknown[], tokens: unknown[] = []) =>
      Workspace.parse({ signalbox: 1, tags: [{ pattern: "x" }], tokens, library });
    const refusal = (workspace: Workspace) => refusalOf(() => previewImport(under.desk, workspace));
    expect(refusal(file([MESSAGE, bad]))).toMatchObject({ field: "library.1.filters.0" });
    expect(refusal(file([stranger]))).toMatchObject({ field: "library.0.token" });
    expect(refusal(file([{ ...stranger, token: "Twin" }], twins))).toMatchObject({ field: "library.0.token" });
    const ids = [
      { ...MESSAGE, id: "doc_1" },
      { ...MESSAGE, id: "doc_1" },
    ];
    expect(refusalOf(() => importWorkspace(under.corridor, file(ids), "http"))).toMatchObject({
      field: "library.1.id",
    });
    expect([all(), under.core.policy.current.revision]).toEqual([[], 0]);
  });
});

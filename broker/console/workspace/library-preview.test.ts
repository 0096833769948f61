/** Tests that a change of one library document disconnects exactly whom its preview named, over real sockets. */
import { afterEach, beforeEach, expect, it } from "vitest";
import type { LibraryDocument, LibraryPreview } from "../../contract/library.ts";
import type { SandboxClient } from "../../contract/sandbox.ts";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";

let under: EngineUnderTest;
let tokenId: string;
beforeEach(async () => {
  under = await startEngine();
  const made = await must<{ id: string }>("POST", "/tokens", { name: "App" });
  tokenId = made.id;
  const tag = await must<{ id: string }>("POST", "/tags", { pattern: "a/#" });
  await must("PUT", "/permissions", { tokenId, tagId: tag.id, access: "readwrite" });
});
afterEach(() => under.stop());

async function must<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await under.api(method, path, body);
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

const view = async (id: string) =>
  (await must<{ items: SandboxClient[] }>("GET", "/sandbox/clients")).items.find((client) => client.id === id);

async function online(id: string): Promise<string> {
  for (;;) {
    const client = await view(id);
    if (client?.state.kind === "online" && client.state.connectionId !== null) return client.state.connectionId;
    await new Promise((soon) => setTimeout(soon, 5));
  }
}

/** A simulated client that is online, its document and its connection. */
async function phone(name: string) {
  const { id } = await must<SandboxClient>("POST", "/sandbox/clients", {
    name,
    tokenId,
    dialect: "broker",
    filters: ["a/b"],
  });
  await must("POST", `/sandbox/clients/${id}/connect`);
  const connectionId = await online(id);
  const { items } = await must<{ items: LibraryDocument[] }>("GET", "/library?kind=sandboxClient");
  const { updatedAt: _, ...document } = items.find((each) => each.id === id) as LibraryDocument;
  return { id, connectionId, document };
}

const preview = (change: unknown) => must<LibraryPreview>("POST", "/library/preview", change);
const endingOf = async (connectionId: string) =>
  (
    await must<{ items: { id: string; closed: { code: number; reason: string } }[] }>("GET", "/endings?limit=1000")
  ).items.find(({ id }) => id === connectionId)?.closed;

it("B12 the preview of an edited simulated client is its outcome: another filter closes with 4010, another name nobody", async () => {
  const { id, connectionId, document } = await phone("Phone");
  const other = await phone("Other");
  expect(await preview({ put: { ...document, name: "Renamed" } })).toEqual({ closed: [], kept: 2 });
  await must("PATCH", `/sandbox/clients/${id}`, { name: "Renamed" });
  expect(await online(id)).toBe(connectionId);

  const { closed, kept } = await preview({ put: { ...document, filters: ["a/c"] } });
  expect({ closed, kept }).toMatchObject({ closed: [{ connectionId, tokenId, code: 4010 }], kept: 1 });
  expect(await online(id)).toBe(connectionId);
  await must("PATCH", `/sandbox/clients/${id}`, { filters: ["a/c"] });
  expect(await online(id)).not.toBe(connectionId);
  expect(await endingOf(connectionId)).toMatchObject({ code: 4010, reason: closed[0]?.reason });
  expect(await online(other.id)).toBe(other.connectionId);
});

it("B12 the preview of a removed simulated client is its outcome, whichever way it is removed", async () => {
  for (const [name, path] of [
    ["Phone", "/sandbox/clients"],
    ["Tablet", "/library"],
  ] as const) {
    const { id, connectionId } = await phone(name);
    const { closed } = await preview({ delete: id });
    expect(closed).toMatchObject([{ connectionId, tokenId, code: 4010 }]);
    await must("DELETE", `${path}/${id}`);
    expect(await view(id)).toBeUndefined();
    expect(await endingOf(connectionId)).toMatchObject({ code: 4010, reason: closed[0]?.reason });
  }
});

it("B12 a preview is refused where the change would be, and other documents close nobody", async () => {
  const { document } = await phone("Phone");
  const missing = await under.api("POST", "/library/preview", { delete: "doc_none" });
  expect([missing.status, missing.body.code]).toEqual([404, "NOT_FOUND"]);
  const wrong = await under.api("POST", "/library/preview", { put: { ...document, tokenId: "tok_none" } });
  expect([wrong.status, wrong.body.field]).toEqual([400, "tokenId"]);
  expect(await preview({})).toEqual({ closed: [], kept: 1 });
});

/** Proves that an import disconnects exactly whom its preview named, simulated clients included, over real sockets. */
import fc from "fast-check";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { EditEffect, EditPreview } from "./contract/edits.ts";
import type { SandboxClient } from "./contract/sandbox.ts";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";

const RUNS = Number(process.env.RUNS ?? 25);
const CLIENTS = 5;
const PATTERNS = ["a/#", "b/#", "c/+"];

let under: EngineUnderTest;
beforeEach(async () => {
  under = await startEngine();
});
afterEach(() => under.stop());

/** A workspace file as an export writes it, to be changed by hand. */
interface File {
  tags: { pattern: string }[];
  tokens: { id?: string; name: string; enabled: boolean; permissions: { pattern: string; access: string }[] }[];
  library?: { kind: string; id?: string; name: string; token: string | null; filters: string[]; order: number }[];
  rooms?: unknown;
}

async function must<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await under.api(method, path, body);
  expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
}

const sandbox = async () => (await must<{ items: SandboxClient[] }>("GET", "/sandbox/clients")).items;
const online = async () => new Set((await under.connections()).map(({ id }) => id));

/** Every client is online, closed or off: nothing is under way. */
async function settled(): Promise<SandboxClient[]> {
  for (;;) {
    const clients = await sandbox();
    if (clients.every(({ state }) => state.kind !== "connecting" && state.kind !== "waiting")) return clients;
    await new Promise((soon) => setTimeout(soon, 5));
  }
}

/** Another workspace each time: three tokens that may do everything, five simulated clients that are online, and one client from elsewhere. */
async function stand(): Promise<void> {
  const tokens = PATTERNS.map((_, at) => ({
    name: `Token ${at}`,
    permissions: PATTERNS.map((pattern) => ({ pattern, access: "readwrite" })),
  }));
  const library = Array.from({ length: CLIENTS }, (_, at) => ({
    kind: "sandboxClient",
    name: `Client ${at}`,
    token: `Token ${at % tokens.length}`,
    dialect: "broker",
    filters: [["a/b", "b/c", "c/d"][at % 3]],
    order: at,
  }));
  await must("PUT", "/workspace", { signalbox: 2, tags: [], tokens: [], library: [], rooms: [] });
  await must("PUT", "/workspace", {
    signalbox: 2,
    tags: PATTERNS.map((pattern) => ({ pattern })),
    tokens,
    library,
    rooms: [],
  });
  for (const { id } of await sandbox()) await must("POST", `/sandbox/clients/${id}/connect`);
  await settled();
}

/** One change of the file; `one` and `two` say of what. */
const CHANGES: readonly ((file: File, one: number, two: number) => void)[] = [
  // Nothing, and nothing that a socket feels.
  () => undefined,
  (file) => file.library?.reverse(),
  (file, one) => withClient(file, one, (client) => (client.order += 7)),
  // Without ids, as a file that a person writes.
  (file) => {
    for (const document of file.library ?? []) delete document.id;
  },
  (file) => {
    for (const token of file.tokens) delete token.id;
  },
  (file) => delete file.library,
  // What a client is.
  (file, one) => withClient(file, one, (client) => (client.name += "!")),
  (file, one, two) => withClient(file, one, (client) => (client.filters = [["a/b", "b/c", "c/d"][two % 3] ?? "a/b"])),
  (file, one, two) => withClient(file, one, (client) => (client.token = file.tokens[two % 3]?.name ?? null)),
  (file, one) => file.library?.splice(one % Math.max(1, file.library.length), 1),
  (file, one) => file.library?.push({ ...client(file, one), id: `doc_new_${one}`, name: `New ${one}` }),
  // What the policy is.
  (file, one, two) => {
    const permission = file.tokens[one % Math.max(1, file.tokens.length)]?.permissions[two % 3];
    if (permission) permission.access = "read";
  },
  (file, one, two) => file.tokens[one % Math.max(1, file.tokens.length)]?.permissions.splice(two % 3, 1),
  (file, one) => {
    const token = file.tokens[one % Math.max(1, file.tokens.length)];
    if (token) token.enabled = !token.enabled;
  },
];

function client(file: File, at: number) {
  const { library = [] } = file;
  return (
    library[at % Math.max(1, library.length)] ?? {
      kind: "sandboxClient",
      name: "First",
      token: null,
      dialect: "broker",
      filters: ["a/b"],
      order: 0,
    }
  );
}

function withClient(file: File, at: number, change: (client: ReturnType<typeof clientOf>) => void): void {
  const found = clientOf(file, at);
  if (file.library?.includes(found)) change(found);
}

const clientOf = client;

/** Documents name their token by its name, so that the file may lose its ids. */
function byName(file: File): File {
  const names = new Map(file.tokens.map(({ id, name }) => [id ?? "", name]));
  for (const document of file.library ?? []) document.token = names.get(document.token ?? "") ?? null;
  return file;
}

const anyImport = fc.array(fc.tuple(fc.nat(CHANGES.length - 1), fc.nat(20), fc.nat(20)), {
  minLength: 1,
  maxLength: 3,
});

it("B12 the preview of any import is its outcome, simulated clients included", async () => {
  const seen = { kept: 0, removed: 0, changed: 0, byPolicy: 0 };
  await fc.assert(
    fc.asyncProperty(fc.array(anyImport, { minLength: 3, maxLength: 6 }), async (imports) => {
      await stand();
      for (const changes of imports) {
        const before = await settled();
        const sessions = await online();
        const file = byName(await must<File>("GET", "/workspace"));
        for (const [kind, one, two] of changes) CHANGES[kind]?.(file, one, two);
        const answer = await under.api("POST", "/workspace/preview", file);
        if (answer.status >= 300) continue;
        const preview: EditPreview = answer.body;
        const effect = await must<EditEffect>("PUT", "/workspace", file);
        const done = effect.closed.map(({ commitToCloseMs, commitToGoneMs, framesDiscarded, ...rest }) => rest);
        expect({ closed: done, narrowed: effect.narrowed, kept: effect.kept }).toEqual({
          closed: preview.closed,
          narrowed: preview.narrowed,
          kept: preview.kept,
        });
        expect(preview.kept + preview.closed.length).toBe(sessions.size);

        const after = await settled();
        const named = new Map(preview.closed.map((close) => [close.connectionId, close]));
        const open = await online();
        for (const id of sessions) expect(open.has(id), id).toBe(!named.has(id));
        const endings = await must<{ items: { id: string; closed: { code: number; reason: string } }[] }>(
          "GET",
          "/endings?limit=1000",
        );
        for (const [id, { code, reason }] of named) {
          expect(endings.items.find((ending) => ending.id === id)?.closed).toMatchObject({ code, reason });
        }
        // Whom nothing was said about is the same socket still.
        for (const { id, state } of before) {
          if (state.kind !== "online" || state.connectionId === null || named.has(state.connectionId)) continue;
          expect(after.find((one) => one.id === id)?.state).toEqual(state);
          seen.kept++;
        }
        for (const { code, reason } of named.values()) {
          if (code !== 4010) seen.byPolicy++;
          else if (reason.includes("removed")) seen.removed++;
          else seen.changed++;
        }
      }
    }),
    { numRuns: RUNS, seed: 20_261_201, endOnFailure: true },
  );
  // The property has looked at something of each.
  for (const [what, count] of Object.entries(seen)) expect(count, what).toBeGreaterThan(5);
});

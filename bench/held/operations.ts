/** The calls whose hold is measured, in groups that share a server. */
import { once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";
import { openSockets } from "../generator/opened-socket.ts";
import type { GrownServer } from "../growth/grown-server.ts";
import { PUBLISHER_SECRET, SUBSCRIBER_SECRET, secretOf, TAG_PATTERN } from "../wire/bench-policy.ts";
import { brokerDialect } from "../wire/dialects.ts";

export interface Operation {
  readonly name: string;
  /** What was answered, in few words. */
  call(): Promise<string>;
}

export interface OperationGroup {
  readonly name: string;
  readonly title: string;
  operations(server: GrownServer): AsyncGenerator<Operation, void, void>;
}

/** One call with a body that is ready, so that making it is not measured. */
async function call(
  server: GrownServer,
  method: string,
  path: string,
  body?: string,
): Promise<{ status: number; text: string }> {
  const { base, key } = server.admin;
  const sent = request(`${base}${path}`, {
    method,
    agent: false,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
    },
  });
  sent.end(body);
  const [answer] = await once(sent, "response");
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk);
  return { status: answer.statusCode, text: Buffer.concat(chunks).toString() };
}

const saying = (server: GrownServer, name: string, method: string, path: string, body?: string): Operation => ({
  name,
  async call() {
    const { status, text } = await call(server, method, path, body);
    const words = status < 300 ? `${(text.length / 1024).toFixed(0)} KB` : text.slice(0, 90);
    return `${status} ${words}`;
  },
});

/** A workspace of `count` tokens, with one tag for all or one each. */
function fileOf(count: number, isTagEach: boolean, firstNote = ""): string {
  const numbers = Array.from({ length: count }, (_, index) => index);
  return JSON.stringify({
    signalbox: 2,
    settings: { authFailureDelay: "off", pingIntervalMs: 3_600_000, allowOverlaps: false },
    tags: [{ pattern: TAG_PATTERN }, ...(isTagEach ? numbers.map((index) => ({ pattern: `home/${index}/#` })) : [])],
    tokens: [
      {
        name: "publisher",
        secret: PUBLISHER_SECRET,
        maxConnections: 0,
        permissions: [{ pattern: TAG_PATTERN, access: "readwrite" }],
      },
      {
        name: "subscriber",
        secret: SUBSCRIBER_SECRET,
        maxConnections: 0,
        permissions: [{ pattern: TAG_PATTERN, access: "read" }],
      },
      ...numbers.map((index) => ({
        name: `device ${index}`,
        secret: secretOf(index + 2),
        note: index === 0 ? firstNote : "",
        permissions: [{ pattern: isTagEach ? `home/${index}/#` : TAG_PATTERN, access: "read" }],
      })),
    ],
  });
}

function openSilent(server: GrownServer, count: number, secret = SUBSCRIBER_SECRET): Promise<Socket[]> {
  const openings = Array.from({ length: count }, (_, index) =>
    brokerDialect.opening({ secret, filter: `bench/silent/${index}`, name: `silent-${index}` }),
  );
  return openSockets({ host: "127.0.0.1", port: server.port }, openings, () => ({ data: () => undefined }), 64);
}

const imports = (count: number, isTagEach: boolean): OperationGroup => ({
  name: `import-${count}${isTagEach ? "-tags" : ""}`,
  title: `workspace of ${count} tokens${isTagEach ? ", a tag each" : ", one tag"}`,
  async *operations(server) {
    const file = fileOf(count, isTagEach);
    yield saying(server, "preview of the import", "POST", "/workspace/preview", file);
    yield saying(server, "import", "PUT", "/workspace", file);
    yield saying(server, "import of the same", "PUT", "/workspace", file);
    yield saying(server, "import with one change", "PUT", "/workspace", fileOf(count, isTagEach, "changed"));
    yield saying(server, "export", "GET", "/workspace");
    yield saying(server, "export with secrets", "GET", "/workspace?withSecrets=true");
    yield saying(server, "import of half of it", "PUT", "/workspace", fileOf(count / 2, isTagEach));
    const rows = JSON.parse((await call(server, "GET", "/audit?limit=1")).text);
    yield saying(server, "preview of its undo", "POST", `/audit/${rows.items[0].id}/revert/preview`);
    yield saying(server, "undo of it", "POST", `/audit/${rows.items[0].id}/revert`);
    yield saying(server, "backup", "POST", "/storage/backups");
  },
});

export const OPERATIONS: readonly OperationGroup[] = [
  imports(10_000, false),
  imports(10_000, true),
  imports(50_000, false),
  imports(50_000, true),
  {
    name: "rows",
    title: "100,000 tokens, 10,000 connections, 50,000 topics",
    async *operations(server) {
      await server.fillTokens(100_000);
      const silent = await openSilent(server, 10_000);
      for (const path of [
        "/tokens?limit=1000",
        "/permissions?limit=1000",
        "/tags?limit=1000",
        "/connections?limit=1000",
        "/connections?limit=1000&search=nothing-has-this",
        "/connections?limit=1000&topic=bench/silent/7",
        "/topics?limit=1000",
        "/topics?search=nothing",
        "/audit?limit=1000",
        "/stats",
        "/endings?limit=1000",
        "/revocations?limit=1000",
        "/doorlog?limit=1000",
        "/workspace",
      ])
        yield saying(server, `GET ${path}`, "GET", path);
      yield saying(server, "a change of a note", "PATCH", `/tokens/${server.subscriber}`, '{"note":"x"}');
      yield saying(
        server,
        "explain",
        "POST",
        "/access/explain",
        JSON.stringify({ tokenId: server.subscriber, action: "subscribe", topic: "bench/a" }),
      );
      const edit = { kind: "token.delete", id: server.subscriber };
      yield saying(
        server,
        "preview of deleting the token of 10,000",
        "POST",
        "/access/preview",
        JSON.stringify({ edit }),
      );
      yield saying(server, "deleting it", "DELETE", `/tokens/${server.subscriber}`);
      for (const socket of silent) socket.destroy();
    },
  },
  {
    name: "bodies",
    title: "bodies at their largest",
    async *operations(server) {
      const text = JSON.stringify({ topic: "bench/large", json: JSON.stringify("x".repeat(31 * 1024 * 1024)) });
      yield saying(server, "POST /messages, 31 MB of text", "POST", "/messages", text);
      const values = `[${"0,".repeat(249_000)}0]`;
      yield saying(
        server,
        "POST /messages, 249,000 values",
        "POST",
        "/messages",
        `{"topic":"bench/large","message":${values}}`,
      );
      const objects = `[${'{"a":1},'.repeat(80_000)}0]`;
      yield saying(
        server,
        "POST /messages, 80,000 objects",
        "POST",
        "/messages",
        `{"topic":"bench/large","message":${objects}}`,
      );
      const asText = `{"topic":"bench/large","json":${JSON.stringify(`[${"0,".repeat(7_000_000)}0]`)}}`;
      yield saying(server, "POST /messages, 7 million values as text", "POST", "/messages", asText);
      yield saying(
        server,
        "POST /tokens, a note of 31 MB",
        "POST",
        "/tokens",
        JSON.stringify({ note: "x".repeat(31 * 1024 * 1024) }),
      );
      yield saying(
        server,
        "POST /tokens, a note of 10 MB beyond Latin-1",
        "POST",
        "/tokens",
        JSON.stringify({ note: "\u20ac".repeat(10 * 1024 * 1024) }),
      );
      yield saying(server, "POST /tokens, 249,000 values", "POST", "/tokens", `{"note":${values}}`);
      yield saying(
        server,
        "POST /access/explain, 31 MB",
        "POST",
        "/access/explain",
        JSON.stringify({ tokenId: "x".repeat(31 * 1024 * 1024), action: "subscribe", topic: "a" }),
      );
      yield saying(
        server,
        "PUT /library, 31 MB",
        "PUT",
        "/library",
        JSON.stringify({ kind: "message", name: "x", text: "x".repeat(31 * 1024 * 1024) }),
      );
      yield saying(
        server,
        "PUT /workspace, 249,000 values",
        "PUT",
        "/workspace",
        `{"signalbox":2,"tags":${values},"tokens":[]}`,
      );
      yield saying(
        server,
        "POST /topics, metadata of 31 MB",
        "POST",
        "/topics",
        JSON.stringify({ name: "a", metadata: { a: "x".repeat(31 * 1024 * 1024) } }),
      );
      yield saying(
        server,
        "POST /topics, metadata of 249,000 values",
        "POST",
        "/topics",
        `{"name":"a","metadata":{"a":${values}}}`,
      );
      const edits = Array.from({ length: 10_000 }, (_, index) => ({
        kind: "tag.create",
        tag: { pattern: `room/${index}/#` },
      }));
      await call(server, "PATCH", "/settings", '{"allowOverlaps":false}');
      yield saying(server, "POST /edits, 10,000 tags", "POST", "/edits", JSON.stringify({ edits }));
    },
  },
];

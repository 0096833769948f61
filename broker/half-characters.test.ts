/** Half of a surrogate pair is carried where JSON is, and refused by name where a text is kept. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { type EngineUnderTest, startEngine } from "./testing/engine-harness.ts";
import { FrameReader } from "./testing/frame-reader.ts";
import { TemporaryFolder } from "./testing/temporary-folder.ts";

const HALF = "cut \ud83d";
const ESCAPED = '"cut \\ud83d"';

let stand: EngineUnderTest;
let folder: TemporaryFolder;
const start = async () => {
  stand = await startEngine({ dataFolder: folder.path, anonymous: [{ pattern: "#", access: "readwrite" }] });
};
beforeEach(async () => {
  folder = new TemporaryFolder();
  await start();
});
afterEach(async () => {
  await stand.stop();
  folder.remove();
});

async function text(path: string): Promise<string> {
  const headers = { authorization: `Bearer ${stand.engine.adminKey}` };
  return (await fetch(`${stand.engine.url}${path}`, { headers })).text();
}

it("X7 a value and its client's name are heard live as they are read later, in every answer, and after a restart", async () => {
  const open = async () => new FrameReader(await stand.connect({ path: "/ws/" }));
  const [reader, writer] = [await open(), await open()];
  for (const one of [reader, writer]) await one.next();
  await reader.ask({ type: "subscribe", topic: "h/a", client_id: "reader" });
  writer.client.send(
    `{"type":"publish","topic":"h/a","client_id":${ESCAPED},"request_id":${ESCAPED},"message":{"payload":${ESCAPED}}}`,
  );
  expect(await writer.next()).toMatchObject({ type: "published", client_id: HALF, request_id: HALF });
  expect(await reader.next()).toMatchObject({ publisher_client_id: HALF, message: { payload: HALF } });
  // A program's own text, which holds the half as it is and not as its escape.
  await stand.api("POST", "/messages", { topic: "h/a", json: `"${HALF}"` });
  expect(await reader.next()).toMatchObject({ message: { payload: HALF } });
  for (let run = 0; run < 2; run++) {
    const { items } = (await stand.api("GET", "/topics/h%2Fa/messages")).body;
    expect(items.map(({ json, clientId }: { json: string; clientId: string | null }) => [json, clientId])).toEqual([
      [ESCAPED, null],
      [ESCAPED, HALF],
    ]);
    expect(JSON.parse(await text("/api/topics/h%2Fa/messages/")).messages).toMatchObject([
      { data: HALF },
      { data: HALF, publisher_id: HALF },
    ]);
    if (run === 1) break;
    for (const format of ["ndjson", "csv"]) {
      const file = await text(`/api/v1/traffic/export?format=${format}&filter=topic:h/a`);
      expect(file).not.toContain("\ufffd");
      expect(file).toContain("cut \\ud83d");
    }
    await stand.stop();
    await start();
  }
});

it.each<[string, string, string, object, string]>([
  ["a token's name", "POST", "/tokens", { name: HALF }, "name"],
  ["a token's note", "POST", "/tokens", { note: HALF }, "note"],
  ["a tag's description", "POST", "/tags", { pattern: "a", description: HALF }, "description"],
  ["the workspace's name", "PATCH", "/settings", { workspaceName: HALF }, "workspaceName"],
  ["a room's name", "POST", "/rooms", { name: HALF }, "name"],
  ["what is said in a room", "POST", "/rooms/lobby/messages", { body: HALF }, "body"],
  [
    "a list of edits",
    "POST",
    "/edits",
    { edits: [{ kind: "token.create", token: { name: HALF } }] },
    "edits.0.token.name",
  ],
  [
    "a saved message",
    "PUT",
    "/library",
    {
      kind: "savedMessage",
      name: "a",
      folder: "",
      order: 0,
      topic: "a",
      template: ESCAPED.replace("\\ud83d", "\ud83d"),
      format: "json",
    },
    "template",
  ],
  [
    "a workspace",
    "PUT",
    "/workspace",
    { signalbox: 1, tags: [], tokens: [{ name: HALF, permissions: [] }] },
    "tokens.0.name",
  ],
  ["a topic", "POST", "/topics", { name: HALF }, "name"],
])("X7 in %s it is refused with the field", async (_what, method, path, body, field) => {
  await stand.api("POST", "/rooms", { name: "lobby" });
  const answer = await stand.api(method, path, body);
  expect(answer).toMatchObject({ status: 400, body: { code: "BAD_REQUEST", field } });
  expect(answer.body.message).toContain("surrogate pair");
});

it("X7 what a value of the operator holds is carried", async () => {
  expect((await stand.api("POST", "/topics", { name: "m", metadata: { [HALF]: HALF } })).status).toBe(201);
  await stand.stop();
  await start();
  expect((await stand.api("GET", "/topics/m")).body.metadata).toEqual({ [HALF]: HALF });
  expect(JSON.parse(await text("/api/topics/m/")).metadata).toEqual({ [HALF]: HALF });
});

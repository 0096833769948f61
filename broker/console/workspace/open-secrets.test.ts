/** What is answered when a backup came back without the key that sealed its secrets. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { KeyFile } from "../../adapters/key-file.ts";
import { MemorySecrets } from "../../adapters/memory-secrets.ts";
import type { Secrets } from "../../ports/secrets.ts";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";
import { TemporaryFolder } from "../../testing/temporary-folder.ts";

let folder: TemporaryFolder;
let running: EngineUnderTest | undefined;
beforeEach(() => {
  folder = new TemporaryFolder();
});
afterEach(async () => {
  await running?.stop();
  folder.remove();
});

async function start(secrets: Secrets): Promise<EngineUnderTest> {
  await running?.stop();
  running = await startEngine({ dataFolder: folder.path, secrets });
  return running;
}

it("A22 a secret that the key does not open is refused by its token's name wherever it is asked for, and clients come in", async () => {
  const before = await start(new KeyFile(folder.file("signalbox.key")));
  const { id, secret } = await before.token({ "a/#": "readwrite" }, { name: "Kitchen" });
  const client = { name: "Phone", tokenId: id, dialect: "broker", filters: ["a/#"] };
  const phone = (await before.api("POST", "/sandbox/clients", client)).body.id;
  expect((await before.api("GET", "/server")).body.secretsTrouble).toBeNull();

  const { api, connect, log } = await start(new MemorySecrets());
  await connect({ secret, filters: ["a/b"] });
  const refused = {
    status: 409,
    body: { code: "SECRET_UNREADABLE", message: expect.stringMatching(/^The secret of Kitchen .* rotate the secret$/) },
  };
  expect(await api("GET", `/tokens/${id}/secret`)).toMatchObject(refused);
  expect(await api("GET", "/workspace?withSecrets=true")).toMatchObject(refused);
  expect(await api("POST", `/sandbox/clients/${phone}/connect`)).toMatchObject(refused);
  const listed = (await api("GET", "/sandbox/clients")).body.items ?? (await api("GET", "/sandbox/clients")).body;
  expect(listed).toMatchObject([{ id: phone, state: { kind: "off" } }]);
  expect((await api("GET", "/workspace")).status).toBe(200);
  expect((await api("GET", "/server")).body.secretsTrouble).toMatch(/^1 of 1 token secrets .*signalbox.key/);
  expect(log.text()).toContain("sealed with another key");

  const rotated = await api("POST", `/tokens/${id}/rotate`, {});
  expect(rotated.status).toBe(200);
  expect((await api("GET", `/tokens/${id}/secret`)).body.secret).toBe(rotated.body.secret);
  expect((await api("GET", "/workspace?withSecrets=true")).status).toBe(200);
  expect((await api("GET", "/server")).body.secretsTrouble).toBeNull();
  expect((await api("POST", `/sandbox/clients/${phone}/connect`)).status).toBe(200);
});

it("A22 a simulated client that is online and is given a token whose secret cannot be shown goes off, and says so when it is connected", async () => {
  const before = await start(new KeyFile(folder.file("signalbox.key")));
  const old = await before.token({}, { name: "Old" });
  const { api } = await start(new MemorySecrets());
  const made = (await api("POST", "/tokens", { name: "New" })).body.id;
  const draft = { name: "Phone", tokenId: made, dialect: "pubsub", filters: [] };
  const phone = (await api("POST", "/sandbox/clients", draft)).body.id;
  await api("POST", `/sandbox/clients/${phone}/connect`);
  const changed = await api("PATCH", `/sandbox/clients/${phone}`, { tokenId: old.id });
  expect(changed).toMatchObject({ status: 200, body: { state: { kind: "off" } } });
  expect((await api("POST", `/sandbox/clients/${phone}/connect`)).body.message).toContain("The secret of Old");
});

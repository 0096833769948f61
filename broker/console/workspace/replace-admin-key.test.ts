/** Checks that the admin key is replaced while the broker serves, and what ends with the old one. */
import { once } from "node:events";
import { statSync } from "node:fs";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { afterEach, beforeEach, expect, it } from "vitest";
import { WebSocket } from "ws";
import { adminKeyFile, readAdminKey } from "../../admin-key.ts";
import type { Contract } from "../../contract/console.ts";
import { type EngineUnderTest, startEngine } from "../../testing/engine-harness.ts";
import { TemporaryFolder } from "../../testing/temporary-folder.ts";

let folder: TemporaryFolder;
let stand: EngineUnderTest;
beforeEach(async () => {
  folder = new TemporaryFolder();
  stand = await startEngine({ adminKey: adminKeyFile(folder.path) });
});
afterEach(async () => {
  await stand.stop();
  folder.remove();
});

/** A window of a browser: a socket that a cookie or key let in. */
async function openWindow(): Promise<WebSocket> {
  const socket = new WebSocket(`${stand.engine.url.replace("http", "ws")}/console`, {
    headers: { authorization: `Bearer ${stand.engine.adminKey}` },
  });
  await once(socket, "open");
  return socket;
}

const statusWith = async (headers: Readonly<Record<string, string>>) =>
  (await fetch(`${stand.engine.admin}/server`, { headers })).status;

it("E15 a replaced key holds at once and in admin.key, and the old one ends with its cookies and login links", async () => {
  const old = stand.engine.adminKey;
  const login = await fetch(stand.engine.loginLink(), { redirect: "manual" });
  const cookie = (login.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  const link = stand.engine.loginLink();
  expect(await statusWith({ cookie })).toBe(200);

  const { status, body } = await stand.api("POST", "/admin-key");
  expect(status).toBe(200);
  expect(body.adminKey).not.toBe(old);
  expect([stand.engine.adminKey, readAdminKey(folder.path)]).toEqual([body.adminKey, body.adminKey]);
  expect((statSync(folder.file("admin.key")).mode & 0o777).toString(8)).toBe("600");
  expect(await statusWith({ authorization: `Bearer ${body.adminKey}` })).toBe(200);
  expect(await statusWith({ authorization: `Bearer ${old}` })).toBe(401);
  expect(await statusWith({ cookie })).toBe(401);
  expect((await fetch(link, { redirect: "manual" })).status).toBe(401);
  expect(stand.log.text()).not.toContain(body.adminKey);
});

it("E15 the window that asks keeps its link, every other one loses it with 4001, and clients stay", async () => {
  const { secret } = await stand.token({ "a/#": "read" });
  await stand.connect({ secret, filters: ["a/b"] });
  const [asking, other] = [await openWindow(), await openWindow()];
  const closed = once(other, "close");
  const client = createORPCClient<ContractRouterClient<Contract>>(new RPCLink({ websocket: asking as never }));

  const { adminKey } = await client.server.replaceAdminKey();
  expect((await closed)[0]).toBe(4001);
  expect(adminKey).toBe(stand.engine.adminKey);
  expect((await client.server.info()).adminKey).toBe("file");
  expect(await stand.connections()).toHaveLength(1);
  asking.terminate();
});

it("E16 a key that the start named is not replaced, and the refusal says where it is set", async () => {
  const given = await startEngine({
    adminKey: { from: "given", key: "a-key-that-was-named", where: "by --admin-key" },
  });
  try {
    const answer = await given.api("POST", "/admin-key");
    expect([answer.status, answer.body.message]).toEqual([409, "The admin key is set by --admin-key"]);
    expect(given.engine.adminKey).toBe("a-key-that-was-named");
  } finally {
    await given.stop();
  }
});

/** Owns the proof that quitting tells every client and ends, whatever the clients do. */
import { connect } from "node:net";
import { WebSocket } from "ws";
import { expect, test } from "./desktop-test.ts";
import { type ConsoleClient, consoleClientOf } from "./host-page.ts";

async function secretOf(client: ConsoleClient): Promise<string> {
  const { id, secret } = await client.tokens.create({ name: "Visitor" });
  const tag = await client.tags.create({ pattern: "quit-test/+" });
  await client.permissions.set({ tokenId: id, tagId: tag.id, access: "read" });
  return secret;
}

function clientOf(port: number, secret: string): WebSocket {
  return new WebSocket(`ws://127.0.0.1:${port}/ws/brocker/`, {
    headers: { authorization: `Token ${secret}`, tag: "quit-test/+" },
  });
}

/** The handshake is accepted before the credentials are judged: only the console knows who was let in. */
async function admitted(client: ConsoleClient, count: number): Promise<void> {
  const visitors = async () =>
    (await client.connections.list({})).items.filter(({ tokenName }) => tokenName === "Visitor").length;
  await expect.poll(visitors).toBe(count);
}

test("clients get 1001 and the app ends with exit code 0", async ({ launch, port }) => {
  const desktop = launch();
  const console = await consoleClientOf((await desktop.page()).page);
  const secret = await secretOf(console);
  const clients = [clientOf(port, secret), clientOf(port, secret)];
  await admitted(console, 2);

  const closes = clients.map((client) => new Promise<number>((resolve) => client.once("close", resolve)));
  expect(await desktop.quit()).toBe(0);
  expect(await Promise.all(closes)).toEqual([1001, 1001]);
  expect(desktop.told("notification")).toEqual([]);
});

test("a socket that never answers does not keep the app", async ({ launch, port }) => {
  const desktop = launch();
  const console = await consoleClientOf((await desktop.page()).page);
  const secret = await secretOf(console);
  const deaf = connect(port, "127.0.0.1");
  deaf.on("error", () => deaf.destroy());
  const upgraded = new Promise<string>((resolve) => deaf.once("data", (data) => resolve(data.toString())));
  deaf.write(
    [
      "GET /ws/brocker/ HTTP/1.1",
      `Host: 127.0.0.1:${port}`,
      "Connection: Upgrade",
      "Upgrade: websocket",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      `Authorization: Token ${secret}`,
      "Tag: quit-test/+",
      "",
      "",
    ].join("\r\n"),
  );
  expect(await upgraded).toContain("101");
  await admitted(console, 1);
  // From now on it reads nothing and answers nothing.
  deaf.pause();

  expect(await desktop.quit()).toBe(0);
  deaf.destroy();
});

test("the signal of a shutting down system quits as gracefully", async ({ launch, port }) => {
  const desktop = launch();
  const console = await consoleClientOf((await desktop.page()).page);
  const secret = await secretOf(console);
  const client = clientOf(port, secret);
  await admitted(console, 1);
  const closed = new Promise<number>((resolve) => client.once("close", resolve));

  desktop.terminate();
  expect(await desktop.exited).toBe(0);
  expect(await closed).toBe(1001);
});

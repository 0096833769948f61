/** Owns the desktop journeys on the real binary: what the stand-in shows, once more where it counts. */
import { connect } from "node:net";
import { WebSocket } from "ws";
import { commandsOf, consoleClientOf } from "../desktop/host-page.ts";
import { revocationJourney } from "../journey.ts";
import { expect, launchDesktop, test } from "./electron-test.ts";

test("the page runs isolated and sandboxed, from the app's own scheme", async ({ desktop: { page } }) => {
  expect(page.url()).toMatch(/^app:\/\/signalbox\//);
  const seen = await page.evaluate(() => ({
    secure: window.isSecureContext,
    leaked: ["require", "process", "module", "Buffer"].filter((name) => name in window),
    runtime: window.signalboxHost.runtime,
  }));
  expect(seen).toEqual({ secure: true, leaked: [], runtime: "desktop" });
});

test("the page cannot navigate away or open a window", async ({ desktop: { app, page } }) => {
  await page.evaluate(() => location.assign("https://example.com/"));
  expect(await page.evaluate(() => window.open("https://example.com/"))).toBeNull();
  expect(page.url()).toMatch(/^app:\/\/signalbox\//);
  expect(app.windows()).toHaveLength(1);
});

test("the console contract is spoken on the page's port", async ({ desktop: { page, port, userData } }) => {
  const info = await (await consoleClientOf(page)).server.info();
  expect(info).toMatchObject({ runtime: "desktop", dataFolder: userData });
  expect(["keychain", "obscured", "key-file"]).toContain(info.secrets);
  expect(info.addresses.map(({ broker }) => broker)).toContain(`ws://127.0.0.1:${port}/ws/brocker/`);
});

test("host calls are checked, and copy reaches the clipboard", async ({ desktop: { app, page } }) => {
  const refused = await page.evaluate(() => window.signalboxHost.openExternal("http://example.com/"));
  expect(refused).toMatchObject({ ok: false, error: { code: "BAD_REQUEST" } });
  expect(await page.evaluate(() => window.signalboxHost.copy("copied by the test"))).toEqual({ ok: true, value: null });
  expect(await app.evaluate(({ clipboard }) => clipboard.readText())).toBe("copied by the test");
});

test("the sandbox's way is open: a page's socket reaches the broker", async ({ desktop: { page, port } }) => {
  const code = await page.evaluate(
    (url) =>
      new Promise<number>((resolve) => {
        new WebSocket(url).addEventListener("close", (event) => resolve(event.code));
      }),
    `ws://127.0.0.1:${port}/ws/brocker/`,
  );
  // Credentials missing: the broker's own answer, so the socket got through.
  expect(code).toBe(4001);
});

test("menu commands reach the page", async ({ desktop: { app, page } }) => {
  const commands = await commandsOf(page);
  await app.evaluate(({ Menu }) => {
    const view = Menu.getApplicationMenu()?.items.find((item) => item.label === "&View");
    view?.submenu?.items.find((item) => item.label === "Connections")?.click();
  });
  await expect.poll(commands).toEqual([{ kind: "command", id: "screen.connections" }]);
});

test("the broker outlives its window", async ({ desktop: { app, page, port } }) => {
  const gone = page.waitForEvent("close");
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await gone;
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve();
    });
    socket.once("error", reject);
  });
});

test("the journey, and a quit that tells every client", async ({ desktop: { app, page, port } }) => {
  const broker = `ws://127.0.0.1:${port}/ws/brocker/`;
  await revocationJourney(page, broker);
  const client = await consoleClientOf(page);
  const { id, secret } = await client.tokens.create({ name: "Visitor" });
  const tag = await client.tags.create({ pattern: "visitor/+" });
  await client.permissions.set({ tokenId: id, tagId: tag.id, access: "read" });
  const visitor = new WebSocket(broker, { headers: { authorization: `Token ${secret}`, tag: "visitor/+" } });
  const closed = new Promise<number>((resolve) => visitor.once("close", resolve));
  await expect.poll(async () => (await client.connections.list({ tokenId: id })).items.length).toBe(1);

  await app.evaluate(({ app: running }) => running.quit());
  expect(await closed).toBe(1001);
});

test("what was published is there when the app is started again", async ({
  desktop: { app, page, port, userData },
}) => {
  const client = await consoleClientOf(page);
  expect((await client.server.info()).history).toEqual({ storedIn: "file", trouble: null });
  for (const message of [1, 2, 3]) await client.messages.publish({ topic: "barn/door", message });
  await app.close();

  const again = await launchDesktop(userData, port);
  try {
    const second = await consoleClientOf(await again.firstWindow());
    const { items } = await second.messages.list({ topic: "barn/door" });
    expect(items.map(({ json }) => json)).toEqual(["3", "2", "1"]);
  } finally {
    await again.close();
  }
});

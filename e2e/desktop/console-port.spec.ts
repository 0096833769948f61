/** Owns the proof that the page's port reaches the engine: asked for when ready, one a request, gone with its document. */
import { expect, test } from "./desktop-test.ts";
import { consoleClientOf } from "./host-page.ts";

test("the console contract is spoken on the port that the page asked for", async ({ launch, port, userData }) => {
  const { page } = await launch().page();
  const client = await consoleClientOf(page);

  const info = await client.server.info();
  expect(info).toMatchObject({ runtime: "desktop", dataFolder: userData, layer: "memory" });
  expect(info.addresses.map(({ broker }) => broker)).toContain(`ws://127.0.0.1:${port}/ws/brocker/`);
});

test("a first start shows the sample house, and the console is live without a login", async ({ launch }) => {
  const desktop = launch();
  const { page, problems, outside } = await desktop.page();

  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  const client = await consoleClientOf(page);
  expect((await client.tokens.list({})).items.length).toBeGreaterThan(0);
  expect(problems).toEqual([]);
  expect(outside).toEqual([]);
});

test("a refusal of the contract arrives with its code and data", async ({ launch }) => {
  const { page } = await launch().page();
  const client = await consoleClientOf(page);

  await expect(client.tokens.get({ id: "tok_nobody" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("the live view arrives as a snapshot and patches", async ({ launch }) => {
  const { page } = await launch().page();
  const client = await consoleClientOf(page);
  const events = await client.live();

  const snapshot = await events.next();
  expect(snapshot.value).toMatchObject({ type: "snapshot" });
  await client.tokens.create({ name: "Greenhouse" });
  for await (const event of events) {
    if (event.type === "patch" && event.tokens?.set.some(({ name }) => name === "Greenhouse")) break;
  }
});

test("a reload asks for a new port and goes on", async ({ launch }) => {
  const { page } = await launch().page();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();

  await page.reload();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
});

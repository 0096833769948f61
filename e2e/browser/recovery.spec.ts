/** Owns the proof that the console outlives its broker: stale while it is gone, whole again when it is back, nothing typed lost. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { expect, test } from "./browser-test.ts";
import { breakableLink, openConsole, openScreen } from "./console-page.ts";
import { type Served, serve } from "./serve.ts";
import { silentProxy } from "./silent-proxy.ts";

let data: string;
let server: Served;

test.beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), "signalbox-recovery-"));
  server = await serve(data);
});
test.afterEach(async () => {
  await server.stop();
  rmSync(data, { recursive: true, force: true });
});

/** The process dies without a word and another one takes its place on the same port and data. */
async function killAndRestart(while_: () => Promise<void>): Promise<void> {
  const { port } = new URL(server.url);
  await server.kill();
  await while_();
  server = await serve(data, "--port", port);
}

async function call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`${server.admin}${path}`, {
    method,
    headers: { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await answer.json()) as Record<string, unknown>;
}

test("a killed broker leaves the console stale, and the next one makes it whole: no row twice, none missing", async ({
  page,
}) => {
  await openConsole(page, server);
  const { id, secret } = await call("POST", "/tokens", { name: "Greenhouse" });
  const tag = await call("POST", "/tags", { pattern: "greenhouse/#" });
  await call("PUT", "/permissions", { tokenId: id, tagId: tag.id, access: "read" });
  const headers = { authorization: `Token ${secret}`, tag: "greenhouse/#" };
  const before = new WebSocket(server.broker, { headers });
  before.on("error", () => undefined);
  await openScreen(page, "Connections");
  const rows = page.getByRole("row").filter({ hasText: "Greenhouse" });
  await expect(rows).toHaveCount(1);

  await killAndRestart(async () => {
    await expect(page.getByText(/^Link lost/).first()).toBeVisible();
    await expect(page.getByText(/This is what was true at/)).toBeVisible();
    // What was known stays to be read.
    await expect(rows).toHaveCount(1);
  });
  await call("POST", "/tags", { pattern: "while/away" });
  const after = new WebSocket(server.broker, { headers });
  await expect(page.getByText("Running", { exact: true })).toBeVisible({ timeout: 15_000 });
  await expect(page.getByText(/This is what was true at/)).toHaveCount(0);
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("Online");
  await openScreen(page, "Access");
  await expect(page.getByText("1 token, 2 tags")).toBeVisible();
  await page.getByRole("button", { name: "Audit" }).click();
  await expect(page.getByRole("dialog").getByText("while/away")).toHaveCount(1);
  await expect(page.getByRole("dialog").getByText(/^rev \d+$/)).toHaveText(["rev 4", "rev 3", "rev 2", "rev 1"]);
  after.terminate();
});

test("a setting that is typed while the broker is gone is kept, over screens too, and saved when it is back", async ({
  page,
}) => {
  await openConsole(page, server);
  await openScreen(page, "Settings");
  const frame = page.getByRole("textbox", { name: "Largest frame", exact: true });
  const row = page.locator('[data-setting="maxFrameBytes"]');
  await killAndRestart(async () => {
    await expect(page.getByText(/^Link lost/).first()).toBeVisible();
    await frame.fill("512 KiB");
    await row.getByRole("button", { name: "Save" }).click();
    await expect(row.getByRole("alert")).toContainText("The link to the broker is down; nothing was sent.");
    await openScreen(page, "Overview");
    await openScreen(page, "Settings");
    await expect(frame).toHaveValue("512 KiB");
  });
  await expect(page.getByText("Running", { exact: true })).toBeVisible({ timeout: 15_000 });
  await expect(frame).toHaveValue("512 KiB");
  await row.getByRole("button", { name: "Try again" }).click();
  await expect(row.getByRole("alert")).toHaveCount(0);
  expect((await call("GET", "/settings")).maxFrameBytes).toBe(512 * 1024);
});

test("a screen that is opened while the link is lost says so, and is filled when it is back", async ({ page }) => {
  const link = await breakableLink(page);
  await openConsole(page, server);
  await link.drop();
  await expect(page.getByText("Link lost", { exact: true })).toBeVisible();
  for (const name of ["Sandbox", "Topics", "Traffic", "Rooms"]) {
    await openScreen(page, name);
    await expect(page.getByText("Shown when the link is back")).toBeVisible();
    await expect(page.getByRole("alert")).toHaveCount(0);
  }
  link.mend();
  await expect(page.getByText("No rooms yet")).toBeVisible();
  await openScreen(page, "Topics");
  await expect(page.getByText("No topics yet")).toBeVisible();
});

test("L15 a link that dies without a close is told as old within 40 seconds, and heals by itself", async ({ page }) => {
  const proxy = await silentProxy(server.url);
  try {
    await page.clock.install();
    const login = new URL(await server.loginLink());
    await openConsole(page, { loginLink: async () => `${proxy.url}${login.pathname}${login.search}` });
    await openScreen(page, "Access");
    proxy.silence(true);
    await call("POST", "/tokens", { name: "Made meanwhile" });
    // Timers of the page run ahead: no second of this is waited for.
    await page.clock.runFor(41_000);
    await expect(page.getByText(/^Link lost/).first()).toBeVisible();
    await expect(page.getByText("Running", { exact: true })).toHaveCount(0);
    await expect(page.getByRole("button", { name: "Made meanwhile", exact: true })).toHaveCount(0);
    proxy.silence(false);
    // The socket that opens into the dead network is given up too, and the one after it works.
    await expect(async () => {
      await page.clock.runFor(5_000);
      await expect(page.getByText("Running", { exact: true })).toBeVisible({ timeout: 500 });
    }).toPass();
    await expect(page.getByRole("button", { name: "Made meanwhile", exact: true })).toBeVisible();
    await expect(page.getByText(/^Link lost/)).toHaveCount(0);
  } finally {
    await proxy.close();
  }
});

/** Owns the checks of how the console is laid out: narrow windows, long names, the person's density and times. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import type { WebSocket } from "ws";
import { call, connect, makeToken } from "./admin-api.ts";
import { test as base, expect } from "./browser-test.ts";
import { openConsole, openScreen } from "./console-page.ts";
import { layoutFaults } from "./layout-faults.ts";
import { type Served, serve } from "./serve.ts";

const HOUSE = fileURLToPath(new URL("../../resources/sample-workspace.signalbox.json", import.meta.url));
const LONG_NAME = "Thermostat of the northern greenhouse, third row, left bench";
const LONG_TOPIC = `plant/${"building-with-a-long-name/".repeat(7)}temperature`;
const LONG_ROOM = "the-people-of-the-night-shift-of-the-northern-plant";
const WIDTHS = [1100, 900, 760] as const;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The sample house with long names in it, and one client of a token that is full. */
const test = base.extend<{ readonly house: { readonly server: Served; readonly client: WebSocket } }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures a function needs from this pattern.
  house: async ({}, use) => {
    const data = mkdtempSync(join(tmpdir(), "signalbox-layout-"));
    // As a workspace: the clients of a first start's sample would push the rows that are looked at out of sight.
    const server = await serve(data, "--workspace", HOUSE);
    const subject = { userType: "device-of-the-plant", userId: "Kühlschrankinnentemperaturüberwachungsgerät" };
    const { secret } = await makeToken(
      server,
      { "plant/#": "readwrite" },
      { name: LONG_NAME, subject, maxConnections: 1 },
    );
    const client = await connect(server, secret, "plant/#");
    for (const celsius of [20.5, 21])
      publish(client, LONG_TOPIC, { celsius, note: "Straßenbahn 温度 درجة ".repeat(20) });
    await call(server, "POST", "/rooms", { name: LONG_ROOM, kind: "public" });
    await call(server, "POST", `/rooms/${LONG_ROOM}/messages`, { as: subject, body: "مرحبا 居間 ".repeat(60) });
    await use({ server, client });
    client.terminate();
    await server.stop();
    rmSync(data, { recursive: true, force: true });
  },
});

function publish(client: WebSocket, topic: string, message: unknown): void {
  client.send(JSON.stringify({ tag: topic, message }));
}

/** A screen, and how what lies beside it is opened. */
const STATES: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ["Overview", async () => {}],
  ["Access", async () => {}],
  ["Access", (page) => page.getByRole("button", { name: "Tester", exact: true }).click()],
  ["Connections", async () => {}],
  ["Connections", (page) => page.getByRole("row", { name: /Kühlschrank/ }).click()],
  ["Sandbox", async () => {}],
  ["Sandbox", (page) => page.getByRole("button", { name: "Permissions", exact: true }).click()],
  ["Sandbox", (page) => page.getByRole("radiogroup", { name: "View" }).getByText("Table").click()],
  ["Topics", async () => {}],
  ["Topics", (page) => page.getByRole("treeitem", { name: new RegExp(`^${LONG_TOPIC}, `) }).click()],
  ["Traffic", async () => {}],
  [
    "Traffic",
    (page) =>
      page
        .getByRole("row", { name: /temperature/ })
        .first()
        .click(),
  ],
  ["Rooms", async () => {}],
  ["Rooms", (page) => page.getByRole("button", { name: "People", exact: true }).click()],
  ["Settings", async () => {}],
];

test("every screen can be read in a narrow window, with and without what lies over it", async ({ page, house }) => {
  await page.setViewportSize({ width: 900, height: 700 });
  await page.emulateMedia({ reducedMotion: "reduce" });
  await openConsole(page, house.server);
  for (const [screen, open] of STATES) {
    await test.step(screen, async () => {
      await page.setViewportSize({ width: 900, height: 700 });
      await openScreen(page, screen);
      await open(page);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 700 });
        await expect.poll(() => layoutFaults(page), `${screen} at ${width} px`).toEqual([]);
      }
    });
  }
});

test("compact rows and ISO times are drawn by every screen that has rows and times", async ({ page, house }) => {
  await page.addInitScript(() =>
    localStorage.setItem("signalbox-preferences", JSON.stringify({ density: "compact", times: "iso" })),
  );
  await openConsole(page, house.server);
  await openScreen(page, "Traffic");
  const rows = page.getByRole("grid", { name: "Traffic" }).getByRole("row");
  await expect(rows.nth(2).getByRole("gridcell").first()).toHaveText(ISO);
  const [one, other] = [await rows.nth(1).boundingBox(), await rows.nth(2).boundingBox()];
  expect([one?.height, (other?.y ?? 0) - (one?.y ?? 0)]).toEqual([20, 20]);
  await rows.nth(1).click();
  await expect(page.getByRole("complementary", { name: "Message" }).getByRole("time").first()).toHaveText(ISO);

  await openScreen(page, "Topics");
  const lines = page.getByRole("treeitem");
  await lines.filter({ hasText: "temperature" }).click();
  const [line, next] = [await lines.nth(0).boundingBox(), await lines.nth(1).boundingBox()];
  expect([line?.height, (next?.y ?? 0) - (line?.y ?? 0)]).toEqual([24, 24]);
  await expect(page.getByRole("table", { name: "Kept messages" }).getByRole("time").first()).toHaveText(ISO);

  await openScreen(page, "Rooms");
  await expect(page.getByRole("log").getByRole("time").first()).toHaveText(ISO);
});

test("the word of new rows in Traffic hides none: rows begin beneath it, and what is read stays in its place", async ({
  page,
  house,
}) => {
  for (let at = 0; at < 60; at++) publish(house.client, "plant/a", at);
  await openConsole(page, house.server);
  await openScreen(page, "Traffic");
  const list = page.getByRole("grid", { name: "Traffic" });
  await expect(list).toHaveAttribute("aria-rowcount", /^[6-9]\d/);
  await list.evaluate((element) => element.scrollTo({ top: 240 }));
  const read = list.getByRole("row").filter({ has: page.getByText("40", { exact: true }) });
  const before = await read.boundingBox();
  publish(house.client, "plant/b", "new");
  const word = page.getByRole("button", { name: /1 new row/ });
  await expect(word).toBeVisible();
  expect(await read.boundingBox()).toEqual(before);
  const box = await word.boundingBox();
  const beside = await page.evaluate(
    ([x = 0, y = 0]) => document.elementFromPoint(x, y)?.closest("[role=row]") === null,
    [(box?.x ?? 0) - 24, (box?.y ?? 0) + (box?.height ?? 0) / 2],
  );
  expect(beside, "no row is drawn beside the word").toBe(true);
  await word.click();
  await expect(list.getByRole("row").nth(1)).toContainText("plant/b");
});

/** Owns the journey through Traffic in a browser: rows as they come, filtered, held, opened, exported, and its empty states. */
import { readFileSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { WebSocket } from "ws";
import { expect, test } from "./browser-test.ts";
import type { Served } from "./serve.ts";

/** A house of its own: two who write, two who read, and a guest. */
interface House {
  readonly writer: WebSocket;
  readonly guest: WebSocket;
  publish(topic: string, message: unknown): void;
  /** By the guest, who may not. */
  tryToPublish(topic: string): void;
  close(): void;
}

async function api(server: Served, method: string, path: string, body?: unknown): Promise<Record<string, string>> {
  const headers = { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" };
  const answer = await fetch(`${server.admin}${path}`, { method, headers, body: JSON.stringify(body ?? {}) });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  return answer.json();
}

async function moveIn(server: Served): Promise<House> {
  const sockets: WebSocket[] = [];
  const tag = await api(server, "POST", "/tags", { pattern: "house/#" });
  const token = async (name: string, access: string): Promise<string> => {
    const subject = { userType: "device", userId: name.toLowerCase().replaceAll(" ", "-") };
    const made = await api(server, "POST", "/tokens", { name, subject });
    await api(server, "PUT", "/permissions", { tokenId: made.id, tagId: tag.id, access });
    return made.secret ?? "";
  };
  const connect = async (secret: string, filter: string): Promise<WebSocket> => {
    const socket = new WebSocket(server.broker, { headers: { authorization: `Token ${secret}`, tag: filter } });
    sockets.push(socket);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return socket;
  };
  const hub = await token("Hub", "readwrite");
  const guestSecret = await token("Guest tablet", "read");
  await connect(hub, "house/+/temp");
  const writer = await connect(hub, "house/none");
  const guest = await connect(guestSecret, "house/kitchen/#");
  return {
    writer,
    guest,
    publish: (topic, message) => writer.send(JSON.stringify({ tag: topic, message })),
    tryToPublish: (topic) => guest.send(JSON.stringify({ tag: topic, message: true })),
    close: () => {
      for (const socket of sockets) socket.terminate();
    },
  };
}

async function openTraffic(page: Page, server: Served): Promise<void> {
  await page.goto(await server.loginLink());
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Traffic" }).click();
  await expect(page.getByRole("heading", { name: "Traffic", level: 1 })).toBeVisible();
}

const list = (page: Page) => page.getByRole("grid", { name: "Traffic" });
const rows = (page: Page) =>
  list(page)
    .getByRole("row")
    .filter({ has: page.getByRole("gridcell") });
const filterField = (page: Page) => page.getByLabel("Filter traffic");

async function noSeriousFindings(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).include("main").analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join("\n")}`)).toEqual([]);
}

test("shows what happens, filters it, opens a message with its fan-out, and exports it", async ({ page, server }) => {
  await openTraffic(page, server);
  await expect(page.getByRole("heading", { name: "Nothing has been said yet" })).toBeVisible();
  const house = await moveIn(server);
  try {
    house.publish("house/kitchen/temp", { c: 21.5 });
    house.publish("house/hall/door", { open: true });
    // Another connection: what it says is in no order with the above.
    await expect(rows(page)).toHaveCount(2);
    house.tryToPublish("house/kitchen/light");
    await expect(rows(page)).toHaveCount(3);
    await expect(rows(page).nth(0)).toContainText("Denied, read only");
    await expect(rows(page).nth(1)).toContainText("Nobody listens");
    await expect(rows(page).nth(2)).toContainText("2 delivered");
    await expect(page.getByText("3 of 3 match")).toBeVisible();

    await test.step("a filter of chips, by keyboard", async () => {
      await page.keyboard.press("ControlOrMeta+f");
      await expect(filterField(page)).toBeFocused();
      await page.keyboard.type("denied ");
      await expect(rows(page)).toHaveCount(1);
      await expect(page.getByText("1 of 3 match")).toBeVisible();
      await page.keyboard.type("size>4x ");
      await expect(page.getByRole("alert")).toContainText("A size is a number of bytes");
      await expect(rows(page)).toHaveCount(1);
      await page.getByRole("button", { name: "Remove size>4x" }).click();
      await expect(page.getByRole("alert")).toBeHidden();
      await page.getByRole("button", { name: "Remove denied" }).click();
      await expect(rows(page)).toHaveCount(3);
    });

    await test.step("nothing that matches, and the way back", async () => {
      await filterField(page).fill("topic:elsewhere/# ");
      await expect(page.getByText("No row matches this filter")).toBeVisible();
      await page.getByRole("main").getByRole("button", { name: "Clear filter", exact: true }).click();
      await expect(rows(page)).toHaveCount(3);
    });

    await test.step("one message and its fan-out", async () => {
      await list(page).focus();
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      const panel = page.getByRole("complementary", { name: "Message" });
      await expect(panel.getByRole("heading", { name: "house/kitchen/temp" })).toBeVisible();
      await expect(panel).toContainText("readwrite on house/#");
      await expect(panel).toContainText("2 match by 2 filters");
      const delivered = panel.getByRole("list", { name: "Delivered" }).getByRole("listitem");
      await expect(delivered).toHaveCount(2);
      await expect(delivered.first()).toContainText(/\d\.\d\d ms/);
      await panel.getByRole("button", { name: "house/#" }).click();
      await expect(page.getByRole("button", { name: "Remove rule:house/#" })).toBeVisible();
      await panel.getByRole("button", { name: "Close the panel" }).click();
      await expect(panel).toBeHidden();
      await page.keyboard.press("Escape");
      await expect(filterField(page)).toHaveValue("");
      await expect(rows(page)).toHaveCount(3);
    });

    await test.step("exported as it was published", async () => {
      await page.getByRole("button", { name: "Export" }).click();
      const download = page.waitForEvent("download");
      await page.getByRole("menuitem", { name: /NDJSON/ }).click();
      const path = await (await download).path();
      const lines = readFileSync(path, "utf8").trimEnd().split("\n");
      expect(lines.map((line) => JSON.parse(line).topic)).toEqual([
        "house/kitchen/temp",
        "house/hall/door",
        "house/kitchen/light",
      ]);
    });
  } finally {
    house.close();
  }
});

test("holds still while somebody reads, counts what comes, and goes on from there", { tag: "@desktop" }, async ({
  page,
  server,
}) => {
  const house = await moveIn(server);
  try {
    await openTraffic(page, server);
    for (let i = 0; i < 100; i++) house.publish("house/kitchen/temp", i);
    await expect(rows(page).first()).toContainText("99");

    await test.step("paused", async () => {
      await page.keyboard.press("p");
      await expect(page.getByRole("button", { name: "Go on" })).toBeVisible();
      for (let i = 100; i < 120; i++) house.publish("house/kitchen/temp", i);
      await expect(page.getByRole("button", { name: "Go on (20 new)" })).toBeVisible();
      await expect(page.getByText("120 of 120 match")).toBeVisible();
      await expect(rows(page).first()).toContainText("99");
      await page.keyboard.press("p");
      await expect(rows(page).first()).toContainText("119");
    });

    await test.step("scrolled away: no row jumps", async () => {
      await list(page).evaluate((element) => element.scrollTo({ top: 24 * 30 }));
      // The list draws its new place a moment after it scrolled.
      await expect(rows(page).first()).not.toContainText("119");
      const seen = rows(page).nth(12);
      const before = await seen.textContent();
      house.publish("house/kitchen/temp", "newer");
      await expect(page.getByRole("button", { name: /^1 new row/ })).toBeVisible();
      expect(await seen.textContent()).toBe(before);
      await page.keyboard.press("g");
      await expect(rows(page).first()).toContainText("newer");
    });

    await test.step("paused with nothing to show says so", async () => {
      await filterField(page).fill("topic:house/attic ");
      await expect(page.getByText("No row matches this filter")).toBeVisible();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Tab");
      await page.getByRole("button", { name: "Pause" }).click();
      await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
      await filterField(page).fill("topic:house/cellar ");
      await expect(page.getByText("Paused", { exact: true })).toBeVisible();
    });
  } finally {
    house.close();
  }
});

test("goes on after a lost link without a gap and without a repeated row", async ({ page, server }) => {
  const house = await moveIn(server);
  let isCut = false;
  let cut: () => Promise<void> = () => Promise.reject(new Error("the console was never opened"));
  await page.routeWebSocket(/\/console$/, (socket) => {
    if (isCut) return void socket.close();
    socket.connectToServer();
    cut = () => socket.close();
  });
  try {
    await openTraffic(page, server);
    for (let i = 0; i < 5; i++) house.publish("house/kitchen/temp", i);
    await expect(rows(page)).toHaveCount(5);
    isCut = true;
    await cut();
    await expect(page.getByText(/^Link lost \d/)).toBeVisible();
    for (let i = 5; i < 10; i++) house.publish("house/kitchen/temp", i);
    await expect(rows(page)).toHaveCount(5);
    isCut = false;
    await expect(rows(page)).toHaveCount(10);
    for (let i = 0; i < 10; i++) await expect(rows(page).nth(i).getByRole("gridcell").nth(4)).toHaveText(String(9 - i));
  } finally {
    house.close();
  }
});

for (const scheme of ["light", "dark"] as const) {
  test(`has no serious accessibility finding in ${scheme}`, async ({ page, server }) => {
    const house = await moveIn(server);
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    try {
      await openTraffic(page, server);
      for (let i = 0; i < 40; i++) house.publish("house/kitchen/temp", { c: i });
      house.tryToPublish("house/kitchen/light");
      await expect(rows(page).filter({ hasText: "Denied" })).toHaveCount(1);
      await noSeriousFindings(page);
      await filterField(page).fill("topic:house/# ");
      await rows(page).nth(3).click();
      await expect(page.getByRole("complementary", { name: "Message" })).toContainText("Fan-out");
      await noSeriousFindings(page);
    } finally {
      house.close();
    }
  });
}

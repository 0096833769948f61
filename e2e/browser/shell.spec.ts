/** Owns the proof that the frame is whole: keys, palette, stopping, tour, notices, narrow windows, and a screen that breaks alone. */
import { WebSocket } from "ws";
import { expectAccessible } from "./axe.ts";
import { expect, test } from "./browser-test.ts";
import { openConsole, openScreen } from "./console-page.ts";

const SCREENS = ["Overview", "Access", "Connections", "Sandbox", "Topics", "Traffic", "Rooms", "Settings"];

test.beforeEach(async ({ page, server }) => {
  await openConsole(page, server);
});

test("each screen has its number, and the sheet of keys is made of the commands", async ({ page }) => {
  for (const [index, name] of SCREENS.entries()) {
    await page.keyboard.press(`Control+${index + 1}`);
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  }
  await page.getByRole("heading", { name: "Settings", level: 1 }).click();
  await page.keyboard.press("?");
  const sheet = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(sheet).toContainText("Kick what is selected");
  await page.keyboard.press("n");
  await expect(sheet, "a plain key does nothing under a dialog").toBeVisible();
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
});

test("the palette runs commands, remembers the last ones, and goes to another screen's command first", async ({
  page,
}) => {
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search or run a command" }).fill("audit");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: /Audit/ })).toBeVisible();
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  await expect(page.getByRole("button", { name: "Audit journal" })).toHaveCount(2);
  await page.getByRole("textbox", { name: "Search or run a command" }).fill("back up now");
  await page.keyboard.press("Enter");
  await expect(page.locator('[data-setting="backup"]').getByRole("status")).toContainText("revision");
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search or run a command" }).fill("zzzz");
  await expect(page.getByText("Nothing by that name")).toBeVisible();
});

test("the palette finds a topic that the broker knows, and goes to it", async ({ page, server }) => {
  const headers = { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" };
  const body = JSON.stringify({ topic: "greenhouse/bench/temp", message: 21 });
  await fetch(`${server.admin}/messages`, { method: "POST", headers, body });
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search or run a command" }).fill("greenhouse");
  await page.getByRole("button", { name: "greenhouse/bench/temp" }).click();
  await expect(page.getByRole("heading", { name: "Topics", level: 1 })).toBeVisible();
  await expect(page.getByText("greenhouse/bench/temp").first()).toBeVisible();
});

test("stopping says whom it closes, closes them with 1001, and starting lets them in again", async ({
  page,
  server,
}) => {
  const headers = { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" };
  const body = JSON.stringify({ name: "Lamp" });
  const made = await fetch(`${server.admin}/tokens`, { method: "POST", headers, body });
  const { id, secret } = (await made.json()) as { id: string; secret: string };
  const tagged = await fetch(`${server.admin}/tags`, { method: "POST", headers, body: '{"pattern":"lamp"}' });
  const { id: tagId } = (await tagged.json()) as { id: string };
  const permission = JSON.stringify({ tokenId: id, tagId, access: "read" });
  await fetch(`${server.admin}/permissions`, { method: "PUT", headers, body: permission });
  const knock = () => new WebSocket(server.broker, { headers: { authorization: `Token ${secret}`, tag: "lamp" } });
  const client = knock();
  const closed = new Promise<number>((resolve) => client.once("close", resolve));
  await expect(page.getByRole("contentinfo")).toContainText("1 connection");

  await page.getByRole("button", { name: "Stop", exact: true }).click();
  await page.getByRole("button", { name: "Stop: closes 1 connection" }).click();
  expect(await closed).toBe(1001);
  await expect(page.getByText("Stopped", { exact: true })).toBeVisible();
  await expect(page.getByRole("status").filter({ hasText: "The broker is stopped" })).toBeVisible();
  const refused = knock();
  expect(await new Promise<number>((resolve) => refused.once("close", resolve))).toBe(1001);

  await page.getByRole("button", { name: "Start", exact: true }).click();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await expect(page.getByText("The broker is stopped")).toBeHidden();
  const back = knock();
  await expect(page.getByRole("contentinfo")).toContainText("1 connection");
  back.terminate();
});

test("the tour is offered, never forced: five steps by keyboard, then it is in the palette only", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await expect(page.locator(".driver-popover")).toHaveCount(0);
  await page.getByRole("button", { name: "Take the tour" }).click();
  const step = page.locator(".driver-popover");
  await expect(step).toContainText("1 of 5");
  for (let at = 2; at <= 5; at++) {
    await page.keyboard.press("ArrowRight");
    await expect(step).toContainText(`${at} of 5`);
  }
  await page.keyboard.press("Escape");
  await expect(step).toHaveCount(0);
  await page.reload();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await expect(page.getByRole("button", { name: "Take the tour" })).toHaveCount(0);
  await page.keyboard.press("Control+k");
  await page.getByRole("textbox", { name: "Search or run a command" }).fill("tour");
  await page.keyboard.press("Enter");
  await expect(step).toContainText("1 of 5");
  await page.keyboard.press("ArrowLeft");
  await expect(step).toContainText("1 of 5");
});

test("the tour follows keys that are faster than its steps fade in", async ({ page }) => {
  await page.getByRole("button", { name: "Take the tour" }).click();
  const step = page.locator(".driver-popover");
  await expect(step).toContainText("1 of 5");
  await page.evaluate(() => {
    for (const key of ["ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight", "ArrowRight"])
      window.dispatchEvent(new KeyboardEvent("keyup", { key }));
  });
  await expect(step).toContainText("4 of 5");
  await expect(step).toContainText("Try it without a device");
});

test("notices of closed connections are off until they are asked for, and come only when nobody looks", async ({
  page,
  context,
  server,
}) => {
  await context.grantPermissions(["notifications"], { origin: server.url });
  await page.addInitScript(() => {
    const shown: string[] = [];
    Reflect.set(window, "shownNotices", shown);
    class Recorded {
      static permission = "granted";
      static requestPermission = async () => "granted";
      constructor(title: string, options: { body: string }) {
        shown.push(`${title} / ${options.body}`);
      }
    }
    Reflect.set(window, "Notification", Recorded);
    document.hasFocus = () => false;
  });
  await page.reload();
  const headers = { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" };
  const post = async (path: string, body: object, method = "POST") =>
    (await (await fetch(`${server.admin}${path}`, { method, headers, body: JSON.stringify(body) })).json()) as {
      id: string;
      secret: string;
    };
  const token = await post("/tokens", { name: "Lamp" });
  const tag = await post("/tags", { pattern: "lamp" });
  await post("/permissions", { tokenId: token.id, tagId: tag.id, access: "read" }, "PUT");
  const connectAndKick = async () => {
    const client = new WebSocket(server.broker, { headers: { authorization: `Token ${token.secret}`, tag: "lamp" } });
    await expect(page.getByRole("contentinfo")).toContainText("1 connection");
    const { items } = (await (await fetch(`${server.admin}/connections`, { headers })).json()) as {
      items: { id: string; closed: unknown }[];
    };
    await post("/connections/kick", {
      ids: items.filter(({ closed }) => closed === null).map(({ id }) => id),
      reason: "out",
    });
    await expect(page.getByRole("contentinfo")).toContainText("0 connections");
    client.terminate();
  };
  const notices = () => page.evaluate(() => Reflect.get(window, "shownNotices") as string[]);

  await connectAndKick();
  expect(await notices()).toEqual([]);
  await openScreen(page, "Settings");
  await page.getByRole("switch", { name: "Notices of closed connections" }).press("Space");
  await connectAndKick();
  await expect.poll(notices).toEqual([expect.stringContaining("was closed / 4010 out")]);
});

test("a screen that cannot be loaded says so, the others go on, and trying again loads it", async ({ page }) => {
  await page.route("**/assets/rooms-*.js", (route) => route.abort());
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Rooms" }).click();
  const message = page.getByRole("alert").filter({ hasText: "Rooms stopped" });
  await expect(message).toContainText("Everything else in this window still works.");
  await expect(page.getByRole("button", { name: "Copy details" })).toBeVisible();
  await openScreen(page, "Access");
  await page.unroute("**/assets/rooms-*.js");
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Rooms" }).click();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("heading", { name: "Rooms", level: 1 })).toBeVisible();
});

test("in a narrow window the rail loses its words and keeps its names, and nothing is cut off sideways", async ({
  page,
}) => {
  await page.setViewportSize({ width: 900, height: 700 });
  for (const name of SCREENS) {
    await openScreen(page, name);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow, name).toBeLessThanOrEqual(0);
  }
  const entry = page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Topics" });
  await expect(entry.getByText("Topics")).toBeHidden();
  await entry.hover();
  await expect(page.getByRole("tooltip", { name: /Topics/ })).toBeVisible();
});

for (const scheme of ["light", "dark"] as const) {
  test(`frame, palette and sheet are accessible in ${scheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await expectAccessible(page, "overview");
    await page.keyboard.press("?");
    await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
    await expectAccessible(page, "sheet");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await expect(page.getByRole("textbox", { name: "Search or run a command" })).toBeVisible();
    // The list is moved through from the field above it, by arrows: it needs no focus of its own to be scrolled.
    await expectAccessible(page, "palette", ["scrollable-region-focusable"]);
  });
}

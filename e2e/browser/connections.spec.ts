/** Owns the journeys of Connections: found by chips, opened, explained, kicked and remembered; and what the door log leads to. */
import type { WebSocket } from "ws";
import { connect, knock, makeToken } from "./admin-api.ts";
import { expect, test } from "./browser-test.ts";
import { expectAccessible, openConsole, openScreen } from "./console-page.ts";

const sockets: WebSocket[] = [];
test.afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

test("chips narrow the list, a wrong one is explained, and the chosen columns are remembered", async ({
  page,
  server,
}) => {
  const app = await makeToken(server, { "home/#": "read" }, { name: "Phone app" });
  const hub = await makeToken(server, { "home/#": "read" }, { name: "Hub" });
  for (const filter of ["home/a", "home/b"]) sockets.push(await connect(server, app.secret, filter));
  sockets.push(await connect(server, hub.secret, "home/c"));
  await openConsole(page, server);
  await openScreen(page, "Connections");
  const rows = page.getByRole("grid", { name: "Connections" }).getByRole("row").filter({ hasText: "Online" });
  await expect(rows).toHaveCount(3);

  const filter = page.getByRole("textbox", { name: "Filter connections" });
  await filter.fill("tok");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await filter.pressSequentially("pho");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: 'Remove token:"Phone app"' })).toBeVisible();
  await expect(rows).toHaveCount(2);
  await filter.pressSequentially("queue>many ");
  await expect(page.getByRole("alert")).toHaveText("queue> needs a number.");
  await expect(rows).toHaveCount(2);
  await filter.press("Backspace");
  await expect(filter).toHaveValue("queue>many");
  await filter.fill("filter:home/b");
  await expect(rows).toHaveCount(1);
  await filter.fill("nothing-like-it");
  await page.getByRole("button", { name: "Clear filter", exact: true }).click();
  await expect(rows).toHaveCount(3);

  await page.getByRole("button", { name: "Columns" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Dropped" }).click();
  await page.keyboard.press("Escape");
  await page.getByTitle("Sort by Token").click();
  await expect(rows.first()).toContainText("Hub");
  await page.reload();
  await openScreen(page, "Connections");
  await expect(page.getByRole("columnheader", { name: "Dropped" })).toBeVisible();
  await expectAccessible(page);
});

test("many are kicked with code, reason and a bar, and the broker remembers it after a reload", {
  tag: "@desktop",
}, async ({ page, server }) => {
  const app = await makeToken(server, { "home/#": "read" }, { name: "Phone app", maxConnections: 2 });
  const ends: Promise<number>[] = [];
  for (const filter of ["home/a", "home/b"]) {
    const socket = await connect(server, app.secret, filter);
    sockets.push(socket);
    ends.push(new Promise((resolve) => socket.once("close", resolve)));
  }
  await openConsole(page, server);
  await openScreen(page, "Connections");
  await page.getByRole("checkbox", { name: "Select every row" }).check();
  await page.getByRole("button", { name: "Kick selected (2)" }).click();
  const dialog = page.getByRole("dialog", { name: "Kick 2 connections" });
  await expect(dialog).toBeVisible();
  const titles = page.evaluate(async () => {
    const seen = new Set<string>();
    while (document.querySelector("[role=dialog]")) {
      seen.add(document.querySelector("[role=dialog] h2")?.textContent ?? "");
      await new Promise(requestAnimationFrame);
    }
    return [...seen];
  });
  await page.keyboard.press("Escape");
  expect(await titles, "it keeps its words while it fades").toEqual(["Kick 2 connections"]);
  await page.getByRole("button", { name: "Kick selected (2)" }).click();
  await dialog.getByLabel("Close code").fill("3999");
  await expect(dialog.getByText("4000 to 4999.")).toBeVisible();
  await dialog.getByLabel("Close code").fill("4100");
  await dialog.getByLabel("Reason").fill("ü".repeat(62));
  await expect(dialog.getByText("124/123")).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Kick 2 connections" })).toBeDisabled();
  await dialog.getByLabel("Reason").fill("moving house");
  await dialog.getByRole("combobox", { name: "Keep the token out for" }).click();
  await page.getByRole("option", { name: "10 minutes" }).click();
  await expectAccessible(page);
  await dialog.getByRole("button", { name: "Kick 2 connections" }).click();
  expect(await Promise.all(ends)).toEqual([4100, 4100]);
  const row = page.getByRole("row").filter({ hasText: "moving house" }).first();
  await expect(row).toContainText("4100");
  await row.click();
  await expect(page.getByRole("status").filter({ hasText: "Token barred for 10 min" })).toBeVisible();
  await page.keyboard.press("Escape");
  expect(await knock(server, app.secret, "home/a")).toBe(4010);

  await page.reload();
  await openScreen(page, "Connections");
  await page.getByRole("button", { name: "Open the door log" }).click();
  await page.getByRole("tab", { name: /^Kicks/ }).click();
  const kicks = page.getByRole("tabpanel", { name: "Kicks" }).getByRole("row").filter({ hasText: "moving house" });
  await expect(kicks).toHaveCount(2);
  await expect(kicks.first()).toContainText(/Console.*for 10 min/);
  await kicks.first().getByRole("button", { name: "Lift the bar of Phone app" }).click();
  await expect(kicks.first()).toContainText("lifted");
});

test("the panel tells handshake, rights, traffic and earlier sessions, and a revoked row says what it had", async ({
  page,
  server,
}) => {
  const app = await makeToken(server, { "home/+/door": "read", "home/+/temp": "read" }, { name: "Phone app" });
  const earlier = await connect(server, app.secret, "home/+/temp");
  const left = new Promise((resolve) => earlier.once("close", resolve));
  earlier.close(4321, "went home");
  await left;
  sockets.push(await connect(server, app.secret, "home/+/door", "home/+/temp"));
  await openConsole(page, server);
  await openScreen(page, "Connections");
  await page.getByRole("row").filter({ hasText: "Phone app" }).filter({ hasText: "Online" }).click();
  const panel = page.getByRole("complementary", { name: /^Connection / });
  await expect(panel.getByText("read on home/+/door")).toBeVisible();
  await panel.getByRole("tab", { name: "Handshake" }).click();
  await expect(panel.getByText(/^Token .*••••/)).toBeVisible();
  await expect(panel).not.toContainText(app.secret);
  await panel.getByRole("tab", { name: "Traffic" }).click();
  sockets[0]?.send(JSON.stringify({ tag: "home/hall/door", message: { open: true } }));
  await expect(panel.getByText("The permission here is read; publishing needs readwrite")).toBeVisible();
  await expect(panel.getByText("home/hall/door")).toBeVisible();
  await panel.getByRole("tab", { name: "History" }).click();
  await expect(panel.getByText("went home")).toBeVisible();
  await expect(panel.getByText("Left 4321")).toBeVisible();
  await expectAccessible(page);

  await openScreen(page, "Access");
  const cell = page.getByRole("gridcell", { name: /^Phone app, home\/\+\/door, / });
  await cell.focus();
  await page.keyboard.press("0");
  await page.getByRole("button", { name: /^Save: closes 1 of 1/ }).click();
  await openScreen(page, "Connections");
  const closed = page.getByRole("row").filter({ hasText: "permission revoked: home/+/door" });
  await expect(closed).toContainText(/4003.*[\d.]+ ms/);
  await closed.click();
  await expect(panel.getByText("was read until revision 6")).toBeVisible();
  await expectAccessible(page);
});

test("the door log leads to a token, a permission, the holders and a free slot", async ({ page, server }) => {
  const app = await makeToken(server, { "home/+/door": "read" }, { name: "Phone app", maxConnections: 1 });
  const off = await makeToken(server, { "home/+/door": "read" }, { name: "Old gateway", enabled: false });
  const holder = await connect(server, app.secret, "home/+/door");
  sockets.push(holder);
  expect(await knock(server, "a-secret-of-nobody", "garage/door")).toBe(4003);
  expect(await knock(server, app.secret, "home/+/temp")).toBe(4003);
  expect(await knock(server, app.secret, "home/+/door")).toBe(4004);
  expect(await knock(server, off.secret, "home/+/door")).toBe(4003);
  await openConsole(page, server);
  await openScreen(page, "Connections");
  const door = page.getByRole("tabpanel", { name: "Door log" });

  await door.getByRole("button", { name: "Open the token" }).click();
  await expect(page.getByRole("dialog", { name: "Old gateway" })).toBeVisible();
  await page.keyboard.press("Escape");

  await openScreen(page, "Connections");
  await door.getByRole("button", { name: "Show the holder" }).click();
  await expect(page.getByRole("button", { name: 'Remove token:"Phone app"' })).toBeVisible();
  await page.getByRole("row").filter({ hasText: "Phone app" }).filter({ hasText: "Online" }).click();
  await page.getByRole("button", { name: "Free this slot…" }).click();
  const kick = page.getByRole("dialog", { name: "Kick 1 connection" });
  await expect(kick.getByLabel("Reason")).toHaveValue("slot freed for another client");
  const ended = new Promise((resolve) => holder.once("close", resolve));
  await kick.getByRole("button", { name: "Kick 1 connection" }).click();
  expect(await ended).toBe(4010);
  sockets.push(await connect(server, app.secret, "home/+/door"));

  await door.getByRole("button", { name: "Allow this filter" }).click();
  await expect(page.getByRole("heading", { name: "Access", level: 1 })).toBeVisible();
  await expect(page.getByRole("gridcell", { name: "Phone app, home/+/temp, read, was none" })).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();

  await openScreen(page, "Connections");
  await door.getByRole("button", { name: "Create a token like this" }).click();
  const create = page.getByRole("dialog", { name: "New token" });
  await expect(create.getByText("It asked for garage/door", { exact: false })).toBeVisible();
  await create.getByRole("textbox", { name: "Name", exact: true }).fill("Garage");
  await create.getByRole("textbox", { name: "Secret" }).fill("a-secret-of-nobody");
  await create.getByRole("button", { name: "Create token" }).click();
  await create.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("gridcell", { name: "Garage, garage/door, read, was none" })).toBeVisible();
  await page.getByRole("button", { name: /^Save: closes nobody/ }).click();
  await expect(page.getByRole("gridcell", { name: "Garage, garage/door, read", exact: true })).toBeVisible();
  sockets.push(await connect(server, "a-secret-of-nobody", "garage/door"));
});

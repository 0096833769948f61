/** Owns the journeys of the Overview: its numbers are doors, its charts run, and an empty broker says how to begin. */
import type { WebSocket } from "ws";
import { call, connect, knock, makeToken } from "./admin-api.ts";
import { expect, test } from "./browser-test.ts";
import { expectAccessible, openConsole, openScreen } from "./console-page.ts";

const sockets: WebSocket[] = [];
test.afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

test("an empty broker shows how to connect a device, and a token makes the program ready", async ({ page, server }) => {
  await openConsole(page, server);
  await openScreen(page, "Overview");
  await expect(page.getByRole("heading", { name: "Connect a device" })).toBeVisible();
  await expect(page.getByText("There is no token yet.", { exact: false })).toBeVisible();
  await expectAccessible(page);
  await makeToken(server, { "home/+/temp": "readwrite" }, { name: "Thermostat" });
  await page.getByRole("button", { name: "Connect a device" }).click();
  const dialog = page.getByRole("dialog", { name: "Connect a device" });
  await expect(dialog.locator("pre")).toContainText('Tag: "home/+/temp"');
  await expect(dialog.locator("pre")).toContainText("home/one/temp");
  await expectAccessible(page);
});

test("every number opens what is behind it", { tag: "@desktop" }, async ({ page, server }) => {
  const app = await makeToken(
    server,
    { "home/+/door": "read", "home/+/temp": "read" },
    { name: "App", maxConnections: 2 },
  );
  for (const filter of ["home/+/door", "home/+/temp"]) sockets.push(await connect(server, app.secret, filter));
  expect(await knock(server, app.secret, "home/+/door")).toBe(4004);
  sockets[1]?.send(JSON.stringify({ tag: "home/hall/temp", message: 1 }));
  await openConsole(page, server);
  await openScreen(page, "Overview");
  const limits = page.getByRole("region", { name: "Limits near full" });
  await expect(limits.getByRole("listitem").filter({ hasText: "App" })).toContainText("2 of 2Full");
  const denied = page.getByRole("region", { name: "Denied in the last hour" });
  await expect(denied.getByRole("button", { name: "Limit reached" })).toBeVisible();
  await expect(denied.getByRole("button", { name: "Publish needs readwrite" })).toBeVisible();
  await expectAccessible(page);

  const doors: readonly (readonly [string, () => Promise<void>])[] = [
    ["Connections 2", () => expect(page.getByRole("row").filter({ hasText: "Online" })).toHaveCount(2)],
    ["Tokens in use 1", () => expect(page.getByRole("heading", { name: "Access", level: 1 })).toBeVisible()],
    ["Topics \\d", () => expect(page.getByRole("heading", { name: "Topics", level: 1 })).toBeVisible()],
    ["Denied, last hour 2", () => expect(page.getByRole("tab", { name: /^Door log/, selected: true })).toBeVisible()],
    ["Dropped, last hour", () => expect(page.getByRole("button", { name: "Remove dropped>0" })).toBeVisible()],
  ];
  for (const [name, isThere] of doors) {
    await openScreen(page, "Overview");
    await page.getByRole("button", { name: new RegExp(`^${name}`) }).click();
    await isThere();
  }
  await openScreen(page, "Overview");
  await denied.getByRole("button", { name: "Publish needs readwrite" }).click();
  await expect(page.getByRole("tab", { name: /^Refused messages/, selected: true })).toBeVisible();
  await openScreen(page, "Overview");
  await limits.getByRole("button", { name: "App" }).click();
  await expect(page.getByRole("button", { name: "Remove token:App" })).toBeVisible();
});

test("the last revocation stands with its milliseconds, and its edit is undone from here", async ({ page, server }) => {
  const app = await makeToken(server, { "home/+/door": "read" }, { name: "App" });
  const client = await connect(server, app.secret, "home/+/door");
  sockets.push(client);
  const { items } = await call(server, "GET", `/permissions?tokenId=${app.id}`);
  const [permission] = items as { id: string }[];
  await openConsole(page, server);
  await openScreen(page, "Overview");
  const last = page.getByRole("region", { name: "Last revocation" });
  await expect(last.getByText("No edit has closed a connection yet.", { exact: false })).toBeVisible();
  await call(server, "DELETE", `/permissions/${permission?.id}`);
  await expect(last.getByText("1 closed, 4003")).toBeVisible();
  await expect(last.getByText("0 leaked", { exact: false })).toBeVisible();
  await page.getByRole("button", { name: "Revert revision 4" }).click();
  await page.getByRole("button", { name: "Undo: closes nobody" }).click();
  await expect(page.getByText("rev 5 undid it")).toBeVisible();
  sockets.push(await connect(server, app.secret, "home/+/door"));
});

test("Z2 internal errors that the broker caught are shown, with the last one and where the log is", async ({
  page,
  server,
}) => {
  await makeToken(server, { "home/#": "read" }, { name: "App" });
  const last = { at: "2026-03-14T14:02:31.000Z", place: "timer", message: "planted \u202e" };
  let count = 0;
  await page.routeWebSocket(/\/console$/, (route) => {
    const broker = route.connectToServer();
    broker.onMessage((data) => {
      const told = JSON.stringify({ count, last: count === 0 ? null : last });
      route.send(
        typeof data === "string" ? data.replaceAll(/"faults":\{"count":0,"last":null\}/g, `"faults":${told}`) : data,
      );
    });
  });
  await openConsole(page, server);
  await openScreen(page, "Overview");
  const errors = page.getByRole("region", { name: "Internal errors" });
  await expect(errors).toHaveCount(0);
  count = 3;
  await expect(errors).toContainText("3 internal errors since the broker started");
  await expect(errors).toContainText(
    "in a timer: planted \\u202e. The log has its stack: the broker's process writes it to standard error.",
  );
  await expectAccessible(page);
  await openScreen(page, "Topics");
  await page.getByRole("button", { name: "3 internal errors" }).click();
  await expect(errors).toBeVisible();
});

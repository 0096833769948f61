/** Owns the journeys of Access: tokens made, changed, rotated and copied; tags by the dozen; templates; undo with its preview. */
import type { WebSocket } from "ws";
import { call, connect, knock, makeToken } from "./admin-api.ts";
import { expect, test } from "./browser-test.ts";
import { breakableLink, expectAccessible, openConsole, openScreen } from "./console-page.ts";

const sockets: WebSocket[] = [];
test.afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

test("a token is made with its fields explained, changed, and rotated with the secret shown once", {
  tag: "@desktop",
}, async ({ page, server }) => {
  await openConsole(page, server);
  await openScreen(page, "Access");
  await page.keyboard.press("n");
  const create = page.getByRole("dialog", { name: "New token" });
  await create.getByRole("textbox", { name: "Name", exact: true }).fill("Phone app");
  await create.getByLabel("Subject type").fill("device");
  await create.getByText("Your own").click();
  await create.getByRole("textbox", { name: "Secret" }).fill("short");
  await create.getByRole("button", { name: "Create token" }).click();
  await expect(create.getByText("A subject has both a type and an id.")).toBeVisible();
  await expect(create.getByText("At least 8 characters.")).toBeVisible();
  await expectAccessible(page);
  await create.getByLabel("Subject id").fill("phone-1");
  await create.getByRole("textbox", { name: "Secret" }).fill("firmware-secret-1");
  await create.getByLabel("Messages a second").fill("50");
  const inSixHours = new Date(Date.now() + 6 * 3_600_000 - new Date().getTimezoneOffset() * 60_000);
  await create.getByLabel("Expires").fill(inSixHours.toISOString().slice(0, 16));
  await create.getByRole("button", { name: "Create token" }).click();
  await expect(create.locator("code")).toHaveText("firmware-secret-1");
  await create.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText("Expires in 6 h")).toBeVisible();

  const { items } = await call(server, "GET", "/tokens");
  expect(items).toMatchObject([{ name: "Phone app", messagesPerSecond: 50, subject: { userId: "phone-1" } }]);
  const tag = await call(server, "POST", "/tags", { pattern: "home/#" });
  const [token] = items as { id: string }[];
  await call(server, "PUT", "/permissions", { tokenId: token?.id, tagId: tag.id, access: "read" });
  const phone = await connect(server, "firmware-secret-1", "home/a");
  sockets.push(phone);
  const closed = new Promise((resolve) => phone.once("close", resolve));

  const actions = page.getByRole("button", { name: "Actions for Phone app" });
  await actions.click();
  await page.getByRole("menuitem", { name: "Edit…" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(actions).toBeFocused();
  await actions.click();
  await page.getByRole("menuitem", { name: "Rotate secret…" }).click();
  const rotate = page.getByRole("dialog", { name: "Rotate the secret of Phone app" });
  await expect(rotate.getByText("Closed 4002")).toBeVisible();
  await expect(rotate.getByRole("list", { name: "Connections it closes" })).toContainText("phone-1");
  await expectAccessible(page);
  await rotate.getByRole("button", { name: "Rotate: closes 1 of 1 connection" }).click();
  expect(await closed).toBe(4002);
  const secret = (await rotate.locator("code").textContent()) ?? "";
  expect(secret.length).toBeGreaterThan(40);
  await rotate.getByRole("button", { name: "Copy as client" }).click();
  const snippet = page.getByRole("dialog", { name: "Connect as Phone app" });
  await expect(snippet.getByText("this token may only listen", { exact: false })).toBeVisible();
  for (const kind of ["Browser", "Python", "websocat", "Arduino"]) {
    await snippet.getByText(kind, { exact: true }).click();
    await expect(snippet.locator("pre")).toContainText("home/#");
    await expect(snippet.locator("pre")).not.toContainText(secret);
  }
  await expectAccessible(page);
  expect(await knock(server, "firmware-secret-1", "home/a")).toBe(4003);
  sockets.push(await connect(server, secret, "home/a"));
});

test("what is typed stays when the link drops, and the call can be made again", async ({ page, server }) => {
  await makeToken(server, {}, { name: "Bare" });
  const link = await breakableLink(page);
  await openConsole(page, server);
  await openScreen(page, "Access");
  await page.getByRole("button", { name: "New tag" }).click();
  const dialog = page.getByRole("dialog", { name: "New tag" });
  await dialog.getByLabel("Pattern").fill("home/+/temp");
  await dialog.getByLabel("Description").fill("Temperature of a room");
  await call(server, "POST", "/tags", { pattern: "home/hall/temp" });
  await dialog.getByRole("button", { name: "Create tag" }).click({ force: true });
  await expect(dialog.getByText(/Overlaps home\/hall\/temp/)).toBeVisible();
  await dialog.getByLabel("Pattern").fill("home/+/door");
  await expect(dialog.getByText("home/one/door, home/two/door")).toBeVisible();
  await expect(dialog.getByText(/Now: 0 topics and 0 connections/)).toBeVisible();
  await link.drop();
  await expect(page.getByText("Link lost", { exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Create tag" }).click();
  await expect(dialog.getByRole("button", { name: "Create tag" })).toBeVisible();
  await expect(dialog.getByLabel("Pattern")).toHaveAttribute("aria-invalid", "true");
  await expect(dialog.getByLabel("Pattern")).toHaveValue("home/+/door");
  await expect(dialog.getByLabel("Description")).toHaveValue("Temperature of a room");
  expect((await call(server, "GET", "/tags")).items).toHaveLength(1);
  link.mend();
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await dialog.getByRole("button", { name: "Create tag" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Tag home/+/door" })).toBeVisible();
});

test("many tags are pasted, the wrong lines stay, and an undo shows whom it closes", async ({ page, server }) => {
  await makeToken(server, {}, { name: "Bare" });
  await openConsole(page, server);
  await openScreen(page, "Access");
  await page.getByRole("button", { name: "New tag" }).click();
  await page.getByRole("button", { name: "Paste many…" }).click();
  const paste = page.getByRole("dialog", { name: "Paste many tags" });
  const field = paste.getByLabel("Tags, one a line");
  await field.fill("home/+/temp\tTemperature\nhome/hall/temp\na+b wrong\nenergy/# Meters");
  const lines = paste.getByRole("list", { name: "What each line makes" }).getByRole("listitem");
  await expect(lines).toHaveCount(4);
  await expect(lines.nth(1)).toContainText("Overlaps home/+/temp");
  await expectAccessible(page);
  await paste.getByRole("button", { name: "Create 2 tags" }).click();
  await expect(field).toHaveValue("home/hall/temp\na+b wrong");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Tag energy/#" })).toBeVisible();

  const app = await makeToken(server, { "energy/#": "read" }, { name: "App" });
  const { items } = await call(server, "GET", `/permissions?tokenId=${app.id}`);
  const [permission] = items as { tagId: string }[];
  await call(server, "PUT", "/permissions", { tokenId: app.id, tagId: permission?.tagId, access: "readwrite" });
  const client = await connect(server, app.secret, "energy/grid");
  sockets.push(client);
  const closed = new Promise((resolve) => client.once("close", resolve));
  await page.getByRole("button", { name: "Audit" }).click();
  const revert = page.getByRole("button", { name: /^Revert revision/ }).first();
  await revert.click();
  const undo = page.getByRole("dialog", { name: /^Undo revision/ });
  await expect(undo).toContainText("Appenergy/#readwriteread");
  await page.keyboard.press("Escape");
  await expect(undo).toBeHidden();
  await expect(revert).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(undo.getByText("Closed 4003")).toBeVisible();
  await expectAccessible(page);
  expect(client.readyState).toBe(client.OPEN);
  await undo.getByRole("button", { name: "Undo: closes 1 of 1 connection" }).click();
  expect(await closed).toBe(4003);
  await expect(undo).toBeHidden();
});

test("a template gives its rights to other tokens and makes ten new ones", async ({ page, server }) => {
  await makeToken(server, { "home/+/temp": "readwrite", "fw/+": "read" }, { name: "Thermostat", maxConnections: 3 });
  await makeToken(server, {}, { name: "Bare" });
  await openConsole(page, server);
  await openScreen(page, "Access");
  await page.getByRole("button", { name: "Templates" }).click();
  const drawer = page.getByRole("dialog", { name: "Token templates" });
  await drawer.getByRole("button", { name: "Create template" }).click();
  await expect(drawer.getByText("Which token?")).toBeVisible();
  await drawer.getByRole("combobox", { name: "New template from" }).click();
  await page.getByRole("option", { name: "Thermostat" }).click();
  await drawer.getByLabel("Name", { exact: true }).fill("Climate");
  await drawer.getByRole("button", { name: "Create template" }).click();
  const card = drawer.getByRole("listitem", { name: "Template Climate" });
  await card.getByRole("button", { name: "Apply to tokens…" }).click();
  await card.getByRole("combobox", { name: "Tokens" }).click();
  await page.getByRole("option", { name: "Bare" }).click();
  await expect(card.getByText("Closes nobody")).toBeVisible();
  await expectAccessible(page);
  await card.getByRole("button", { name: "Add as pending edits" }).click();
  await expect(page.getByRole("gridcell", { name: "Bare, home/+/temp, readwrite, was none" })).toBeVisible();
  await page.getByRole("button", { name: /^Save: closes nobody/ }).click();
  await expect(page.getByRole("gridcell", { name: "Bare, fw/+, read", exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Templates" }).click();
  await card.getByRole("button", { name: "Make tokens…" }).click();
  await card.getByLabel("How many").fill("0");
  await expect(card.getByText("1 to 200.")).toBeVisible();
  await card.getByLabel("How many").fill("10");
  await card.getByLabel("Named").fill("Room");
  await card.getByRole("button", { name: "Make 10 tokens" }).click();
  const made = card.getByRole("list", { name: "Names and secrets" }).getByRole("listitem");
  await expect(made).toHaveCount(10);
  const secret = (await made.nth(9).locator("code").textContent()) ?? "";
  await expect(made.nth(9)).toContainText("Room 10");
  sockets.push(await connect(server, secret, "home/+/temp"));
  const { items } = await call(server, "GET", "/tokens");
  expect(items).toContainEqual(expect.objectContaining({ name: "Room 10", maxConnections: 3 }));
});

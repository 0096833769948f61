/** Owns the proof that rooms are made, talked in, and taken apart from the console, live and by keyboard. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { WebSocket } from "ws";
import { expect, test } from "./browser-test.ts";
import type { Served } from "./serve.ts";

async function api(server: Served, method: string, path: string, body: unknown) {
  const headers = { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" };
  const response = await fetch(`${server.admin}${path}`, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

/** A real client in a room; `frames` as they came, `closed` when it was closed. */
async function connect(server: Served, userId: string, room: string) {
  const { secret } = await api(server, "POST", "/tokens", { name: userId, subject: { userType: "user", userId } });
  const url = new URL(`/ws/chatroom/${encodeURIComponent(room)}`, server.broker);
  const socket = new WebSocket(url, { headers: { authorization: `Token ${secret}` } });
  const bodies: string[] = [];
  socket.on("message", (data) => {
    const { message } = JSON.parse(String(data));
    if (message !== undefined) bodies.push(message.body);
  });
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return { socket, bodies, closed, say: (body: string) => socket.send(JSON.stringify({ body })) };
}

async function open(page: Page, server: Served): Promise<void> {
  await page.goto(await server.loginLink());
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await page.keyboard.press("ControlOrMeta+7");
  await expect(page.getByRole("heading", { name: "Rooms", exact: true })).toBeVisible();
}

test("a room is made, talked in by clients and the operator, and its members are taken out", {
  tag: "@desktop",
}, async ({ page, server }) => {
  await open(page, server);
  await expect(page.getByText("No rooms yet")).toBeVisible();
  await page.getByRole("button", { name: "New room" }).last().click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("a/b");
  await expect(dialog.getByText("must not contain /")).toBeVisible();
  await dialog.getByLabel("Name").fill("attic");
  await dialog.getByText("Private", { exact: true }).click();
  await dialog.getByPlaceholder("user:alice").fill("user:alice");
  await dialog.getByPlaceholder("user:alice").press("Enter");
  await dialog.getByRole("button", { name: "Create room" }).click();
  await expect(page.getByText("Nothing was said here yet")).toBeVisible();

  const alice = await connect(server, "alice", "attic");
  const people = page.getByRole("complementary", { name: "People" });
  await expect(people.getByText("online", { exact: true })).toBeVisible();
  alice.say("Is anybody there?");
  const log = page.getByRole("log", { name: "Conversation" });
  await expect(log.getByText("Is anybody there?")).toBeVisible();

  const field = page.getByLabel("Message to attic");
  await field.fill("first line");
  await field.press("Shift+Enter");
  await field.pressSequentially("second line");
  await field.press("Enter");
  await expect(field).toHaveValue("");
  await expect(log.getByText("second line")).toBeVisible();
  await expect.poll(() => alice.bodies).toEqual(["Is anybody there?", "first line\nsecond line"]);

  await field.fill("x".repeat(4001));
  await expect(page.getByText("Too long: 1 over")).toBeVisible();
  await expect(page.getByRole("button", { name: "Send" })).toBeDisabled();
  await field.fill("");

  await people.getByRole("button", { name: "Remove user:alice" }).click();
  await page.getByRole("button", { name: "Remove: closes 1 connection" }).click();
  expect(await alice.closed).toBe(4003);
  await expect(people.getByText("Nobody may enter yet.")).toBeVisible();
  await expect(page.getByText(/1 connection closed with 4003/)).toBeVisible();
});

test("rooms are found by keyboard, show what is unread, and are deleted by their typed name", async ({
  page,
  server,
}) => {
  for (const name of ["lobby", "kitchen"]) await api(server, "POST", "/rooms", { name });
  const cook = await connect(server, "cook", "kitchen");
  await open(page, server);
  const list = page.getByRole("listbox", { name: "Rooms" });
  await list.getByRole("option", { name: /lobby/ }).click();
  cook.say("Dinner is ready");
  await expect(list.getByRole("option", { name: /kitchen/ })).toContainText("1unread");
  await list.focus();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("region", { name: "Room kitchen" })).toBeVisible();
  await expect(page.getByRole("log").getByText("Dinner is ready")).toBeVisible();
  await expect(list.getByRole("option", { name: /kitchen/ })).not.toContainText("unread");
  await page.getByRole("log").focus();
  await page.keyboard.press("]");
  await expect(page.getByLabel("Message to kitchen")).toBeFocused();

  await page.getByRole("button", { name: "Delete room" }).click();
  const confirm = page.getByRole("button", { name: "Delete: closes 1 connection" });
  await expect(confirm).toBeDisabled();
  await page.getByLabel("Type kitchen to delete it").fill("kitchen");
  await confirm.click();
  expect(await cook.closed).toBe(4404);
  await expect(list.getByRole("option", { name: /kitchen/ })).toHaveCount(0);
});

test("older messages are asked for, and the direct room of two is one", async ({ page, server }) => {
  await api(server, "POST", "/rooms", { name: "lobby" });
  const as = { userType: "user", userId: "alice" };
  for (let count = 1; count <= 70; count++)
    await api(server, "POST", "/rooms/lobby/messages", { body: `number ${count}.`, as });
  await open(page, server);
  const log = page.getByRole("log");
  await expect(log.getByText("number 70.")).toBeInViewport();
  await log.focus();
  await page.keyboard.press("Home");
  await page.getByRole("button", { name: "Show older messages" }).click();
  await page.keyboard.press("Home");
  await log.evaluate((element) => element.scrollTo({ top: 0 }));
  await expect(log.getByText("number 1.", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Direct room" }).click();
  await page.getByRole("combobox", { name: "Between" }).fill("user:alice");
  await page.getByRole("combobox", { name: "And" }).fill("user:bob");
  await page.getByRole("button", { name: "Open the room" }).click();
  await expect(page.getByRole("region", { name: "Room alice, bob" })).toBeVisible();
  await expect(page.getByText("The one private room of these two.")).toBeVisible();
});

for (const scheme of ["light", "dark"] as const) {
  test(`nothing on the screen is out of reach in ${scheme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme: scheme });
    for (const name of ["lobby", "kitchen"]) await api(server, "POST", "/rooms", { name });
    const alice = await connect(server, "alice", "lobby");
    await open(page, server);
    await page.getByRole("option", { name: /lobby/ }).click();
    alice.say("hello");
    await expect(page.getByRole("log").getByText("hello")).toBeVisible();
    const screen = await new AxeBuilder({ page }).include("main").analyze();
    expect(screen.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
    await page.getByRole("button", { name: "Delete room" }).click();
    await expect(page.getByRole("button", { name: "Delete: closes 1 connection" })).toBeVisible();
    const dialog = await new AxeBuilder({ page }).include("[role=dialog]").analyze();
    expect(dialog.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
}

test("the undo of an import says which rooms go back with the policy and which stay, and does so", async ({
  page,
  server,
}) => {
  for (const name of ["old", "empty"]) await api(server, "POST", "/rooms", { name });
  await api(server, "POST", "/rooms/old/messages", { body: "It will be gone." });
  const made = ["new", "quiet"].map((name) => ({ name, kind: "public", members: [] }));
  const file = { signalbox: 2, tags: [{ pattern: "home/#" }], tokens: [], rooms: made };
  const { revision } = await api(server, "PUT", "/workspace", file);
  await api(server, "POST", "/rooms/new/messages", { body: "It will stay." });
  await open(page, server);
  await page.keyboard.press("ControlOrMeta+2");
  await page.getByRole("button", { name: "Audit" }).click();
  await page.getByRole("button", { name: `Revert revision ${revision}` }).click();
  const undo = page.getByRole("dialog", { name: `Undo revision ${revision}` });
  await expect(undo.getByText("Takes back the room quiet, where nothing was said")).toBeVisible();
  await expect(undo.getByText("Brings back the room empty")).toBeVisible();
  await expect(undo.getByText("Room old cannot be undone, because the messages went with it")).toBeVisible();
  await expect(undo.getByText("Room new cannot be undone, because the message in new would be lost")).toBeVisible();
  await undo.getByRole("button", { name: "Undo: closes nobody" }).click();
  await expect(undo).toBeHidden();
  await expect(page.getByText("because the messages went with it")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+7");
  const list = page.getByRole("region", { name: "Rooms", exact: true });
  await expect(list.getByText("empty", { exact: true })).toBeVisible();
  await expect(list.getByText("new", { exact: true })).toBeVisible();
  await expect(list.getByText("quiet", { exact: true })).toBeHidden();
});

/** Owns the journeys through the sandbox in a browser: the theatre, by keyboard alone, back-off, repeats, saved messages, Present. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { card, openSandbox, setRight, startHouse, theatreJourney, verdict } from "../theatre.ts";
import { expect, test } from "./browser-test.ts";
import type { Served } from "./serve.ts";

test.beforeEach(async ({ page, server }) => {
  await page.goto(await server.loginLink());
});

async function api(server: Served, method: string, path: string, body: unknown = {}) {
  const headers = { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" };
  const answer = await fetch(`${server.admin}${path}`, { method, headers, body: JSON.stringify(body) });
  expect(answer.ok, `${method} ${path}: ${answer.status}`).toBe(true);
  return answer.json();
}

test("a right is taken away, exactly its clients go with their stamps, the others keep receiving", async ({ page }) => {
  await theatreJourney(page);
});

test("by keyboard alone: token, tag and right; a client connects, publishes, and is thrown out", async ({ page }) => {
  await expect(page.getByText("Running", { exact: true })).toBeVisible();
  await page.keyboard.press("n");
  await typeInto(page, "Name", "Keyboard");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Done" })).toBeVisible();
  await focusAndPress(page, "Done");
  await expect(page.getByRole("dialog")).toBeHidden();
  await focusAndPress(page, "New tag");
  await typeInto(page, "Pattern", "keys/#");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toBeHidden();
  const cell = page.getByRole("gridcell", { name: /^Keyboard, keys\/#, / });
  await cell.focus();
  await page.keyboard.press("2");
  await expect(page.getByRole("button", { name: "Save: closes nobody" })).toBeEnabled();
  await page.keyboard.press("Control+s");
  await expect(cell).toHaveAccessibleName("Keyboard, keys/#, readwrite");

  await page.keyboard.press("Control+4");
  await focusAndPress(page, "Add client");
  await typeInto(page, "Name", "Typist");
  await page.getByRole("dialog").getByLabel("Filters").focus();
  await page.keyboard.type("keys/#");
  await expect(page.getByRole("dialog")).toContainText("keys/# is allowed");
  await focusAndPress(page, "Add and connect");
  await expect(card(page, "Typist")).toContainText("Online");

  const topic = page.getByRole("combobox", { name: "Topic" }).or(page.getByRole("textbox", { name: "Topic" }));
  await topic.focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("keys/a");
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: "Publish" })).toContainText("Allowed, reaches nobody");
  await page.getByRole("textbox", { name: "Message", exact: true }).focus();
  await page.keyboard.press("Control+a");
  await page.keyboard.type("1");
  await page.keyboard.press("Control+Enter");
  // The table says how many it sent.
  await page.getByRole("radio", { name: "Theatre" }).focus();
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("row", { name: "Typist" }).getByRole("cell").nth(6)).toHaveText("1");
  await page.keyboard.press("ArrowRight");

  await page.getByRole("group", { name: "Keyboard, keys/#" }).getByRole("radio", { name: "readwrite" }).focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("button", { name: "Save: closes 1 of 1 connection" })).toBeEnabled();
  await page.keyboard.press("Control+s");
  await expect(card(page, "Typist")).toContainText("4003");
  await expect(verdict(page)).toContainText(/1 closed in [\d.,]+ ms/);
});

async function typeInto(page: Page, label: string, value: string): Promise<void> {
  const field = page.getByRole("dialog").getByLabel(new RegExp(`^${label}`));
  await expect(field).toBeVisible();
  await field.focus();
  await page.keyboard.type(value);
}

async function focusAndPress(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).focus();
  await page.keyboard.press("Enter");
}

test("while the broker is stopped clients wait, say which attempt comes when, and come back by themselves", async ({
  page,
  server,
}) => {
  await startHouse(page);
  await api(server, "POST", "/server/stop");
  await expect(card(page, "Phone 1")).toContainText("Waiting");
  await expect(card(page, "Phone 1")).toContainText("Ended with 1001");
  await expect(card(page, "Phone 1")).toContainText(/until attempt [2-9]/);
  await api(server, "POST", "/server/start");
  await expect(card(page, "Phone 1")).toContainText("Online", { timeout: 20_000 });
});

test("a message with placeholders is repeated with jitter, at the rate that is shown", { tag: "@desktop" }, async ({
  page,
}) => {
  await startHouse(page);
  const publish = page.getByRole("region", { name: "Publish" });
  await page.getByRole("textbox", { name: "Message", exact: true }).fill('{"n": {{nope}} }');
  await expect(publish).toContainText("{{nope}} means nothing");
  await page.getByRole("textbox", { name: "Message", exact: true }).fill('{"n": {{seq}}, }');
  await expect(publish).not.toContainText("Valid JSON");
  await page.getByRole("textbox", { name: "Message", exact: true }).fill('{"n": {{seq}}, "level": {{random 1.5 2.5}}}');
  await expect(publish).toContainText("Valid JSON");
  await expect(publish).toContainText("Allowed, reaches 3");

  await publish.getByRole("button", { name: /^Every/ }).click();
  const repeat = page.getByRole("dialog", { name: /^Every/ });
  await repeat.getByLabel("Every ms").fill("20");
  await repeat.getByLabel("Jitter, ± ms").fill("10");
  await repeat.getByRole("button", { name: "Repeat home/hall/door" }).click();
  const row = repeat.getByRole("list", { name: "Repeats" }).getByRole("listitem").filter({ hasText: "home/hall/door" });
  await expect(row).toContainText(/[1-9]\d*\/s, [1-9][\d,]* sent/);
  await row.getByRole("button", { name: "Stop home/hall/door" }).click();
  await expect(row).toBeHidden();
  await page.keyboard.press("Escape");

  await card(page, "Phone 2")
    .getByRole("button", { name: /^Messages that/ })
    .click();
  const drawer = page.getByRole("dialog", { name: "Messages of Phone 2" });
  await drawer
    .getByRole("button")
    .filter({ hasText: /home\/hall\/door.*"level"/ })
    .first()
    .click();
  await expect(drawer.locator("pre")).toContainText(/"level": \d\.\d/);
  await drawer.getByText("Difference", { exact: true }).click();
  await expect(drawer.locator("pre")).toContainText(/(added|removed)\s+"n": \d+/);
  await drawer.getByText("Hex", { exact: true }).click();
  await expect(drawer.locator("pre")).toContainText("0000  7b 22 6e 22");
  await drawer.getByRole("button", { name: /^n \d/ }).click();
  await expect(drawer.getByRole("img", { name: /^n of home\/hall\/door/ })).toBeVisible();
});

test("a saved message is loaded, changed and sent again", async ({ page }) => {
  await startHouse(page);
  await page.getByRole("button", { name: "Saved messages" }).click();
  const saved = page.getByRole("dialog", { name: "Saved messages" });
  await expect(saved.getByRole("region", { name: "Alerts" })).toContainText("Battery low");
  await saved.getByRole("button", { name: /^Battery low/ }).click();
  await expect(page.getByRole("textbox", { name: "Message", exact: true })).toContainText("{{random 3 9}}");
  await page.getByRole("textbox", { name: "Message", exact: true }).fill('{"device":"door-1","battery":2}');
  await page.getByRole("button", { name: "Saved messages" }).click();
  await saved.getByLabel("Name of the message").fill("Nearly empty");
  await saved.getByLabel("Folder").fill("Alerts");
  await saved.getByRole("button", { name: "Save", exact: true }).click();
  await expect(saved.getByRole("region", { name: "Alerts" })).toContainText("Nearly empty");
  await saved.getByRole("button", { name: "Send Nearly empty" }).click();
  await page.keyboard.press("Escape");
  await expect(card(page, "Phone 1")).toContainText("alerts/battery");
});

test("Present shows cards and verdict alone, and Escape leaves it", async ({ page }) => {
  await startHouse(page);
  await page.getByRole("button", { name: /^Present/ }).click();
  await expect(page.getByRole("navigation", { name: "Screens" })).toBeHidden();
  await expect(page.getByRole("region", { name: "Publish" })).toBeHidden();
  await expect(card(page, "Phone 1")).toBeVisible();
  await expect(page.getByText("127.0.0.1")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("navigation", { name: "Screens" })).toBeVisible();
  await page.keyboard.press("F11");
  await expect(page.getByRole("navigation", { name: "Screens" })).toBeHidden();
});

/** Names of the cards whose face fades into red from now on, as the page tells. */
async function watchFades(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const seen: string[] = [];
    document.addEventListener("transitionrun", ({ target, propertyName }) => {
      if (!(target instanceof Element) || propertyName !== "background-color") return;
      const of = target.parentElement?.closest('[data-state="closed"]')?.ariaLabel;
      if (of) seen.push(of);
    });
    Object.assign(window, { seenFades: seen });
  });
  return () => page.evaluate(() => [...new Set<string>(Reflect.get(window, "seenFades"))].sort());
}

test("a few cards fade into red, and none for who wants less motion", async ({ page }) => {
  await startHouse(page);
  const fades = await watchFades(page);
  await setRight(page, "Wall dashboard", "home/+/door", "none");
  await page.getByRole("button", { name: /^Save: closes 2/ }).click();
  await expect.poll(fades).toEqual(["Hall dashboard", "Kitchen dashboard"]);
  await page.getByRole("button", { name: /^Undo revision/ }).click();
  await page.getByRole("button", { name: "Reconnect closed" }).click();
  await expect(verdict(page)).toContainText("5 online");

  await page.emulateMedia({ reducedMotion: "reduce" });
  const fewer = await watchFades(page);
  await setRight(page, "Wall dashboard", "home/+/door", "none");
  await page.getByRole("button", { name: /^Save: closes 2/ }).click();
  await expect(card(page, "Kitchen dashboard")).toContainText("A retry gets 4003");
  expect(await fewer()).toEqual([]);
});

test("B12 an edit and a removal of a simulated client say whose connection they close before they do", async ({
  page,
  server,
}) => {
  const token = await api(server, "POST", "/tokens", { name: "Van" });
  const tag = await api(server, "POST", "/tags", { pattern: "van/+" });
  await api(server, "PUT", "/permissions", { tokenId: token.id, tagId: tag.id, access: "read" });
  const fields = { tokenId: token.id, dialect: "broker", filters: ["van/a"], lastN: 0 };
  const { id } = await api(server, "POST", "/sandbox/clients", { name: "Van", ...fields });
  await api(server, "POST", `/sandbox/clients/${id}/connect`);
  await openSandbox(page);
  await expect(card(page, "Van")).toContainText("Online");
  const choose = async (item: string) => {
    await page.getByRole("button", { name: "Menu of Van" }).click();
    await page.getByRole("menuitem", { name: item, exact: true }).click();
  };
  await choose("Edit");
  const edit = page.getByRole("dialog", { name: "Edit Van" });
  await expect(edit.getByRole("button", { name: "Save: closes nobody" })).toBeVisible();
  await edit.getByRole("textbox", { name: "Filters" }).fill("van/b");
  await edit.getByRole("button", { name: "Save: closes 1 of 1 connection", exact: true }).click();
  await expect(edit).toHaveCount(0);
  await expect(card(page, "Van")).toContainText("van/b");
  await expect(card(page, "Van")).toContainText("Online");
  await choose("Remove");
  const removal = page.getByRole("dialog", { name: "Remove Van" });
  await expect(removal.getByRole("list", { name: "Connections it closes" })).toContainText("Closed 4010");
  await removal.getByRole("button", { name: "Remove: closes 1 of 1 connection", exact: true }).click();
  await expect(card(page, "Van")).toHaveCount(0);
});

test("many cards are red at once", async ({ page, server }) => {
  const token = await api(server, "POST", "/tokens", { name: "Crowd" });
  const tag = await api(server, "POST", "/tags", { pattern: "crowd/news" });
  const right = await api(server, "PUT", "/permissions", { tokenId: token.id, tagId: tag.id, access: "read" });
  const names = Array.from({ length: 13 }, (_, index) => `Crowd ${index + 1}`);
  const fields = { tokenId: token.id, dialect: "broker", filters: ["crowd/news"], lastN: 0 };
  for (const name of names) {
    const { id } = await api(server, "POST", "/sandbox/clients", { name, ...fields });
    await api(server, "POST", `/sandbox/clients/${id}/connect`);
  }
  await openSandbox(page);
  await expect(verdict(page)).toContainText("13 online");
  const fades = await watchFades(page);
  await api(server, "DELETE", `/permissions/${right.id}`);
  await expect(card(page, "Crowd 1")).toContainText("A retry gets 4003");
  expect(await fades()).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`nothing on the ${colorScheme} stage is closed to whoever uses other senses or other hands`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await startHouse(page);
    await setRight(page, "Wall dashboard", "home/+/door", "none");
    const pending = await new AxeBuilder({ page }).include("main").analyze();
    await page.getByRole("button", { name: /^Save: closes 2/ }).click();
    await expect(card(page, "Hall dashboard")).toContainText("A retry gets 4003");
    const closed = await new AxeBuilder({ page }).include("main").analyze();
    await page.getByText("Table", { exact: true }).click();
    const table = await new AxeBuilder({ page }).include("main").analyze();
    const found = [pending, closed, table].flatMap(({ violations }) =>
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
    );
    expect(found).toEqual([]);
  });
}

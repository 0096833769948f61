/** Owns the proof of the Topics screen: a tree that fills by itself, a topic read, published to, charted, paged, described and deleted. */
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { WebSocket } from "ws";
import { z } from "zod";
import { expect, test } from "./browser-test.ts";
import type { Served } from "./serve.ts";

const Id = z.object({ id: z.string() });

async function call(server: Served, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${server.admin}${path}`, {
    method,
    headers: { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(response.ok, `${method} ${path}`).toBe(true);
  return response.json();
}

const publish = (server: Served, topic: string, message: unknown) =>
  call(server, "POST", "/messages", { topic, message });

/** A house that has spoken: twelve values of a thermometer, a lamp, a door. */
async function speak(server: Served): Promise<void> {
  for (let step = 0; step < 12; step++) {
    await publish(server, "home/livingroom/temp", { c: 21 + step / 10, humidity: 44 - step, mode: "heat" });
  }
  await publish(server, "home/livingroom/light", "on");
  await publish(server, "home/hall/door", { open: false });
}

async function openTopics(page: Page, server: Served): Promise<void> {
  await page.goto(await server.loginLink());
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Topics" }).click();
  await expect(page.getByRole("heading", { name: "Topics", level: 1 })).toBeVisible();
}

const item = (page: Page, topic: string) => page.getByRole("treeitem", { name: new RegExp(`^${topic}, `) });

test("the tree fills by itself, and a topic shows its message against the one before, its numbers and its history", async ({
  page,
  server,
}) => {
  await openTopics(page, server);
  await expect(page.getByText("No topics yet")).toBeVisible();
  await speak(server);
  await expect(item(page, "home/livingroom/temp")).toHaveAccessibleName(/last 22\.1, 12 messages/);
  await item(page, "home/livingroom/temp").click();

  const panel = page.getByRole("region", { name: "Topic home/livingroom/temp" });
  const message = panel.getByRole("region", { name: "Message, with what changed" });
  await expect(message).toContainText('removed   "c": 22,');
  await expect(message).toContainText('added   "c": 22.1,');
  await expect(message).toContainText('"mode": "heat"');
  await expect(panel.getByRole("row", { name: /Chart c 22\.1 \+0\.1 21 22\.1/ })).toBeVisible();
  await expect(panel.getByRole("img", { name: /^c over time: 12 values from 21 to 22\.1, now 22\.1$/ })).toBeVisible();
  await panel.getByRole("button", { name: "Chart humidity" }).click();
  await expect(panel.getByRole("img", { name: /^humidity over time/ })).toBeVisible();

  await publish(server, "home/livingroom/temp", { c: 19, humidity: 50, mode: "off" });
  await expect(message).toContainText('added   "mode": "off"');
  await expect(panel.getByRole("table", { name: "Kept messages" }).getByRole("row")).toHaveCount(14);
  await panel.getByRole("table", { name: "Kept messages" }).getByRole("row").nth(4).click();
  await expect(message).toContainText('added   "c": 21.9');
  await panel.getByRole("button", { name: "Back to the last" }).click();
  await expect(message).toContainText('"mode": "off"');
});

test("history is paged, and a page stays where it is while messages arrive", async ({ page, server }) => {
  for (let value = 1; value <= 230; value++) await publish(server, "count", value);
  await openTopics(page, server);
  await item(page, "count").click();
  const table = page.getByRole("table", { name: "Kept messages" });
  await expect(page.getByText("page 1 of 3")).toBeVisible();
  await page.getByRole("button", { name: "Older messages" }).click();
  await expect(table.getByRole("row").nth(1)).toContainText("130");
  await publish(server, "count", 231);
  await expect(item(page, "count")).toHaveAccessibleName(/231 messages/);
  await page.getByRole("button", { name: "Older messages" }).click();
  await expect(table.getByRole("row")).toHaveCount(31);
  await expect(table.getByRole("row").last()).toContainText("1");
  await page.getByRole("button", { name: "Newer messages" }).click();
  await page.getByRole("button", { name: "Newer messages" }).click();
  await expect(table.getByRole("row").nth(1)).toContainText("231");
});

test("it is used from the keyboard: typing filters, arrows move and fold, Esc clears", async ({ page, server }) => {
  await speak(server);
  await openTopics(page, server);
  await expect(item(page, "home/hall/door")).toBeVisible();
  await page.keyboard.type("n");
  await expect(page.getByRole("dialog")).toBeHidden();
  await page.keyboard.type("g");
  await expect(page.getByRole("treeitem")).toHaveCount(4);
  await page.keyboard.type("zz");
  await expect(page.getByText("No topic matches this filter")).toBeVisible();
  await page.getByRole("button", { name: "Clear filter" }).click();
  await page.getByLabel("Filter topics").fill("home/+/light");
  await expect(page.getByRole("treeitem")).toHaveCount(3);
  await page.keyboard.press("Escape");

  await page.getByRole("tree").focus();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowLeft");
  await expect(page.getByRole("treeitem")).toHaveCount(1);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("End");
  await expect(page.getByRole("region", { name: "Topic home/livingroom/temp" })).toBeVisible();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("region", { name: "Topic home/livingroom/light" })).toBeVisible();
});

test("who would receive it is told with the filter, who could with why not", async ({ page, server }) => {
  const token = z
    .object({ id: z.string(), secret: z.string() })
    .parse(await call(server, "POST", "/tokens", { name: "Hub" }));
  const idle = Id.parse(await call(server, "POST", "/tokens", { name: "Phone" }));
  const tag = Id.parse(await call(server, "POST", "/tags", { pattern: "barn/#" }));
  for (const { id } of [token, idle]) {
    await call(server, "PUT", "/permissions", { tokenId: id, tagId: tag.id, access: "read" });
  }
  await publish(server, "barn/door", 1);
  const client = new WebSocket(server.broker, { headers: { authorization: `Token ${token.secret}`, tag: "barn/#" } });
  try {
    await openTopics(page, server);
    await item(page, "barn/door").click();
    await expect(
      page.getByRole("table", { name: "Would receive" }).getByRole("row", { name: /Hub barn\/# Online/ }),
    ).toBeVisible();
    await page.getByRole("tab", { name: /Could read/ }).click();
    await expect(page.getByRole("row", { name: /Phone barn\/# read Not connected/ })).toBeVisible();
  } finally {
    client.terminate();
  }
});

test("a topic is made, described, published to and deleted, and what is wrong is said where it is written", {
  tag: "@desktop",
}, async ({ page, server }) => {
  await openTopics(page, server);
  const dialog = page.getByRole("dialog");
  await page.getByRole("button", { name: "New topic" }).click();
  await dialog.getByLabel("Name").fill("barn/+");
  await expect(dialog.getByText(/must not contain \+/)).toBeVisible();
  await dialog.getByLabel("Name").fill("barn/door");
  await dialog.getByRole("button", { name: "Create topic" }).click();
  await expect(dialog).toBeHidden();
  const panel = page.getByRole("region", { name: "Topic barn/door" });
  await expect(panel.getByText("No message is kept of this topic.").first()).toBeVisible();

  await page.getByRole("button", { name: "More about this topic" }).click();
  await page.getByRole("menuitem", { name: "Metadata…" }).click();
  const metadata = dialog.getByRole("textbox", { name: "Metadata as JSON" });
  await metadata.fill("[1]");
  await expect(dialog.getByText("Metadata is a JSON object: { … }")).toBeVisible();
  await metadata.fill('{"unit":"cm"}');
  await dialog.getByRole("button", { name: "Save metadata" }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole("button", { name: "Publish", exact: true }).click();
  await expect(dialog.getByLabel("Topic")).toHaveValue("barn/door");
  const message = dialog.getByRole("textbox", { name: "Message as JSON" });
  await message.fill('{"open": tru');
  await expect(dialog.getByText(/^Not JSON/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Publish" })).toBeDisabled();
  await message.fill('{"big": 12345678901234567890}');
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog.getByText("Published; nobody is subscribed")).toBeVisible();
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();
  await expect(panel.getByText("12345678901234567890").first()).toBeVisible();
  await expect(panel.getByText('{"unit":"cm"}')).toBeVisible();

  await page.getByRole("button", { name: "More about this topic" }).click();
  await page.getByRole("menuitem", { name: "Delete topic…" }).click();
  await expect(dialog.getByText("1 kept message is forgotten.")).toBeVisible();
  const remove = dialog.getByRole("button", { name: /^Delete: forgets 1 message/ });
  await expect(remove).toBeDisabled();
  await dialog.getByLabel("Type the topic's name to delete it").fill("barn/door");
  await remove.click();
  await expect(page.getByText("No topics yet")).toBeVisible();
});

for (const scheme of ["light", "dark"] as const) {
  test(`it holds to WCAG in ${scheme}`, async ({ page, server }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await speak(server);
    await openTopics(page, server);
    await item(page, "home/livingroom/temp").click();
    await expect(page.getByRole("table", { name: "Kept messages" })).toBeVisible();
    await expect(page.getByRole("img", { name: /over time/ })).toBeVisible();
    const found = await new AxeBuilder({ page }).include("main").withTags(["wcag2a", "wcag2aa", "wcag21aa"]).analyze();
    expect(
      found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
    ).toEqual([]);
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await expect(page.getByRole("textbox", { name: "Message as JSON" })).toBeVisible();
    const dialog = await new AxeBuilder({ page })
      .include('[role="dialog"]')
      .withTags(["wcag2a", "wcag2aa", "wcag21aa"])
      .analyze();
    expect(
      dialog.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`),
    ).toEqual([]);
  });
}

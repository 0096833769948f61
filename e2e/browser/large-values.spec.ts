/** Proof that a look at a large or deep value costs what it draws: few elements, no stopped screen, and the whole to download. */
import { readFileSync } from "node:fs";
import type { Locator } from "@playwright/test";
import { call } from "./admin-api.ts";
import { expect, test } from "./browser-test.ts";
import { longestBlock, openConsole, openScreen, paste } from "./console-page.ts";

const VALUES = {
  "60,000 numbers": JSON.stringify({ samples: Array.from({ length: 60_000 }, (_, at) => at % 100) }),
  "9,000 levels": "[".repeat(9_000) + "]".repeat(9_000),
  "a text of 200 KB": JSON.stringify("x".repeat(200_000)),
};

test("L17 a large or deep value is drawn by the lines in sight, in Traffic and in Topics, and downloaded whole", async ({
  page,
  server,
}) => {
  await openConsole(page, server);
  for (const [name, json] of Object.entries(VALUES)) {
    await call(server, "POST", "/messages", { topic: "large", json });
    await openScreen(page, "Traffic");
    const rows = page.getByRole("grid", { name: "Traffic" }).getByRole("row").filter({ hasText: "large" });
    await rows.first().click();
    const payload = page.getByRole("region", { name: "Payload" });
    await expect(payload, name).toBeVisible();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download the whole" }).click();
    expect(readFileSync(await (await download).path(), "utf8"), name).toBe(json);
    // Lines in sight and some around them, of tens of thousands.
    expect(await payload.locator("span").count(), name).toBeLessThan(500);
    expect(((await payload.textContent()) ?? "").length, name).toBeLessThan(20_000);
    await page.keyboard.press("Escape");
    await openScreen(page, "Topics");
    await page.getByRole("treeitem", { name: /^large, / }).click();
    const message = page.getByRole("region", { name: "Message, with what changed" });
    await expect(message, name).toBeVisible();
    expect(await message.locator("span").count(), name).toBeLessThan(500);
    await expect(page.getByText(/ stopped$/), name).toHaveCount(0);
  }
});

test("L17 editors take 250 KB in one line without holding the window, and write hidden characters out", async ({
  page,
  server,
}) => {
  await call(server, "POST", "/messages", { topic: "large", json: "1" });
  await openConsole(page, server);
  const line = `{"a": "\u202e${"x".repeat(125_000)}", "b": [${"1,".repeat(62_000)}1]}`;
  const look = async (where: string, editor: Locator) => {
    await editor.click();
    await page.keyboard.press("ControlOrMeta+A");
    const held = await longestBlock(page, async () => {
      await paste(editor, line);
      await page.keyboard.press("ControlOrMeta+Home");
      await expect.poll(async () => (await editor.textContent())?.includes("\\u202e"), where).toBe(true);
      await page.keyboard.type("  ");
      await page.keyboard.press("End");
      await page.keyboard.type("  ");
      await page.keyboard.press("Backspace");
    });
    expect(held, where).toBeLessThan(3_000);
    expect(((await editor.textContent()) ?? "").length, where).toBeLessThan(30_000);
  };
  await openScreen(page, "Topics");
  await page.getByRole("button", { name: "Publish" }).click();
  const publish = page.getByRole("dialog");
  await look("publish", publish.getByRole("textbox", { name: "Message as JSON" }));
  await expect(publish.getByText("Valid JSON")).toBeVisible();
  await page.keyboard.press("Escape");
  await openScreen(page, "Sandbox");
  await page.getByRole("button", { name: "Add client" }).first().click();
  await page.getByRole("textbox", { name: "Name" }).fill("Phone");
  await page.getByRole("button", { name: "Add and connect" }).click();
  await look("sandbox", page.getByRole("region", { name: "Publish" }).getByRole("textbox", { name: "Message" }));
});

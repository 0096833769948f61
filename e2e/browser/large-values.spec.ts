/** Proof that a look at a large or deep value costs what it draws: few elements, no stopped screen, and the whole to download. */
import { readFileSync } from "node:fs";
import { call } from "./admin-api.ts";
import { expect, test } from "./browser-test.ts";
import { openConsole, openScreen } from "./console-page.ts";

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

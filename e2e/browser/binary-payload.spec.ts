/** The journey of a picture through the console: published as a file, read as hex and text in Topics and Traffic, and downloaded as it was. */
import { readFileSync } from "node:fs";
import { AxeBuilder } from "@axe-core/playwright";
import type { Download, Page } from "@playwright/test";
import { expect, test } from "./browser-test.ts";
import type { Served } from "./serve.ts";

/** A whole picture: one transparent pixel. */
const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

async function open(page: Page, server: Served, screen: "Topics" | "Traffic"): Promise<void> {
  await page.goto(await server.loginLink());
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: screen }).click();
}

async function publish(server: Served, topic: string, payload: object): Promise<void> {
  const answer = await fetch(`${server.admin}/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${server.adminKey}`, "content-type": "application/json" },
    body: JSON.stringify({ topic, ...payload }),
  });
  expect(answer.ok).toBe(true);
}

const bytesOf = async (download: Promise<Download>) => readFileSync(await (await download).path());

test("a picture is published as a file, shown in Topics as hex and as text, and downloaded as it was", async ({
  page,
  server,
}) => {
  await open(page, server, "Topics");
  await page.getByRole("button", { name: "Publish", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Topic").fill("home/camera");
  await dialog.getByText("Bytes", { exact: true }).click();
  const base64 = dialog.getByRole("textbox", { name: "Message as base64" });
  await base64.fill("AP8");
  await expect(dialog.getByText(/^This is not base64/)).toBeVisible();
  await expect(dialog.getByRole("button", { name: "Publish" })).toBeDisabled();
  const chooser = page.waitForEvent("filechooser");
  await dialog.getByRole("button", { name: "Choose a file" }).click();
  await (await chooser).setFiles({ name: "pixel.png", mimeType: "image/png", buffer: PICTURE });
  await expect(base64).toHaveValue(PICTURE.toString("base64"));
  await dialog.getByRole("button", { name: "Publish" }).click();
  await expect(dialog.getByText("Published; nobody is subscribed")).toBeVisible();
  await dialog.getByRole("button", { name: "Close", exact: true }).last().click();

  const panel = page.getByRole("region", { name: "Topic home/camera" });
  const message = panel.getByRole("region", { name: "Message", exact: true });
  await expect(message).toContainText("0000 89 50 4e 47 0d 0a 1a 0a .PNG....");
  await expect(panel.getByText(`${PICTURE.length} B, binary`)).toBeVisible();
  await expect(panel.getByRole("table", { name: "Kept messages" })).toContainText("89 50 4e 47");
  await panel.getByText("Text", { exact: true }).click();
  await expect(message).toContainText("IHDR");
  const download = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Download" }).click();
  expect((await bytesOf(download)).equals(PICTURE)).toBe(true);
});

test("Traffic shows the bytes of a picture and text as it was published, and sends both again as the same bytes", async ({
  page,
  server,
}) => {
  await publish(server, "home/camera", { base64: PICTURE.toString("base64") });
  await publish(server, "home/lamp", { text: '"ON"' });
  await open(page, server, "Traffic");
  const row = (topic: string) => page.getByRole("row").filter({ hasText: topic });
  await expect(row("home/camera")).toContainText("89 50 4e 47");
  await row("home/camera").click();
  const panel = page.getByRole("complementary", { name: "Message" });
  await expect(panel.getByRole("region", { name: "Payload" })).toContainText("0000 89 50 4e 47 0d 0a 1a 0a .PNG....");
  const download = page.waitForEvent("download");
  await panel.getByRole("button", { name: "Download" }).click();
  expect((await bytesOf(download)).equals(PICTURE)).toBe(true);
  const found = await new AxeBuilder({ page }).include("aside").withTags(["wcag2a", "wcag2aa", "wcag21aa"]).analyze();
  expect(found.violations.map(({ id }) => id)).toEqual([]);

  await panel.getByRole("button", { name: "Send again as the operator" }).click();
  await expect(page.getByText("Sent again as the operator to 0 sessions.")).toHaveCount(1);
  await row("home/lamp").click();
  await panel.getByRole("button", { name: "Send again as the operator" }).click();
  await expect(page.getByText("Sent again as the operator to 0 sessions.")).toHaveCount(2);
  const headers = { authorization: `Bearer ${server.adminKey}` };
  for (const [topic, bytes] of [
    ["home/camera", PICTURE],
    ["home/lamp", Buffer.from('"ON"')],
  ] as const) {
    const answer = await fetch(`${server.admin}/traffic?filter=topic:${topic}`, { headers });
    const { items } = (await answer.json()) as { items: readonly { id: string }[] };
    expect(items).toHaveLength(2);
    for (const { id } of items) {
      const file = await fetch(`${server.admin}/traffic/${id}/payload`, { headers });
      expect(Buffer.from(await file.arrayBuffer()).equals(bytes)).toBe(true);
    }
  }
});

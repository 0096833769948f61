/** Owns the proof that workspace files come in and go out: shown with what they close, and refused with the broker's own sentence. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./desktop-test.ts";
import { consoleClientOf } from "./host-page.ts";

const BARN = {
  signalbox: 1,
  tags: [{ pattern: "barn/#" }],
  tokens: [{ name: "Barn", permissions: [{ pattern: "barn/#", access: "read" }] }],
};

test("a workspace file that is opened is shown with what it closes, and imported once the person agreed", async ({
  launch,
  userData,
}) => {
  const file = join(userData, "barn.signalbox.json");
  writeFileSync(file, JSON.stringify(BARN));
  const desktop = launch();
  const { page } = await desktop.page();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  await desktop.openFile(file);
  const dialog = page.getByRole("dialog", { name: "Import workspace" });
  await expect(dialog).toContainText("barn.signalbox.json holds 1 token and 1 tag");
  await expect(dialog).toContainText("Closes 5 connections, 0 stay");
  await dialog.getByRole("button", { name: /^Import: closes 5/ }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name: "Access" }).click();
  await expect(page.getByText("1 token, 1 tag")).toBeVisible();
});

test("a file that is no workspace is refused with the broker's own sentence, one that is gone with the system's", async ({
  launch,
  userData,
}) => {
  const file = join(userData, "broken.signalbox.json");
  writeFileSync(file, `{"signalbox":2}`);
  const desktop = launch();
  const { page } = await desktop.page();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  await desktop.openFile(file);
  const dialog = page.getByRole("dialog", { name: "Import workspace" });
  await expect(dialog.getByRole("alert")).toContainText("broken.signalbox.json cannot be imported");
  await expect(dialog.getByRole("button", { name: /^Import/ })).toHaveCount(0);
  await page.keyboard.press("Escape");
  await desktop.openFile(join(userData, "gone.signalbox.json"));
  await expect(page.getByText(/The file cannot be read/)).toBeVisible();
});

test("a file that is dropped onto the window is shown as one that is opened", async ({ launch }) => {
  const { page } = await launch().page();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], "barn.signalbox.json", { type: "application/json" }));
    return transfer;
  }, JSON.stringify(BARN));

  await page.dispatchEvent("body", "dragover", { dataTransfer: data });
  await expect(page.getByText("Drop a workspace file to see what it would change")).toBeVisible();
  await page.dispatchEvent("body", "drop", { dataTransfer: data });
  await expect(page.getByRole("dialog", { name: "Import workspace" })).toContainText("holds 1 token and 1 tag");
});

test("an export holds the policy and no secret", async ({ launch, userData }) => {
  const file = join(userData, "out.signalbox.json");
  const desktop = launch({ onSaveDialog: () => file });
  const client = await consoleClientOf((await desktop.page()).page);
  const { secret } = await client.tokens.create({ name: "Greenhouse" });

  await desktop.clickMenu("File", "Export workspace…");
  await expect.poll(() => readText(file)).toContain("Greenhouse");
  expect(readText(file)).not.toContain(secret);
});

test("a second start with a workspace file hands it to the running app", async ({ launch, userData, port }) => {
  const file = join(userData, "barn.signalbox.json");
  writeFileSync(file, JSON.stringify(BARN));
  const first = launch();
  const { page } = await first.page();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();

  const second = launch({ args: [`--port=${port}`, file] });
  expect(await second.exited).toBe(0);
  await expect(page.getByRole("dialog", { name: "Import workspace" })).toContainText("barn.signalbox.json");
});

test("a first start with a workspace file shows it once the page is there", async ({ launch, userData, port }) => {
  const file = join(userData, "barn.signalbox.json");
  writeFileSync(file, JSON.stringify(BARN));
  const { page } = await launch({ args: [`--port=${port}`, file] }).page();
  await expect(page.getByRole("dialog", { name: "Import workspace" })).toContainText("barn.signalbox.json");
});

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Owns the proof that workspace files come in and go out: previewed, asked about, and refused with the broker's own sentence. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { MessageBoxOptions } from "electron";
import { expect, test } from "./desktop-test.ts";
import { consoleClientOf } from "./host-page.ts";

const BARN = {
  signalbox: 1,
  tags: [{ pattern: "barn/#" }],
  tokens: [{ name: "Barn", permissions: [{ pattern: "barn/#", access: "read" }] }],
};

test("a workspace file is imported once the person agreed to what it closes", async ({ launch, userData }) => {
  const file = join(userData, "barn.signalbox.json");
  writeFileSync(file, JSON.stringify(BARN));
  const questions: MessageBoxOptions[] = [];
  const answers = [1, 0];
  const desktop = launch({
    onOpenDialog: () => [file],
    onMessageBox: (options) => {
      questions.push(options);
      return { response: answers.shift() ?? 1, checkboxChecked: false };
    },
  });
  const client = await consoleClientOf((await desktop.page()).page);
  const before = (await client.tokens.list({})).items.map(({ name }) => name);

  await desktop.clickMenu("File", "Import workspace…");
  await desktop.tells("message-box", 1);
  expect(questions[0]?.message).toContain("barn.signalbox.json");
  expect(questions[0]?.detail).toContain("Closes 0 of 0 connections");
  expect((await client.tokens.list({})).items.map(({ name }) => name)).toEqual(before);

  await desktop.openFile(file);
  await desktop.tells("message-box", 2);
  await expect.poll(async () => (await client.tokens.list({})).items.map(({ name }) => name)).toEqual(["Barn"]);
});

test("a file that is no workspace is refused and changes nothing", async ({ launch, userData }) => {
  const file = join(userData, "broken.signalbox.json");
  writeFileSync(file, `{"signalbox":2}`);
  const desktop = launch({ onOpenDialog: () => [file] });
  await desktop.page();

  await desktop.clickMenu("File", "Import workspace…");
  const box = await desktop.tells<{ title: string; content: string }>("error-box");
  expect(box.title).toBe("The workspace was not imported");
  expect(box.content.length).toBeGreaterThan(0);
  expect(desktop.told("message-box")).toEqual([]);
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
  const first = launch({ onMessageBox: () => ({ response: 0, checkboxChecked: false }) });
  const client = await consoleClientOf((await first.page()).page);

  const second = launch({ args: [`--port=${port}`, file] });
  expect(await second.exited).toBe(0);
  await first.tells("message-box");
  await expect.poll(async () => (await client.tokens.list({})).items.map(({ name }) => name)).toEqual(["Barn"]);
});

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Owns the proof of what guards the sealing key on a desktop, and that a key that cannot be opened is never replaced. */
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./desktop-test.ts";
import { consoleClientOf } from "./host-page.ts";

for (const [backend, guard] of [
  ["gnome_libsecret", "keychain"],
  ["basic_text", "obscured"],
] as const) {
  test(`with ${backend} the console says "${guard}"`, async ({ launch }) => {
    const { page } = await launch({ environment: { STAND_IN_KEYCHAIN: backend } }).page();

    expect((await (await consoleClientOf(page)).server.info()).secrets).toBe(guard);
  });
}

test("secrets survive a restart, and the key file is for this user only", async ({ launch, userData }) => {
  const first = launch();
  const client = await consoleClientOf((await first.page()).page);
  const { id, secret } = await client.tokens.create({ name: "Greenhouse" });
  expect(await first.quit()).toBe(0);
  expect(statSync(join(userData, "keychain.json")).mode & 0o777).toBe(0o600);

  const again = await consoleClientOf((await launch().page()).page);
  expect(await again.tokens.secret({ id })).toEqual({ id, secret });
});

test("another account's keychain ends the start with a sentence that says what to do, and changes nothing", async ({
  launch,
  userData,
}) => {
  const first = launch();
  await first.page();
  await first.quit();
  const sealed = readFileSync(join(userData, "keychain.json"), "utf8");

  const second = launch({ environment: { STAND_IN_KEYCHAIN_ACCOUNT: "second" } });
  expect(await second.exited).toBe(2);
  const box = second.told<{ title: string; content: string }>("error-box")[0];
  expect(box?.title).toBe("Signalbox cannot start");
  expect(box?.content).toContain("unlock it and start again");
  expect(readFileSync(join(userData, "keychain.json"), "utf8")).toBe(sealed);
});

test("a damaged key file ends the start with a sentence that names it", async ({ launch, userData }) => {
  writeFileSync(join(userData, "keychain.json"), "{");

  const desktop = launch();
  expect(await desktop.exited).toBe(2);
  expect(desktop.told<{ content: string }>("error-box")[0]?.content).toContain(join(userData, "keychain.json"));
  expect(desktop.told("window-created")).toEqual([]);
});

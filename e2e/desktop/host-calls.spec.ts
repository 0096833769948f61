/** Owns the proof that the page's host calls are checked: sender first, input second, and that errors travel as data. */
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openScreen } from "../browser/console-page.ts";
import { expect, test } from "./desktop-test.ts";
import "./host-page.ts";

test("copy puts text on the clipboard", async ({ launch }) => {
  const desktop = launch();
  const { page } = await desktop.page();

  expect(await page.evaluate(() => window.signalboxHost.copy("ws://127.0.0.1:8001/"))).toEqual({
    ok: true,
    value: null,
  });
  expect(desktop.told("clipboard")).toEqual(["ws://127.0.0.1:8001/"]);
});

test("an input that is not allowed is refused as data and reaches nothing", async ({ launch }) => {
  const desktop = launch();
  const { page } = await desktop.page();

  const answers = await page.evaluate(async () => {
    const host = window.signalboxHost;
    type Name =
      | "copy"
      | "revealFolder"
      | "openExternal"
      | "notify"
      | "setZoom"
      | "setKeys"
      | "changePort"
      | "restart"
      | "openWindow";
    const call = (name: Name, input: unknown) =>
      Reflect.apply(host[name], undefined, [input]) as Promise<{
        ok: boolean;
        error?: { code: string; field?: string };
      }>;
    return [
      await call("copy", { text: "an object" }),
      await call("copy", "x".repeat(1024 * 1024 + 1)),
      await call("revealFolder", "/etc"),
      await call("revealFolder", "../.."),
      await call("openExternal", "http://github.com/"),
      await call("openExternal", "file:///etc/passwd"),
      await call("openExternal", "https://github.com.example.com/"),
      await call("openExternal", "https://user:pass@github.com/"),
      await call("notify", { title: "", body: "b" }),
      await call("notify", { title: "a", body: "b", icon: "/etc/passwd" }),
      await call("setZoom", 5),
      await call("setZoom", "150"),
      await call("setKeys", { "token.new": "mod+T" }),
      await call("setKeys", ["mod+T"]),
      await call("changePort", 0),
      await call("changePort", 8001.5),
      await call("changePort", { port: 8002 }),
    ];
  });

  for (const answer of answers) expect(answer).toMatchObject({ ok: false, error: { code: "BAD_REQUEST" } });
  expect(answers[8]?.error?.field).toBe("title");
  for (const deed of ["clipboard", "open-path", "open-external", "notification", "zoom"])
    expect(desktop.told(deed), deed).toEqual([]);
});

test("a frame that is not the top frame of our page is refused, and so is one that is gone", async ({ launch }) => {
  const desktop = launch();
  await desktop.page();
  const refused = { ok: true, value: { ok: false, error: { code: "FORBIDDEN", message: expect.any(String) } } };

  const foreign = { url: "https://example.com/", isTop: true };
  const child = { url: "app://signalbox/index.html", isTop: false };
  const lookalike = { url: "https://signalbox/index.html", isTop: true };
  for (const frame of [foreign, child, lookalike, "gone"] as const) {
    expect(await desktop.fromFrame(frame, "signalbox:copy", "text")).toEqual(refused);
  }
  expect(desktop.told("clipboard")).toEqual([]);
  for (const channel of ["open-window", "set-zoom", "set-keys", "back-up", "change-port", "restart"]) {
    expect(await desktop.fromFrame(foreign, `signalbox:${channel}`, 100), channel).toEqual(refused);
  }
  expect(desktop.told("window-created")).toHaveLength(1);
  expect(desktop.told("relaunch")).toEqual([]);
});

test("a deed that the system refuses is answered as internal, without the reason", async ({ launch, userData }) => {
  const desktop = launch();
  const { page } = await desktop.page();
  rmSync(join(userData, "logs"), { recursive: true });

  const answer = await page.evaluate(() => window.signalboxHost.revealFolder("logs"));
  expect(answer).toMatchObject({ ok: false, error: { code: "INTERNAL" } });
  expect(JSON.stringify(answer)).not.toContain(userData);
});

test("reveal shows the data folder, notify shows a notice, an allowed link opens", async ({ launch, userData }) => {
  const desktop = launch();
  const { page } = await desktop.page();

  await page.evaluate(async () => {
    await window.signalboxHost.revealFolder("data");
    await window.signalboxHost.notify({ title: "Closed", body: "3 of 41" });
    await window.signalboxHost.openExternal("https://github.com/websockets/ws");
  });
  expect(desktop.told("open-path")).toEqual([userData]);
  expect(desktop.told("notification")).toEqual([{ title: "Closed", body: "3 of 41" }]);
  expect(desktop.told("open-external")).toEqual(["https://github.com/websockets/ws"]);
});

test("a backup goes where the person chooses, the window says where and how large; a cancelled dialog makes none", async ({
  launch,
  userData,
}) => {
  const elsewhere = join(userData, "elsewhere");
  mkdirSync(elsewhere);
  const answers = [[], [elsewhere], [join(userData, "nowhere")]];
  const desktop = launch({ onOpenDialog: () => answers.shift() ?? [] });
  const { page } = await desktop.page();
  await openScreen(page, "Settings");
  const row = page.locator('[data-setting="backup"]');
  const elsewhereButton = row.getByRole("button", { name: "Back up to…" });

  await elsewhereButton.click();
  await expect(elsewhereButton).toBeEnabled();
  expect(readdirSync(elsewhere)).toEqual([]);
  await elsewhereButton.click();
  const done = row.getByRole("status");
  await expect(done).toContainText(/\d KB in [\d.,]+ ms, revision \d+ with history/);
  const [made] = readdirSync(elsewhere);
  await expect(done.locator("code")).toHaveText(join(elsewhere, made ?? ""));
  expect(readdirSync(join(elsewhere, made ?? "")).sort()).toEqual(["history.db", "signalbox.db"]);

  await elsewhereButton.click();
  await expect(row.getByRole("alert")).toBeVisible();
  expect(readdirSync(elsewhere)).toHaveLength(1);
});

/** Owns the proof that the window is as locked as it must be, and that its page cannot leave. */
import { CONTENT_SECURITY_POLICY } from "../../electron/content-security-policy.ts";
import { expect, test } from "./desktop-test.ts";

test("the window is isolated, sandboxed and without Node", async ({ launch }) => {
  const options = await launch().windowOptions();

  expect(options.webPreferences).toMatchObject({
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
  });
  expect(options.webPreferences?.preload).toMatch(/preload\.cjs$/);
});

test("the page comes over the app's own scheme with the content security policy, and asks the network for nothing", async ({
  launch,
}) => {
  const desktop = launch();
  const page = await desktop.page();

  const answer = await desktop.request("app://signalbox/index.html");
  expect(answer.status).toBe(200);
  expect(answer.headers["content-security-policy"]).toBe(CONTENT_SECURITY_POLICY);
  expect(await page.page.evaluate(() => [window.isSecureContext, location.pathname])).toEqual([true, "/index.html"]);
  expect(page.outside).toEqual([]);
  expect(page.problems).toEqual([]);
});

test("the scheme serves nothing outside the built console", async ({ launch }) => {
  const desktop = launch();
  await desktop.page();

  for (const path of [
    "..%2fmain%2fmain.js",
    "%2e%2e/main/main.js",
    "..%5cmain%5cmain.js",
    "assets/%00.js",
    "%E0%A4%A.js",
  ]) {
    expect((await desktop.request(`app://signalbox/${path}`)).status, path).toBe(404);
  }
  expect((await desktop.request("app://elsewhere/index.html")).status).toBe(404);
  expect((await desktop.request("app://signalbox/index.html", "POST")).status).toBe(405);
});

test("the page sees the host's few capabilities and nothing of Electron or Node", async ({ launch }) => {
  const { page } = await launch().page();

  const seen = await page.evaluate(() => ({
    host: Object.keys(window.signalboxHost ?? {}).sort(),
    frozen: Object.isFrozen(window.signalboxHost),
    leaked: ["require", "process", "module", "ipcRenderer", "Buffer"].filter((name) => name in window),
  }));
  expect(seen.host).toEqual([
    "backUp",
    "changePort",
    "commandsReady",
    "copy",
    "notify",
    "openExternal",
    "openWindow",
    "platform",
    "requestConsolePort",
    "restart",
    "revealFolder",
    "runtime",
    "setKeys",
    "setZoom",
    "version",
  ]);
  expect(seen.frozen).toBe(true);
  expect(seen.leaked).toEqual([]);
});

test("the page cannot navigate away or open a window; a link of the allow-list opens outside", async ({ launch }) => {
  const desktop = launch();
  const { page } = await desktop.page();

  await page.evaluate(() => location.assign("https://example.com/"));
  expect(await page.evaluate(() => window.open("https://example.com/"))).toBeNull();
  expect(await page.evaluate(() => window.open("file:///etc/passwd"))).toBeNull();
  expect(await page.evaluate(() => window.open("https://github.com/websockets/ws"))).toBeNull();

  await desktop.tells("open-external");
  expect(desktop.told("open-external")).toEqual(["https://github.com/websockets/ws"]);
  expect(page.url()).toMatch(/signalbox\.app\.invalid\/index\.html/);
});

test("every permission is denied but the sandbox's way to this machine's broker", async ({ launch }) => {
  const desktop = launch();
  await desktop.page();
  const page = "app://signalbox/index.html";

  for (const permission of [
    "media",
    "geolocation",
    "notifications",
    "clipboard-read",
    "usb",
    "openExternal",
    "fullscreen",
  ]) {
    expect(await desktop.permission(permission, page), permission).toEqual({ requested: false, checked: false });
  }
  expect(await desktop.permission("loopback-network", page)).toEqual({ requested: true, checked: true });
  expect(await desktop.permission("loopback-network", "https://example.com/")).toEqual({
    requested: false,
    checked: false,
  });
});

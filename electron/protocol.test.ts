/** Owns the proof that the app's scheme serves the built console's files and nothing beside them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fileOf, respond } from "./protocol.ts";

let root: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "signalbox-protocol-"));
  folder = join(root, "renderer");
  mkdirSync(join(folder, "assets"), { recursive: true });
  mkdirSync(join(root, "renderer-secret"));
  writeFileSync(join(folder, "index.html"), "<!doctype html>");
  writeFileSync(join(folder, "assets", "app.js"), "export {};");
  writeFileSync(join(root, "secret.js"), "secret");
  writeFileSync(join(root, "renderer-secret", "a.js"), "secret");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

it("finds files, and the page for paths without an extension", () => {
  expect(fileOf("app://signalbox/assets/app.js", folder)).toBe(join(folder, "assets", "app.js"));
  expect(fileOf("app://signalbox/access", folder)).toBe(join(folder, "index.html"));
  expect(fileOf("app://signalbox/", folder)).toBe(join(folder, "index.html"));
});

it("finds nothing outside its folder, however the path is written", () => {
  for (const path of [
    "..%2fsecret.js",
    "%2e%2e%2fsecret.js",
    "assets/..%2f..%2fsecret.js",
    "..%5csecret.js",
    "..%2frenderer-secret%2fa.js",
    "a%00.js",
    "%ff.js",
  ]) {
    expect(fileOf(`app://signalbox/${path}`, folder), path).toBeUndefined();
  }
  expect(fileOf("app://other/index.html", folder)).toBeUndefined();
});

it("answers with type, policy and no sniffing; 404 for a missing file; 405 for what is not GET", async () => {
  const page = await respond({ method: "GET", url: "app://signalbox/assets/app.js" }, folder);
  expect(page.status).toBe(200);
  expect(page.headers.get("content-type")).toBe("text/javascript; charset=utf-8");
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'/);
  expect(page.headers.get("x-content-type-options")).toBe("nosniff");
  expect((await respond({ method: "GET", url: "app://signalbox/none.js" }, folder)).status).toBe(404);
  expect((await respond({ method: "POST", url: "app://signalbox/index.html" }, folder)).status).toBe(405);
});

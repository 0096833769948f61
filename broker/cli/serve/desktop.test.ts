/** Owns the proof that the bare command finds the desktop app only where it can run, and downloads nothing to find out. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TemporaryFolder } from "../../testing/temporary-folder.ts";
import { findDesktop } from "./desktop.ts";

let root: TemporaryFolder;
const write = (path: string, text = "") => {
  mkdirSync(dirname(root.file(path)), { recursive: true });
  writeFileSync(root.file(path), text);
};
beforeEach(() => {
  root = new TemporaryFolder();
  write("node_modules/electron/path.txt", "electron");
  write("node_modules/electron/dist/electron");
  write("out/main/main.js");
});
afterEach(() => root.remove());

const find = (env: Readonly<Record<string, string>> = { DISPLAY: ":0" }, platform: NodeJS.Platform = "linux") =>
  findDesktop({ env, platform }, root.path);

describe("the desktop app", () => {
  it("is found with a runtime, a display and a build", () => {
    expect(find()).toEqual({
      ready: true,
      executable: root.file("node_modules/electron/dist/electron"),
      app: root.path,
    });
    expect(find({ WAYLAND_DISPLAY: "wayland-0" }).ready).toBe(true);
    expect(find({}, "darwin").ready).toBe(true);
  });

  it("is not there without a display", () => {
    expect(find({})).toEqual({ ready: false, because: "there is no display here" });
  });

  it("is not there without a runtime, wherever that is said to lie", () => {
    expect(find({ DISPLAY: ":0", ELECTRON_OVERRIDE_DIST_PATH: root.file("elsewhere") })).toMatchObject({
      ready: false,
      because: expect.stringContaining("no Electron runtime"),
    });
  });

  it("is not there before it was built", () => {
    const bare = new TemporaryFolder();
    try {
      mkdirSync(bare.file("node_modules/electron/dist"), { recursive: true });
      writeFileSync(bare.file("node_modules/electron/dist/electron"), "");
      expect(findDesktop({ env: { DISPLAY: ":0" }, platform: "linux" }, bare.path)).toMatchObject({
        ready: false,
        because: expect.stringContaining("build:desktop"),
      });
    } finally {
      bare.remove();
    }
  });
});

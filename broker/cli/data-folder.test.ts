/** Owns the proof of where data lies on each operating system. */
import { describe, expect, it } from "vitest";
import { defaultDataFolder } from "./data-folder.ts";

describe("the default data folder", () => {
  it.each([
    ["linux", {}, "/home/anna", "/home/anna/.local/share/signalbox"],
    ["linux", { XDG_DATA_HOME: "/data" }, "/home/anna", "/data/signalbox"],
    ["linux", { XDG_DATA_HOME: "relative" }, "/home/anna", "/home/anna/.local/share/signalbox"],
    ["darwin", {}, "/Users/anna", "/Users/anna/Library/Application Support/Signalbox"],
    ["win32", { APPDATA: "C:\\Roaming" }, "C:\\Users\\anna", "C:\\Roaming\\Signalbox"],
    ["win32", {}, "C:\\Users\\anna", "C:\\Users\\anna\\AppData\\Roaming\\Signalbox"],
  ] as const)("on %s with %o is the system's own", (platform, env, home, folder) => {
    expect(defaultDataFolder({ platform, env, home })).toBe(folder);
  });
});

/** Owns the proof that the admin key of a machine is kept, and kept private. */
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { keepAdminKey, readAdminKey } from "./admin-key.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-key-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("the admin key of a data folder", () => {
  it("is made once, with 256 random bits, readable to its owner alone", () => {
    const data = join(folder, "new");
    const key = keepAdminKey(data);
    expect(Buffer.from(key, "base64url")).toHaveLength(32);
    expect(keepAdminKey(data)).toBe(key);
    expect(readAdminKey(data)).toBe(key);
    expect(statSync(join(data, "admin.key")).mode & 0o777).toBe(0o600);
  });

  it("is not there before a server has run", () => {
    expect(readAdminKey(join(folder, "none"))).toBeUndefined();
  });

  it("is closed to others also when an open file was there", () => {
    writeFileSync(join(folder, "admin.key"), "");
    chmodSync(join(folder, "admin.key"), 0o644);
    keepAdminKey(folder);
    expect(statSync(join(folder, "admin.key")).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["two lines", "first-key-of-two\nsecond\n"],
    ["a blank", "a key of words"],
    ["bytes that no header carries", "key\u0000\u0007"],
  ])("E22 a file that holds %s is refused by its name, with what to do, and left as it is", (_what, text) => {
    const file = join(folder, "admin.key");
    writeFileSync(file, text);
    expect(() => keepAdminKey(folder)).toThrow(
      expect.objectContaining({
        kind: "data-folder",
        message: expect.stringMatching(/^The admin key file .*admin\.key .*delete the file/),
      }),
    );
    expect(readFileSync(file, "utf8")).toBe(text);
  });

  it("refuses a data folder that is a file, by its name", () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    expect(() => keepAdminKey(file)).toThrow(
      expect.objectContaining({ kind: "data-folder", message: expect.stringContaining(file) }),
    );
  });
});

/** The key file keeps the guard's contract, and refuses what would not be a secret. */
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { describeSecrets } from "../testing/secrets-contract.ts";
import { KeyFile } from "./key-file.ts";

let folder: string;
let places = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-key-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

describeSecrets("key file", () => {
  const path = join(folder, `place-${places++}`, "signalbox.key");
  return { secrets: new KeyFile(path), again: () => new KeyFile(path) };
});

it("S9 the file is made for its owner alone, and no draft is left beside it", async () => {
  const path = join(folder, "new", "signalbox.key");
  await new KeyFile(path).loadKey();
  expect((statSync(path).mode & 0o777).toString(8)).toBe("600");
  expect((statSync(join(folder, "new")).mode & 0o777).toString(8)).toBe("700");
  expect(readdirSync(join(folder, "new"))).toEqual(["signalbox.key"]);
});

it.each([0o644, 0o640, 0o606, 0o660])(
  "S9 a key file of mode %o is refused, with what to do, and stays as it is",
  async (mode) => {
    const path = join(folder, "signalbox.key");
    writeFileSync(path, Buffer.alloc(32, 7));
    chmodSync(path, mode);
    await expect(new KeyFile(path).loadKey()).rejects.toThrow(
      `${path} is open to others (mode 0${mode.toString(8)}): run chmod 600`,
    );
    expect((statSync(path).mode & 0o777).toString(8)).toBe(mode.toString(8));
  },
);

it.each([0, 31, 33, 64])("S9 a key file of %d bytes is refused, with what to do, and stays as it is", async (size) => {
  const path = join(folder, "signalbox.key");
  writeFileSync(path, Buffer.alloc(size, 7), { mode: 0o600 });
  await expect(new KeyFile(path).loadKey()).rejects.toThrow(
    `${path} has ${size} bytes instead of 32: put its backup in place`,
  );
  expect(readFileSync(path)).toEqual(Buffer.alloc(size, 7));
});

it("S9 a folder where the key file should be is refused with its name", async () => {
  const path = join(folder, "signalbox.key");
  mkdirSync(path, { mode: 0o700 });
  await expect(new KeyFile(path).loadKey()).rejects.toThrow(path);
});

it("S9 a folder that cannot be made is refused with its name", async () => {
  writeFileSync(join(folder, "file"), "");
  const path = join(folder, "file", "signalbox.key");
  await expect(new KeyFile(path).loadKey()).rejects.toThrow(`${path} cannot be used`);
});

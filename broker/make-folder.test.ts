import { statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { makeFolder } from "./make-folder.ts";
import { TemporaryFolder } from "./testing/temporary-folder.ts";

const folder = new TemporaryFolder();
afterEach(() => folder.remove());

it("Y11 a folder is made with those above it, for this user alone, and found when it is there", () => {
  const path = folder.file("a/b/c");
  makeFolder(path);
  makeFolder(path);
  for (const made of [path, join(path, ".."), join(path, "../..")]) expect(statSync(made).mode & 0o777).toBe(0o700);
});

it.runIf(process.platform === "linux")(
  "Y11 where the system has no such folder the answer is an error, and no wait",
  () => {
    for (const path of ["/proc/none", "/proc/none/below"]) expect(() => makeFolder(path)).toThrow("ENOENT");
  },
);

/** Owns the proof that a console which grew too large at its start is told, and by what. */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { EAGER_BYTES_MAX, eagerFiles, judgeEager } from "./eager-bundle.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "signalbox-eager-"));
  writeFileSync(
    join(folder, "index.html"),
    `<link rel="icon" href="./icon.svg" /><script type="module" crossorigin src="./main.js"></script>
     <link rel="modulepreload" crossorigin href="./part.js"><link rel="stylesheet" href="./main.css">`,
  );
  for (const file of ["main.js", "part.js", "main.css"]) writeFileSync(join(folder, file), "/* small */".repeat(500));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("counts scripts, preloaded modules and styles, compressed", () => {
  const files = eagerFiles(folder);
  expect(files.map(({ file }) => file)).toEqual(["main.js", "part.js", "main.css"]);
  expect(files.every(({ bytes }) => bytes < 500)).toBe(true);
  expect(judgeEager(files)).toMatchObject({ isOk: true });
});

it("refuses more than its bound and names the largest file", () => {
  // Random bytes do not compress.
  writeFileSync(join(folder, "part.js"), randomBytes(EAGER_BYTES_MAX));
  expect(judgeEager(eagerFiles(folder))).toMatchObject({ isOk: false, words: expect.stringContaining("part.js") });
});

it("refuses a page that names no script, which is one it cannot read", () => {
  writeFileSync(join(folder, "index.html"), "<p>nothing</p>");
  expect(judgeEager(eagerFiles(folder)).isOk).toBe(false);
});

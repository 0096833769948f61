/** Owns reading the product's source files from the working tree. */
import { globSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import type { Source } from "./check.ts";

/** Every source file of the three runtimes, paths with `/`. */
export function productSources(root: string): readonly Source[] {
  const generated = /(^|\/)(node_modules|out|dist)(\/|$)/;
  return globSync("{broker,electron,renderer}/**/*.{ts,tsx}", { cwd: root })
    .map((path) => path.split(sep).join("/"))
    .filter((path) => !generated.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

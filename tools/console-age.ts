/** Owns whether the built console of a source checkout is missing or older than its sources. */
import { globSync, statSync } from "node:fs";
import { join } from "node:path";

const BUILT = "out/renderer/index.html";
const SOURCES = ["renderer/**/*", "broker/contract/*.ts", "package-lock.json"];

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/** True when a source of the console is newer than what was built from it, or nothing was built. */
export function consoleIsStale(root: string): boolean {
  const builtAt = changedAt(join(root, BUILT));
  const newer = (path: string) => changedAt(path) > builtAt;
  return SOURCES.some((pattern) =>
    globSync(pattern, { cwd: root, withFileTypes: true }).some(
      (entry) => entry.isFile() && newer(join(entry.parentPath, entry.name)),
    ),
  );
}

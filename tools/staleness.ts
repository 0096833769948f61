/** Owns whether something built is missing or older than its sources. */
import { globSync, statSync } from "node:fs";
import { join } from "node:path";

export interface Built {
  /** A file that each build writes anew. */
  readonly file: string;
  readonly sources: readonly string[];
}

const CONSOLE_SOURCES = ["renderer/**/*", "broker/contract/*.ts", "package-lock.json"];
export const CONSOLE: Built = { file: "out/renderer/index.html", sources: CONSOLE_SOURCES };
export const SERVER: Built = {
  file: "out/server/main.js",
  sources: ["broker/**/*", "resources/*.json", "server.vite.config.ts", "package-lock.json"],
};
/** The desktop's bundles hold the engine, and its build makes the console too. */
export const DESKTOP: Built = {
  file: "out/main/main.js",
  sources: [...CONSOLE_SOURCES, "electron/**/*.ts", "broker/**/*.ts", "electron.vite.config.ts"],
};

/** True when a source is newer than what was built from it, or nothing was built. */
export function isStale(root: string, { file, sources }: Built): boolean {
  const builtAt = changedAt(join(root, file));
  return sources.some((pattern) =>
    globSync(pattern, { cwd: root, withFileTypes: true }).some(
      (entry) => entry.isFile() && changedAt(join(entry.parentPath, entry.name)) > builtAt,
    ),
  );
}

const changedAt = (path: string): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

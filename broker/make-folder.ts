/** Owns making the data folder. */
import { existsSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";

/**
 * Makes a folder and those above it, for this user alone. One at a time: `mkdir` with `recursive` never returns where the system says that there is no
 * such folder although the one above is there, as below `/proc`. @throws Error of the file system
 */
export function makeFolder(path: string): void {
  const missing: string[] = [];
  for (let at = path; !existsSync(at); at = dirname(at)) {
    missing.push(at);
    if (dirname(at) === at) break;
  }
  for (const folder of missing.reverse()) mkdirSync(folder, { mode: 0o700 });
}

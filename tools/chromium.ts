/** Owns finding a Chromium on this machine: Playwright's own download needs a network that a test must not. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"];
const PLACES = [
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The executable; `CHROMIUM_PATH` wins. @throws Error naming what to install */
export function chromiumPath(environment: Readonly<Record<string, string | undefined>> = process.env): string {
  const wished = environment.CHROMIUM_PATH;
  if (wished !== undefined && wished !== "") return wished;
  const folders = (environment.PATH ?? "").split(delimiter).filter((folder) => folder !== "");
  const found = [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...PLACES].find(isExecutable);
  if (found !== undefined) return found;
  throw new Error(
    "No Chromium found: install one (Debian and Ubuntu: `apt-get install chromium`; elsewhere Google Chrome), or set CHROMIUM_PATH",
  );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

if (import.meta.main) console.log(chromiumPath());

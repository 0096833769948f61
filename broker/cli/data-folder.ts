/** Owns where the data folder lies when nobody says. */
import { posix, win32 } from "node:path";
import type { Surroundings } from "./surroundings.ts";

/** The folder that the operating system means for it: XDG on Linux, Application Support on macOS, APPDATA on Windows. */
export function defaultDataFolder({ env, platform, home }: Pick<Surroundings, "env" | "platform" | "home">): string {
  if (platform === "darwin") return posix.join(home, "Library", "Application Support", "Signalbox");
  if (platform === "win32") return win32.join(env.APPDATA || win32.join(home, "AppData", "Roaming"), "Signalbox");
  // The XDG specification: a relative path in the variable is invalid and to be ignored.
  const shared = env.XDG_DATA_HOME;
  return posix.join(shared && posix.isAbsolute(shared) ? shared : posix.join(home, ".local", "share"), "signalbox");
}

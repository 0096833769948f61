/** Owns opening an address in the person's browser, where there is one to see it. */
import { spawn } from "node:child_process";
import type { Surroundings } from "../surroundings.ts";

export function hasDisplay({ env, platform }: Pick<Surroundings, "env" | "platform">): boolean {
  if (platform === "darwin" || platform === "win32") return true;
  return Boolean(env.DISPLAY || env.WAYLAND_DISPLAY);
}

/** False when there is nothing to open it with. The browser lives on when we end. */
export function openBrowser(url: string, surroundings: Surroundings): boolean {
  if (!hasDisplay(surroundings)) return false;
  const [command, ...args] = openerOf(surroundings.platform, url);
  const child = spawn(command, args, { detached: true, stdio: "ignore" });
  child.once("error", (error) => surroundings.err(`The browser did not open (${error.message}); use the link above`));
  child.unref();
  return true;
}

function openerOf(platform: NodeJS.Platform, url: string): readonly [string, ...string[]] {
  if (platform === "darwin") return ["open", url];
  // explorer takes the address as one argument; cmd's `start` would read its & and % as its own.
  if (platform === "win32") return ["explorer", url];
  return ["xdg-open", url];
}

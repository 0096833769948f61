/** Owns how a command finds the running server and its key. */
import { type Command, Option } from "commander";
import { readAdminKey } from "../../admin-key.ts";
import { defaultDataFolder } from "../data-folder.ts";
import { textOf, usage } from "../failure.ts";
import type { Surroundings } from "../surroundings.ts";
import { AdminApi } from "./admin-api.ts";

const DEFAULT_URL = "http://127.0.0.1:8001";
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** The options that every command to a running server takes. */
export function withServerOptions(command: Command): Command {
  return command
    .addOption(new Option("--url <url>", `address of the server (env: SIGNALBOX_URL, default: ${DEFAULT_URL})`))
    .addOption(
      new Option(
        "--admin-key <key>",
        "its admin key (env: SIGNALBOX_ADMIN_KEY, default: the one in the data folder of this machine)",
      ),
    )
    .addOption(new Option("--data <folder>", "data folder to find that key in (env: SIGNALBOX_DATA)"))
    .addOption(new Option("--json", "answer in JSON, for machines"));
}

/** @throws Failure 2 when the URL is none, or no key is at hand */
export function apiOf(command: Command, surroundings: Surroundings): AdminApi {
  const options: { url?: string; adminKey?: string; data?: string } = command.opts();
  const { env } = surroundings;
  const url = parseUrl(options.url ?? (env.SIGNALBOX_URL || DEFAULT_URL));
  // A key that was read from a file comes with its line end, which no header may hold.
  const key = (options.adminKey ?? (env.SIGNALBOX_ADMIN_KEY || undefined))?.trim();
  if (key !== undefined) return new AdminApi(url.origin, key);

  // The key of this machine goes to no other machine, whatever address somebody typed.
  if (!LOOPBACK.test(url.hostname)) {
    throw usage(`${url.origin} is another machine; give its key with --admin-key or SIGNALBOX_ADMIN_KEY`);
  }
  const folder = options.data ?? (env.SIGNALBOX_DATA || defaultDataFolder(surroundings));
  return new AdminApi(url.origin, keyIn(folder));
}

function keyIn(folder: string): string {
  let key: string | undefined;
  try {
    key = readAdminKey(folder);
  } catch (error) {
    throw usage(`The admin key in ${folder} cannot be read (${textOf(error)}); give it with --admin-key`);
  }
  if (key === undefined) {
    throw usage(`There is no admin key in ${folder}; start the server first, or give --data, or --admin-key`);
  }
  return key;
}

function parseUrl(given: string): URL {
  const url = URL.parse(given);
  if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw usage(`--url: "${given}" is no http or https address, such as ${DEFAULT_URL}`);
  }
  return url;
}

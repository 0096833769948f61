/** Owns which source of an option wins: flag before environment before settings file. */
import { join, resolve } from "node:path";
import { defaultDataFolder } from "../data-folder.ts";
import { usage } from "../failure.ts";
import type { Surroundings } from "../surroundings.ts";
import {
  flagOf,
  type GivenOptions,
  OPTION_KEYS,
  type OptionKey,
  SERVE_OPTIONS,
  type ServeOptions,
  variableOf,
} from "./options.ts";
import { readSettings, type Settings } from "./settings-file.ts";
import { readTls } from "./tls-files.ts";

/** Values as commander gathered them: text, true, or a list; `config` names the settings file. */
export type Flags = Readonly<Record<string, unknown>>;

interface Candidate {
  /** How to name it to the person: `--port`, `SIGNALBOX_PORT`, `port in /x/settings.json`. */
  readonly source: string;
  readonly value: unknown;
}

/** @throws Failure 2 with one sentence that names the source of the wrong value */
export function resolveOptions(flags: Flags, surroundings: Surroundings): ServeOptions {
  const { env } = surroundings;
  const early = parse("data", [flagValue("data", flags), variable("data", env)]);
  const configFile = typeof flags.config === "string" ? flags.config : env[variableOf("config")] || undefined;
  const named = configFile === undefined ? undefined : readSettings(configFile, true);
  const late = () => parse("data", [setting("data", configFile ?? "", named)]);
  const data = resolve(early ?? late() ?? defaultDataFolder(surroundings));
  const file = configFile ?? join(data, "settings.json");
  const settings = named ?? readSettings(file, false);
  if (named === undefined && settings.data !== undefined) {
    throw usage(`data in ${file} would move the folder that it lies in; name the file with --config, or use --data`);
  }

  const given: { [K in OptionKey]?: unknown } = {};
  for (const key of OPTION_KEYS) {
    const value = parse(key, [flagValue(key, flags), variable(key, env), setting(key, file, settings)]);
    if (value !== undefined) given[key] = value;
  }
  return complete(given as GivenOptions, data);
}

function complete(given: GivenOptions, data: string): ServeOptions {
  if (given.redis !== undefined) {
    throw usage("--redis: this version runs on one node only; start it without --redis");
  }
  if (given.join === true) {
    throw usage("--join: this version runs on one node only and needs its own data folder; start it without --join");
  }
  if ((given.tlsCert === undefined) !== (given.tlsKey === undefined)) {
    throw usage("--tls-cert and --tls-key belong together; give both or neither");
  }
  return {
    host: given.host ?? "127.0.0.1",
    port: given.port ?? 8001,
    allowedHosts: given.allowedHosts ?? [],
    trustedProxies: given.trustedProxies ?? [],
    data,
    adminKey: given.adminKey,
    anonymous: given.anonymous,
    workspace: given.workspace,
    logLevel: given.logLevel ?? "info",
    readyJson: given.readyJson ?? false,
    sample: given.sample ?? false,
    tls: given.tlsCert === undefined || given.tlsKey === undefined ? undefined : readTls(given.tlsCert, given.tlsKey),
    open: given.open,
  };
}

const flagValue = (key: OptionKey, flags: Flags): Candidate => ({ source: flagOf(key), value: flags[key] });
/** An empty variable is an unset one, as in most shells' habits. */
const variable = (key: OptionKey, env: Surroundings["env"]): Candidate => ({
  source: variableOf(key),
  value: env[variableOf(key)] || undefined,
});
const setting = (key: OptionKey, file: string, settings: Settings | undefined): Candidate => ({
  source: `${key} in ${file}`,
  value: settings?.[key],
});

/** The first value that was given, checked. */
function parse<K extends OptionKey>(key: K, candidates: readonly Candidate[]): GivenOptions[K] | undefined {
  const chosen = candidates.find((candidate) => candidate.value !== undefined);
  if (!chosen) return undefined;
  const parsed = SERVE_OPTIONS[key].schema.safeParse(chosen.value);
  if (parsed.success) return parsed.data as GivenOptions[K];
  // A secret is not repeated in an error.
  const value = key === "adminKey" ? "the value" : JSON.stringify(chosen.value);
  throw usage(
    `${chosen.source}: ${value} is not allowed (${reasonOf(parsed.error.issues[0])}); see signalbox serve --help`,
  );
}

const reasonOf = (issue: { readonly message: string } | undefined): string => issue?.message ?? "invalid";

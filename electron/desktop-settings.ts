/** Owns the desktop's own settings: where the broker listens, from the file, the environment and the command line. */
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { decodeText } from "../broker/contract/text-encoding.ts";

const port = z.coerce.number().int().min(0).max(65_535);

const DesktopSettings = z.object({ host: z.string().min(1).default("127.0.0.1"), port: port.default(8001) });
export type DesktopSettings = z.infer<typeof DesktopSettings>;

export interface SettingSources {
  readonly file: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Value of a command line switch, "" when it is not given. */
  readonly flag: (name: string) => string;
}

/**
 * The command line wins over the environment, that over the file. A value that is not allowed counts as not given.
 * @throws Error naming a file that is there and cannot be read: on another port than it says no client would find the broker
 */
export function readSettings({ file, environment, flag }: SettingSources): DesktopSettings {
  const stored = DesktopSettings.safeParse(readJson(file));
  const base = stored.success ? stored.data : DesktopSettings.parse({});
  const wishedPort = [flag("port"), environment.SIGNALBOX_PORT ?? ""]
    .map(given(port))
    .find((value) => value !== undefined);
  const wishedHost = [flag("host"), environment.SIGNALBOX_HOST ?? ""].find((value) => value !== "");
  return { host: wishedHost ?? base.host, port: wishedPort ?? base.port };
}

/** Keeps what else is in the file. @throws Error when the file cannot be read or written */
export function rememberPort(file: string, chosen: number): void {
  const stored = z.record(z.string(), z.unknown()).safeParse(readJson(file));
  const next = { ...(stored.success ? stored.data : {}), port: chosen };
  writeFileSync(`${file}.new`, `${JSON.stringify(next, null, 2)}\n`);
  renameSync(`${file}.new`, file);
}

function given<T>(schema: z.ZodType<T>): (text: string) => T | undefined {
  return (text) => (text === "" ? undefined : schema.safeParse(text).data);
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(decodeText(readFileSync(file)));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if ("code" in error && error.code === "ENOENT") return undefined;
    throw new Error(`The settings ${file} cannot be read (${error.message}): mend the file, or delete it.`, {
      cause: error,
    });
  }
}

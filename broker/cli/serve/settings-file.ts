/** Owns reading the settings file: one JSON object whose keys are options. */
import { readFileSync } from "node:fs";
import { decodeText } from "../../contract/text-encoding.ts";
import { textOf, usage } from "../failure.ts";
import { OPTION_KEYS } from "./options.ts";

/** Its values are checked with those of the other sources. */
export type Settings = Readonly<Record<string, unknown>>;

/** `{}` when the file is absent and need not exist. @throws Failure 2 naming the file */
export function readSettings(file: string, mustExist: boolean): Settings {
  let text: string;
  try {
    text = decodeText(readFileSync(file));
  } catch (error) {
    const absent = error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
    if (absent && !mustExist) return {};
    throw usage(`The settings file ${file} cannot be read (${textOf(error)}); mend it or name another with --config`);
  }
  if (text.trim() === "") throw usage(`The settings file ${file} is empty; mend it, or delete it`);
  let settings: unknown;
  try {
    settings = JSON.parse(text);
  } catch (error) {
    throw usage(`The settings file ${file} is not JSON (${textOf(error)}); mend it`);
  }
  if (typeof settings !== "object" || settings === null || Array.isArray(settings)) {
    throw usage(`The settings file ${file} must hold one JSON object with keys such as "port"`);
  }
  const unknown = Object.keys(settings).find((key) => !OPTION_KEYS.some((known) => known === key));
  if (unknown) throw usage(`${unknown} in ${file} is no setting; known are ${OPTION_KEYS.join(", ")}`);
  return settings as Settings;
}

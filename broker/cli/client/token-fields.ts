/** Owns reading the fields of a token from flags. */
import { type Command, InvalidArgumentError, Option } from "commander";
import type { TokenPatch } from "../../contract/nouns.ts";
import { usage } from "../failure.ts";

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;
type Unit = keyof typeof UNITS;
const isUnit = (text: string | undefined): text is Unit => text !== undefined && text in UNITS;

/** The last moment that a Date can hold; `99999999999w` lies behind it. */
const LATEST_MS = 8.64e15;

/** Only ISO 8601: Date.parse alone would read "12" as a December. */
const timeOf = (given: string): number => (/^\d{4}-\d{2}-\d{2}/.test(given) ? Date.parse(given) : Number.NaN);

/** `never`, a time (ISO 8601), or a time from now: 30m, 12h, 7d, 2w. */
export function expiryOf(given: string, nowMs: number): string | null {
  if (given === "never") return null;
  const [, amount, unit] = /^(\d+)([a-z])$/.exec(given) ?? [];
  const at = isUnit(unit) ? nowMs + Number(amount) * UNITS[unit] : timeOf(given);
  if (!(Math.abs(at) <= LATEST_MS))
    throw new InvalidArgumentError("Give never, a time such as 2030-01-31T12:00Z, or 30m, 12h, 7d, 2w.");
  return new Date(at).toISOString();
}

function subjectOf(given: string): { userType: string; userId: string } | null {
  if (given === "none") return null;
  const colon = given.indexOf(":");
  if (colon < 1 || colon === given.length - 1)
    throw new InvalidArgumentError("Give <type>:<id>, such as user:anna, or none.");
  return { userType: given.slice(0, colon), userId: given.slice(colon + 1) };
}

function numberOf(given: string): number {
  if (!/^\d+(\.\d+)?$/.test(given)) throw new InvalidArgumentError("Give a number.");
  return Number(given);
}

const numberOrNone = (given: string): number | null => (given === "none" ? null : numberOf(given));

/** The options that create and update share. */
export function withTokenFields(command: Command): Command {
  return command
    .addOption(new Option("--name <name>", "what people call it"))
    .addOption(new Option("--secret <secret>", "a secret of yours, 8 to 4096 printable characters without blanks"))
    .addOption(
      new Option("--max-connections <number>", "most connections at a time, 0 for no limit").argParser(numberOf),
    )
    .addOption(new Option("--enable", "let it in").conflicts("disable"))
    .addOption(new Option("--disable", "keep it out"))
    .addOption(
      new Option("--expires <when>", "never, a time (ISO 8601), or from now: 30m, 12h, 7d, 2w").argParser((given) =>
        expiryOf(given, Date.now()),
      ),
    )
    .addOption(new Option("--subject <type:id>", "who is behind it, or none").argParser(subjectOf))
    .addOption(new Option("--username <name>", "what people call the subject; with --subject"))
    .addOption(new Option("--rate <number>", "messages a second, or none").argParser(numberOrNone))
    .addOption(new Option("--burst <number>", "messages at once above the rate, or none").argParser(numberOrNone))
    .addOption(new Option("--note <text>", "a note for people"));
}

/** Only what was given: an absent field stays as it is, or takes its default. */
export function tokenFieldsOf(command: Command): TokenPatch {
  const { enable, disable, expires, rate, ...given }: Record<string, unknown> = command.opts();
  const fields: Record<string, unknown> = {};
  for (const key of ["name", "secret", "maxConnections", "subject", "burst", "note"]) {
    if (given[key] !== undefined) fields[key] = given[key];
  }
  const { subject, username } = given;
  if (typeof username === "string") {
    if (typeof subject !== "object" || subject === null) throw usage("--username needs --subject <type:id>");
    fields.subject = { ...subject, username };
  }
  if (expires !== undefined) fields.expiresAt = expires;
  if (rate !== undefined) fields.messagesPerSecond = rate;
  if (enable) fields.enabled = true;
  if (disable) fields.enabled = false;
  return fields;
}

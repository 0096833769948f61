/** Owns what is said of a setting while it is typed: its value, or why it is none and what is allowed; pure. */
import { SettingsPatch as Patch, Settings, type SettingsPatch } from "../../../../broker/contract/nouns.ts";
import { quantityOf, quantityText } from "../../../../broker/contract/quantities.ts";
import { type SettingUnit, settingWords } from "../../../../broker/contract/setting-words.ts";
import { checkPattern } from "../../../../broker/contract/topics.ts";
import type { SettingKey, Typed, TypedRight } from "../../stores/setting-drafts.ts";

export type SettingVerdict =
  | { readonly ok: true; readonly patch: SettingsPatch }
  | { readonly ok: false; readonly reason: string };

/** How a saved value stands in its control. */
export function typedOf(settings: Settings, key: SettingKey): Typed {
  const value = settings[key];
  const { control } = settingWords(key);
  if (control.kind === "words" && Array.isArray(value)) return value.join(", ");
  if (typeof value === "boolean" || isRights(value)) return value;
  if (control.kind !== "quantity") return String(value);
  return value === null ? "" : quantityText(Number(value), control.unit);
}

/** Whether what is typed says the same as what is saved. */
export function isSame(settings: Settings, key: SettingKey, typed: Typed): boolean {
  const verdict = judgeSetting(key, typed);
  return verdict.ok && JSON.stringify(verdict.patch[key]) === JSON.stringify(settings[key]);
}

/** The contract's own schema is the judge; the words are ours. */
export function judgeSetting(key: SettingKey, typed: Typed): SettingVerdict {
  const { control } = settingWords(key);
  switch (control.kind) {
    case "quantity":
      return judgeQuantity(key, String(typed), control.unit, control.none);
    case "rights":
      return judgeRights(key, Array.isArray(typed) ? typed : []);
    case "words":
      return accepted(key, wordsOf(String(typed)), WORDS_ALLOWED);
    case "text":
      return accepted(
        key,
        typed,
        typed === "" || String(typed).trim() === "" ? "It cannot be empty." : "At most 120 characters.",
      );
    case "switch":
    case "choice":
      return accepted(key, typed, "Not one of the choices.");
    default:
      return control satisfies never;
  }
}

const WORDS_ALLOWED =
  "One to twenty words separated by commas; each begins with a letter and holds at most 32 letters, digits, - and _.";

function wordsOf(text: string): string[] {
  const words = text.split(",").map((word) => word.trim());
  return words.filter((word) => word !== "");
}

function isRights(value: Settings[SettingKey]): value is Settings["anonymous"] {
  return Array.isArray(value);
}

function judgeQuantity(key: SettingKey, text: string, unit: SettingUnit, none: string | undefined): SettingVerdict {
  if (text.trim() === "" && none !== undefined) return accepted(key, null, "");
  const allowed = `${allowedOf(key, unit)}${none === undefined ? "" : `, or nothing for ${none}`}.`;
  const value = quantityOf(text, unit);
  return value === undefined
    ? { ok: false, reason: `Not an amount of ${unit}. ${allowed}` }
    : accepted(key, value, allowed);
}

/** "Between 1 KiB and 64 MiB", from the schema's own bounds. */
export function allowedOf(key: SettingKey, unit: SettingUnit): string {
  const schema = Settings.shape[key];
  const bounded = "unwrap" in schema ? schema.unwrap() : schema;
  const least = "minValue" in bounded && bounded.minValue !== null ? bounded.minValue : Number.NEGATIVE_INFINITY;
  const most = "maxValue" in bounded && bounded.maxValue !== null ? bounded.maxValue : Number.POSITIVE_INFINITY;
  const isWhole = "format" in bounded && bounded.format === "safeint";
  const isOpen = least === 0 && !bounded.safeParse(0).success;
  const from = isOpen
    ? `More than 0, at most ${quantityText(most, unit)}`
    : `Between ${quantityText(least, unit)} and ${quantityText(most, unit)}`;
  return isWhole ? `${from}, whole` : from;
}

function judgeRights(key: SettingKey, rights: readonly TypedRight[]): SettingVerdict {
  for (const { pattern } of rights) {
    const checked = checkPattern(pattern);
    if (!checked.ok)
      return { ok: false, reason: pattern === "" ? "A row has no pattern." : `${pattern}: ${checked.reason}` };
  }
  const twice = rights.find(({ pattern }, at) => rights.findIndex((other) => other.pattern === pattern) !== at);
  return twice
    ? { ok: false, reason: `${twice.pattern} stands there twice.` }
    : accepted(key, rights, "At most 1,000 rows.");
}

function accepted(key: SettingKey, value: unknown, reason: string): SettingVerdict {
  const parsed = Patch.safeParse({ [key]: value });
  return parsed.success ? { ok: true, patch: parsed.data } : { ok: false, reason };
}

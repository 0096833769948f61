/** Owns how topics are written where room is short. */
import { formatCompact, formatCount } from "../../ui/format.ts";

/** In the room of seven figures: `23,040`, `1.2M` beyond a million. */
export function shortCount(count: number): string {
  return count < 1_000_000 ? formatCount(count) : formatCompact(count);
}

/** The id of a topic's line in the document: any text may be a topic, and few may be an id. */
export function lineId(path: string): string {
  return `topic-${encodeURIComponent(path)}`;
}

/** `/a/b~1c` as a person reads it: `a.b/c`; the value itself is `value`. */
export function fieldName(pointer: string): string {
  if (pointer === "") return "value";
  return pointer
    .slice(1)
    .split("/")
    .map((part) => part.replaceAll("~1", "/").replaceAll("~0", "~"))
    .join(".");
}

/** A number in a few characters, without the noise of floating point. */
export function shortNumber(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e6) return formatSigned(value, 0);
  if (Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-3)) return value.toPrecision(3);
  return String(Number(value.toPrecision(5)));
}

/** `+0.1`, `-1`, `0`. */
export function change(value: number): string {
  return value > 0 ? `+${shortNumber(value)}` : shortNumber(value);
}

function formatSigned(value: number, digits: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

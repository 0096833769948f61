/** Owns how numbers, times and sizes are written for a person. */
import { countText } from "../../../broker/contract/quantities.ts";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 0 });

/** `268,044`. */
export function formatCount(value: number): string {
  return grouped.format(Math.round(value));
}

/** A rate a second: whole from 10 on, one digit below: `212`, `2.4`, `0`. */
export function formatRate(value: number): string {
  return value > 0 && value < 9.95 ? trimZero(value.toFixed(1)) : formatCount(value);
}

/** In the room of a matrix cell: `12`, `2K`. */
export function formatCompact(value: number): string {
  return compact.format(value);
}

/** Milliseconds to a tenth, without unit: `2.8`; from 100 on whole: `118`, `1,204`. */
export function formatMs(ms: number): string {
  return ms >= 99.95 ? formatCount(ms) : ms.toFixed(1);
}

/** `240 B`, `12 KB`, `20.9 MB`; decimal, as network tools count. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_500) return `${Math.round(bytes / 1_000)} KB`;
  if (bytes < 999_950_000) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** One unit, for table cells: `0.4 s`, `2 s`, `41 m`, `19 h`, `9 d`. */
export function formatAge(ms: number): string {
  const age = Math.max(0, ms);
  if (age < 1_950) return `${(age / SECOND).toFixed(1)} s`;
  if (age < MINUTE) return `${Math.round(age / SECOND)} s`;
  if (age < HOUR) return `${Math.floor(age / MINUTE)} m`;
  if (age < 2 * DAY) return `${Math.floor(age / HOUR)} h`;
  return `${Math.floor(age / DAY)} d`;
}

/** Two units, for sentences: `41 min 12 s`, `3 h 12 min`, `2 d 4 h`. */
export function formatSpan(ms: number): string {
  const span = Math.max(0, ms);
  if (span < MINUTE) return `${Math.floor(span / SECOND)} s`;
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min ${Math.floor((span % MINUTE) / SECOND)} s`;
  if (span < DAY) return `${Math.floor(span / HOUR)} h ${Math.floor((span % HOUR) / MINUTE)} min`;
  return `${Math.floor(span / DAY)} d ${Math.floor((span % DAY) / HOUR)} h`;
}

/** Time left, one unit: `6 h`, `12 d`, `4 min`. */
export function formatLeft(ms: number): string {
  if (ms < MINUTE) return `${Math.max(0, Math.ceil(ms / SECOND))} s`;
  if (ms < HOUR) return `${Math.round(ms / MINUTE)} min`;
  if (ms < 2 * DAY) return `${Math.round(ms / HOUR)} h`;
  return `${Math.round(ms / DAY)} d`;
}

/** Wall clock of an ISO time or epoch milliseconds: `14:02:09`, with milliseconds `14:02:09.311`. */
export function formatClock(time: string | number, digits: "seconds" | "milliseconds" = "seconds"): string {
  const date = new Date(time);
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => pad(part, 2)).join(":");
  return digits === "seconds" ? clock : `${clock}.${pad(date.getMilliseconds(), 3)}`;
}

/** Date and time in full, for hovers: `2026-03-14 14:02:09.311`. */
export function formatMoment(time: string | number): string {
  const date = new Date(time);
  const day = [date.getFullYear(), pad(date.getMonth() + 1, 2), pad(date.getDate(), 2)].join("-");
  return `${day} ${formatClock(time, "milliseconds")}`;
}

/** `1 change`, `3 changes`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return countText(Math.round(count), one, many);
}

function pad(value: number, length: number): string {
  return String(value).padStart(length, "0");
}

function trimZero(text: string): string {
  return text.endsWith(".0") ? text.slice(0, -2) : text;
}

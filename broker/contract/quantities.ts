/** Owns how amounts with a unit are written and read: `256 KiB`, `30 s`, `1,000`; pure. */
import type { SettingUnit } from "./setting-words.ts";

const BINARY = [
  ["GiB", 1024 ** 3],
  ["MiB", 1024 ** 2],
  ["KiB", 1024],
] as const;
const DECIMAL = [
  ["GB", 1e9],
  ["MB", 1e6],
  ["KB", 1e3],
] as const;
const TIMES = [
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1000],
] as const;

const SCALES: Readonly<Record<SettingUnit, readonly (readonly [string, number])[]>> = {
  bytes: [...BINARY, ["B", 1], ["bytes", 1], ...DECIMAL],
  milliseconds: [...TIMES, ["ms", 1]],
  days: [
    ["days", 1],
    ["d", 1],
    ["day", 1],
  ],
  seconds: [
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ],
  "messages a second": [
    ["messages a second", 1],
    ["msg/s", 1],
  ],
  messages: [["messages", 1]],
  frames: [["frames", 1]],
  rows: [["rows", 1]],
  connections: [["connections", 1]],
};

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });

/** `1 message`, `1,000 messages`. */
export function countText(count: number, one: string, many = `${one}s`): string {
  return `${grouped.format(count)} ${count === 1 ? one : many}`;
}

/** In the largest unit that leaves no more than one digit behind the point: `256 KiB`, `1.5 h`, `1,000 messages`. */
export function quantityText(value: number, unit: SettingUnit): string {
  const scales = SCALES[unit].filter(([name]) => !DECIMAL.some(([decimal]) => decimal === name));
  const [name, size] = scales.find(([, each]) => value >= each && Number.isInteger((value / each) * 10)) ??
    scales.find(([, each]) => each === 1) ?? ["", 1];
  return `${grouped.format(value / size)} ${name}`;
}

/** The number that a text means in `unit`, with or without the unit written; undefined when it means none. */
export function quantityOf(text: string, unit: SettingUnit): number | undefined {
  const match = /^([\d,_ ]*\.?\d+)\s*([a-z/ ]*)$/i.exec(text.trim());
  if (!match) return undefined;
  const [, digits = "", name = ""] = match;
  const scale =
    name === "" ? 1 : SCALES[unit].find(([known]) => known.toLowerCase() === name.trim().toLowerCase())?.[1];
  const number = Number(digits.replaceAll(/[,_ ]/g, ""));
  return scale === undefined || Number.isNaN(number) ? undefined : number * scale;
}

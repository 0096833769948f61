/** Owns how a message is told in one line: the end of its topic, and the one value that matters; pure. */
import { numberText, parseExact } from "../../../../broker/contract/exact-json.ts";

/** `livingroom/temp` of `home/livingroom/temp`: rows of one house begin alike. */
export function shortTopic(topic: string): string {
  const levels = topic.split("/");
  return levels.length > 2 ? levels.slice(-2).join("/") : topic;
}

/** A plain value as it is; of an object the first number, switch or short text. */
export function shortValue(json: string): string {
  const value = parsed(json);
  if (typeof value === "string") return value;
  if (typeof value !== "object" || value === null || isNumber(value)) return json;
  const values: readonly unknown[] = Object.values(value).filter((each) => typeof each !== "object" || isNumber(each));
  const told = values.find((each) => typeof each !== "string") ?? values[0];
  return told === undefined ? json : (numberText(told) ?? String(told));
}

function isNumber(value: unknown): boolean {
  return numberText(value) !== undefined;
}

function parsed(json: string): unknown {
  try {
    return parseExact(json);
  } catch {
    // Cut for the list: shown as it is.
    return undefined;
  }
}

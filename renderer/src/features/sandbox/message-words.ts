/** Owns how a message is told in one line: the end of its topic, and the one value that matters; pure. */

/** `livingroom/temp` of `home/livingroom/temp`: rows of one house begin alike. */
export function shortTopic(topic: string): string {
  const levels = topic.split("/");
  return levels.length > 2 ? levels.slice(-2).join("/") : topic;
}

/** A plain value as it is; of an object the first number, switch or short text. */
export function shortValue(json: string): string {
  const value = parsed(json);
  if (typeof value !== "object" || value === null) return typeof value === "string" ? value : json;
  const values = Object.values(value).filter((each) => typeof each !== "object");
  const told = values.find((each) => typeof each !== "string") ?? values[0];
  return told === undefined ? json : String(told);
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    // Cut for the list: shown as it is.
    return undefined;
  }
}

/** The parts of a JSON text as they were written, so that a reply passes long numbers on digit by digit (U3). */

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;

/** Raw texts of what an object or a list holds, by key or by place counted from 0; nothing for any other value. */
export type Members = ReadonlyMap<string, string>;

/**
 * `json` must be valid (it was parsed before), so this only looks for the borders, without recursion. A key that is repeated stands for its
 * last value, as with JSON.parse.
 */
export function membersOf(json: string): Members {
  const members = new Map<string, string>();
  let at = afterSpace(json, 0);
  const isObject = json[at] === "{";
  if (!isObject && json[at] !== "[") return members;
  at = afterSpace(json, at + 1);
  for (let place = 0; at < json.length && json[at] !== "}" && json[at] !== "]"; place++) {
    let key = String(place);
    if (isObject) {
      const end = stringEnd(json, at);
      key = String(JSON.parse(json.slice(at, end)));
      at = json.indexOf(":", end) + 1;
    }
    const end = valueEnd(json, at);
    members.set(key, json.slice(at, end).trim());
    at = json.charCodeAt(end) === COMMA ? afterSpace(json, end + 1) : end;
  }
  return members;
}

function afterSpace(json: string, from: number): number {
  let at = from;
  while (at < json.length && json.charCodeAt(at) <= 32) at++;
  return at;
}

/** Index after the closing quote of the string that opens at `start`. */
function stringEnd(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  return json.length;
}

/** Index of the comma or bracket that ends the value which begins at `start`. */
function valueEnd(json: string, start: number): number {
  let depth = 0;
  for (let at = start; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE:
        at = stringEnd(json, at) - 1;
        break;
      case 91: // [
      case 123: // {
        depth++;
        break;
      case 93: // ]
      case 125: // }
        if (depth === 0) return at;
        depth--;
        break;
      case COMMA:
        if (depth === 0) return at;
        break;
      default:
    }
  }
  return json.length;
}

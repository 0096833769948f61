/** The members of a JSON object found in its text, so that their values can be sent on as they were written (M3). */

const QUOTE = 34;
const COMMA = 44;
const BACKSLASH = 92;
const OPEN = new Set([91, 123]);
const CLOSE = new Set([93, 125]);

/**
 * The raw text of each member's value, by key. `text` must be one valid JSON object (it was parsed before), so this only looks for the
 * borders: JSON.parse would fold repeated keys and round long numbers.
 */
export function topLevelMembers(text: string): ReadonlyMap<string, string> | "duplicate-key" {
  const members = new Map<string, string>();
  let at = text.indexOf("{") + 1;
  for (;;) {
    const keyStart = text.indexOf('"', at);
    if (keyStart < 0) return members;
    const keyEnd = stringEnd(text, keyStart);
    const key: unknown = JSON.parse(text.slice(keyStart, keyEnd));
    if (typeof key !== "string") return members;
    const valueStart = text.indexOf(":", keyEnd) + 1;
    const valueEnd = memberEnd(text, valueStart);
    if (members.has(key)) return "duplicate-key";
    members.set(key, text.slice(valueStart, valueEnd).trim());
    if (text.charCodeAt(valueEnd) !== COMMA) return members;
    at = valueEnd + 1;
  }
}

/** Index after the closing quote of the string that opens at `start`. */
function stringEnd(text: string, start: number): number {
  for (let at = start + 1; ; at++) {
    const quote = text.indexOf('"', at);
    let slashes = 0;
    while (text.charCodeAt(quote - 1 - slashes) === BACKSLASH) slashes++;
    if (slashes % 2 === 0) return quote + 1;
    at = quote;
  }
}

/** Index of the comma or brace that ends the value which begins at `start`. */
function memberEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; ; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = stringEnd(text, at) - 1;
    else if (OPEN.has(code)) depth++;
    else if (CLOSE.has(code)) {
      if (depth === 0) return at;
      depth--;
    } else if (code === COMMA && depth === 0) return at;
  }
}

/** How deep a JSON text is nested, told without walking the value: what recurses over JSON asks first (Z6). */

const QUOTE = 34;
const BACKSLASH = 92;

/** True: some value of the text lies within more than `limit` objects and lists. The text need not be JSON. */
export function isNestedBeyond(json: string, limit: number): boolean {
  let depth = 0;
  for (let at = 0; at < json.length; at++) {
    switch (json.charCodeAt(at)) {
      case QUOTE:
        at = stringEnd(json, at);
        break;
      case 91: // [
      case 123: // {
        if (++depth > limit) return true;
        break;
      case 93: // ]
      case 125: // }
        depth--;
        break;
      default:
    }
  }
  return false;
}

/** The place of the quote that ends the string which begins at `start`; the text's end without one. */
function stringEnd(json: string, start: number): number {
  for (let at = start + 1; at < json.length; at++) {
    const code = json.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at;
  }
  return json.length;
}

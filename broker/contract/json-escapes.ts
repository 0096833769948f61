/** JSON text as its reader sees it: the escapes of its strings resolved, without parsing it. */

const ESCAPE = /\\(?:u([0-9a-f]{4})|(.))/gis;
const SHORT: Readonly<Record<string, string>> = { b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** `"K\u00fcche"` is `"Küche"`, `a\/b` is `a/b`. Also of text that is cut or no JSON at all. */
export function withoutEscapes(json: string): string {
  if (!json.includes("\\")) return json;
  return json.replace(ESCAPE, (_escape, hex: string | undefined, character: string) =>
    hex === undefined ? (SHORT[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

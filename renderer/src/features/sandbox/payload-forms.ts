/** Owns the forms in which a received value is read: JSON, text, hex, base64; pure. */
export type PayloadForm = "json" | "text" | "hex" | "base64";

const WIDTH = 16;

/** `text` is the JSON text as it came. */
export function payloadAs(form: PayloadForm, text: string): string {
  switch (form) {
    case "json":
      return laidOut(text);
    case "text":
      return plain(text);
    case "hex":
      return hexLines(new TextEncoder().encode(text));
    case "base64":
      return btoa(String.fromCharCode(...new TextEncoder().encode(text))).replaceAll(/.{76}/g, "$&\n");
  }
}

/** Over several lines, without parsing it into values: long numbers keep their digits. */
function laidOut(text: string): string {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let out = "";
  const line = () => `\n${"  ".repeat(depth)}`;
  for (const [index, token] of tokens.entries()) {
    const isEmpty = /^[}\]]$/.test(tokens[index + 1] ?? "");
    if (token === "{" || token === "[") {
      if (!isEmpty) depth++;
      out += isEmpty ? token : token + line();
    } else if (token === "}" || token === "]") {
      const wasEmpty = /^[{[]$/.test(tokens[index - 1] ?? "");
      if (!wasEmpty) depth--;
      out += wasEmpty ? token : line() + token;
    } else if (token === ",") out += token + line();
    else out += token === ":" ? ": " : token;
  }
  return out;
}

/** A JSON text without its quotes and escapes; anything else as it came. */
function plain(text: string): string {
  if (!text.startsWith('"')) return text;
  const value: unknown = JSON.parse(text);
  return typeof value === "string" ? value : text;
}

function hexLines(bytes: Uint8Array): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += WIDTH) {
    const row = [...bytes.subarray(at, at + WIDTH)];
    const hex = row.map((byte) => byte.toString(16).padStart(2, "0")).join(" ");
    const ascii = row.map((byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ".")).join("");
    lines.push(`${at.toString(16).padStart(4, "0")}  ${hex.padEnd(WIDTH * 3 - 1)}  ${ascii}`);
  }
  return lines.join("\n");
}

/** Paths of the numbers in a value, with each number: `battery`, `at.x`; the value itself is "". */
export function numbersIn(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === "number") found.set(path, value);
    else if (typeof value === "object" && value !== null) {
      for (const [key, inner] of Object.entries(value)) walk(inner, path === "" ? key : `${path}.${key}`);
    }
  };
  walk(JSON.parse(text), "");
  return found;
}

/** Owns values as text between app and page: what a structured clone keeps of them, no more. Runs on both sides. */

/** @throws DOMException-like Error as Electron does for what cannot be cloned */
export function encode(value: unknown): string {
  return JSON.stringify(pack(value));
}

export function decode(text: string): unknown {
  return unpack(JSON.parse(text));
}

type Packed = readonly [type: string, value?: unknown];

function pack(value: unknown): Packed {
  if (value === undefined) return ["undefined"];
  if (typeof value === "function" || typeof value === "symbol") throw new Error("An object could not be cloned.");
  if (typeof value === "bigint") return ["bigint", value.toString()];
  if (typeof value === "number" && !Number.isFinite(value)) return ["number", String(value)];
  if (value === null || typeof value !== "object") return ["plain", value];
  if (value instanceof Date) return ["date", value.getTime()];
  if (value instanceof ArrayBuffer) return ["buffer", toBase64(new Uint8Array(value))];
  if (ArrayBuffer.isView(value)) {
    return ["bytes", toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength))];
  }
  if (value instanceof Map) return ["map", [...value].map(([key, item]) => [pack(key), pack(item)])];
  if (value instanceof Set) return ["set", [...value].map(pack)];
  if (value instanceof Error) return ["error", { name: value.name, message: value.message }];
  if (Array.isArray(value)) return ["array", value.map(pack)];
  return ["object", Object.entries(value).map(([key, item]) => [key, pack(item)])];
}

function unpack([type, value]: Packed): unknown {
  switch (type) {
    case "undefined":
      return undefined;
    case "bigint":
      return BigInt(value as string);
    case "number":
      return Number(value);
    case "date":
      return new Date(value as number);
    case "buffer":
      return fromBase64(value as string).buffer;
    case "bytes":
      return fromBase64(value as string);
    case "map":
      return new Map((value as [Packed, Packed][]).map(([key, item]) => [unpack(key), unpack(item)]));
    case "set":
      return new Set((value as Packed[]).map(unpack));
    case "error":
      return Object.assign(new Error((value as Error).message), { name: (value as Error).name });
    case "array":
      return (value as Packed[]).map(unpack);
    case "object":
      return Object.fromEntries((value as [string, Packed][]).map(([key, item]) => [key, unpack(item)]));
    default:
      return value;
  }
}

function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

/** Text of a file as people's tools write it: UTF-8 with or without a byte order mark, or UTF-16. */

/** Node and browsers have it; this folder is compiled with the types of neither. */
declare class TextDecoder {
  constructor(encoding: string, options: { readonly fatal: boolean });
  decode(bytes: Uint8Array): string;
}

/** The bytes are text in no encoding that is read here. */
export class EncodingError extends Error {}

/** The text without its byte order mark, line ends as they are. @throws EncodingError with a sentence that says what to do */
export function decodeText(bytes: Uint8Array): string {
  try {
    // Fatal: a file in an old code page would otherwise come in with its letters replaced, and nobody would notice.
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch (error) {
    throw new EncodingError("it is neither UTF-8 nor UTF-16; save it as UTF-8", { cause: error });
  }
}

/** What is read here begins with a character of ASCII, so that UTF-16 is known without its mark too. */
function encodingOf(bytes: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" {
  const [first, second] = bytes;
  if (first === undefined || second === undefined) return "utf-8";
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return "utf-8";
}

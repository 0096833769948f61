/** Reading a request's body in pieces, with its bounds looked at while it comes: what is too large is never held or parsed. */
import { isUtf8 } from "node:buffer";
import type { Readable } from "node:stream";

/** Errors of a body, with the status that answers them. */
export class BodyError extends Error {
  readonly statusCode: number;
  constructor(message: string, statusCode = 400) {
    super(message);
    this.statusCode = statusCode;
  }
}

export interface BodyBounds {
  readonly bytes: number;
  /** JSON values in it; parsing costs by them and not by its bytes. */
  readonly values?: number;
  /** What to do about too many of them, for the end of the sentence. */
  readonly advice?: string;
}

/** @throws BodyError 413 beyond a bound, 400 when it is no UTF-8 or broke off */
export async function readText(payload: Readable, bounds: BodyBounds): Promise<string> {
  const chunks: Buffer[] = [];
  const meter = bounds.values === undefined ? undefined : new ValueMeter();
  let bytes = 0;
  try {
    // Not destroyed when it is too large: the client has yet to hear why.
    for await (const piece of payload.iterator({ destroyOnReturn: false })) {
      const chunk: Buffer = Buffer.isBuffer(piece) ? piece : Buffer.from(piece);
      bytes += chunk.byteLength;
      if (bytes > bounds.bytes) throw tooLarge(bounds.bytes);
      meter?.add(chunk);
      if (meter !== undefined && meter.values > (bounds.values ?? 0)) {
        const advice = bounds.advice === undefined ? "" : `; ${bounds.advice}`;
        throw new BodyError(`The body holds more than ${bounds.values} JSON values${advice}`, 413);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof BodyError) throw error;
    throw new BodyError("The body broke off");
  }
  const whole = Buffer.concat(chunks);
  if (!isUtf8(whole)) throw new BodyError("The body is not UTF-8");
  // A byte order mark may stand before JSON and means nothing (RFC 8259 8.1).
  return whole.toString("utf8").replace(/^\uFEFF/, "");
}

export function tooLarge(bytes: number): BodyError {
  return new BodyError(`The body is larger than the ${bytes} bytes that are taken here`, 413);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const LIST = 0x5b;
const OBJECT = 0x7b;

/** Counts what a JSON text holds, piece by piece: each value after the first has a comma before it, or the bracket of what it is in. */
class ValueMeter {
  values = 1;
  #inText = false;
  #isEscaped = false;

  add(chunk: Uint8Array): void {
    let inText = this.#inText;
    let isEscaped = this.#isEscaped;
    let { values } = this;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at];
      if (inText) {
        if (isEscaped) isEscaped = false;
        else if (byte === BACKSLASH) isEscaped = true;
        else if (byte === QUOTE) inText = false;
      } else if (byte === QUOTE) inText = true;
      else if (byte === COMMA || byte === LIST || byte === OBJECT) values++;
    }
    this.#inText = inText;
    this.#isEscaped = isEscaped;
    this.values = values;
  }
}

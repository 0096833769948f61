/** Owns the frames that a server sends (RFC 6455, 5.2 and 5.5): whole and not masked. */

const FIN_TEXT = 0x81;
const FIN_CLOSE = 0x88;
const FIN_PONG = 0x8a;
/** FIN and opcode 9, no payload. */
export const PING: Uint8Array = Buffer.from([0x89, 0]);
/** Payload lengths from here on take two, then eight further bytes. */
const LENGTH_16 = 126;
const LENGTH_64 = 65_536;

/** Bytes of the header for a payload of this length. */
function headerLength(payloadLength: number): number {
  if (payloadLength < LENGTH_16) return 2;
  return payloadLength < LENGTH_64 ? 4 : 10;
}

function writeHeader(frame: Buffer, payloadLength: number): number {
  frame[0] = FIN_TEXT;
  if (payloadLength < LENGTH_16) {
    frame[1] = payloadLength;
    return 2;
  }
  if (payloadLength < LENGTH_64) {
    frame[1] = 126;
    frame.writeUInt16BE(payloadLength, 2);
    return 4;
  }
  frame[1] = 127;
  frame.writeUInt32BE(0, 2);
  frame.writeUInt32BE(payloadLength, 6);
  return 10;
}

/** A frame around bytes that are UTF-8 already. */
export function frameBytes(payload: Uint8Array): Uint8Array {
  const frame = Buffer.allocUnsafe(headerLength(payload.byteLength) + payload.byteLength);
  frame.set(payload, writeHeader(frame, payload.byteLength));
  return frame;
}

/** A frame around text. */
export function frameText(text: string): Uint8Array {
  const length = Buffer.byteLength(text);
  const frame = Buffer.allocUnsafe(headerLength(length) + length);
  frame.write(text, writeHeader(frame, length));
  return frame;
}

/** A close frame; the reason takes at most 123 bytes. */
export function closeFrame(code: number, reason: string): Uint8Array {
  const text = Buffer.from(reason);
  const frame = Buffer.allocUnsafe(4 + text.length);
  frame[0] = FIN_CLOSE;
  frame[1] = 2 + text.length;
  frame.writeUInt16BE(code, 2);
  text.copy(frame, 4);
  return frame;
}

/** A pong; a control frame's payload is at most 125 bytes. */
export function pongFrame(payload: Uint8Array): Uint8Array {
  const frame = Buffer.allocUnsafe(2 + payload.byteLength);
  frame[0] = FIN_PONG;
  frame[1] = payload.byteLength;
  frame.set(payload, 2);
  return frame;
}

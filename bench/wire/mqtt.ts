/** Owns the four MQTT 3.1.1 packets that the benchmark speaks. */

const CONNECT = 0x10;
const PUBLISH = 0x30;
const SUBSCRIBE = 0x82;
/** Bytes of CONNACK, and of SUBACK for one filter. */
export const CONNACK_BYTES = 4;
export const SUBACK_BYTES = 5;

const short = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);

function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([short(bytes.length), bytes]);
}

function packet(first: number, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length: number[] = [];
  let rest = body.length;
  do {
    const low = rest & 0x7f;
    rest >>= 7;
    length.push(rest > 0 ? low | 0x80 : low);
  } while (rest > 0);
  return Buffer.concat([Buffer.from([first, ...length]), body]);
}

/** CONNECT with a clean session, no keep-alive and the secret as user name. */
export function connectPacket(clientId: string, userName: string): Buffer {
  const flags = 0x80 | 0x02;
  return packet(CONNECT, text("MQTT"), Buffer.from([4, flags]), short(0), text(clientId), text(userName));
}

/** SUBSCRIBE to one filter at QoS 0. */
export const subscribePacket = (filter: string): Buffer => packet(SUBSCRIBE, short(1), text(filter), Buffer.from([0]));

/** PUBLISH at QoS 0. */
export const publishPacket = (topic: string, payload: Buffer): Buffer => packet(PUBLISH, text(topic), payload);

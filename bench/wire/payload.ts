/** Owns the benchmark's message: 128 bytes of JSON with a number in it that makes every message distinct. */

export const PAYLOAD_BYTES = 128;
/** Digits that a generator rewrites for each message: enough for 10^9 messages. */
export const SEQUENCE_DIGITS = 9;

/** Topics have three levels and one length, so that every frame of a scenario has the same size. */
export const topicOf = (index: number): string => `bench/${String(index).padStart(5, "0")}/data`;

/** Matches every {@link topicOf}. */
export const EVERY_TOPIC = "bench/+/data";

/**
 * The envelope of the broker dialect: `{"tag":…,"message":{"ts":…,"s":"…"}}`.
 * @returns the text and the offset of the {@link SEQUENCE_DIGITS} that count messages
 */
export function envelope(topic: string): { text: string; digitsAt: number } {
  const head = `{"tag":"${topic}","message":{"ts":1000000`;
  const text = `${head}${"0".repeat(SEQUENCE_DIGITS)},"s":"`;
  const tail = '"}}';
  return { text: text + "x".repeat(PAYLOAD_BYTES - text.length - tail.length) + tail, digitsAt: head.length };
}

/** Owns the list of wire protocols that a simulated client can speak: one file each. */
import type { ClientCodec } from "./codec.ts";
import { brokerCodec } from "./codecs/broker-codec.ts";
import { realtimeCodec } from "./codecs/realtime-codec.ts";

export const CODECS: ReadonlyMap<string, ClientCodec> = new Map(
  [brokerCodec, realtimeCodec].map((codec) => [codec.name, codec]),
);

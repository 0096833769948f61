/** Owns the list of wire protocols that a simulated client can speak: one file each. */
import type { ClientCodec } from "./codec.ts";
import { brokerCodec } from "./codecs/broker-codec.ts";
import { chatCodec } from "./codecs/chat-codec.ts";
import { pubsubCodec } from "./codecs/pubsub-codec.ts";
import { realtimeCodec } from "./codecs/realtime-codec.ts";

const ALL = [brokerCodec, pubsubCodec, realtimeCodec, chatCodec];

export const CODECS: ReadonlyMap<string, ClientCodec> = new Map(ALL.map((codec) => [codec.name, codec]));

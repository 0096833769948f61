/** Owns how each measured protocol opens a connection and publishes, as bytes that a generator only has to send. */
import { CONNACK_BYTES, connectPacket, publishPacket, SUBACK_BYTES, subscribePacket } from "./mqtt.ts";
import { envelope, PAYLOAD_BYTES, SEQUENCE_DIGITS, topicOf } from "./payload.ts";
import { frameBytes, MASK, maskedFrame, OPCODE, upgradeRequest } from "./websocket.ts";

/** What a generator sends to open one connection. */
export interface Opening {
  /** The upgrade request, latin1. */
  readonly request: string;
  /** Frames to send after the 101, base64. */
  readonly follow?: string;
  /** Payload bytes that the server answers to `follow`. */
  readonly followReply: number;
  /** Frames that it answers, where their length is not known before. */
  readonly followFrames?: number;
}

/** One publish, ready to send but for its sequence digits. */
export interface PublishFrame {
  /** base64, masked. */
  readonly bytes: string;
  /** Offset of the sequence digits in the frame. */
  readonly digitsAt: number;
  /** The mask byte over each digit. */
  readonly digitMask: readonly number[];
}

export interface Client {
  readonly secret: string;
  readonly filter: string;
  /** Distinct within one server. */
  readonly name: string;
}

export interface Dialect {
  readonly name: "broker" | "mqtt" | "pubsub";
  opening(client: Client): Opening;
  /** Who publishes must subscribe to the topic first, or it is not there (P4). */
  readonly publisherSubscribes?: boolean;
  publish(topic: string): PublishFrame;
  /** WebSocket payload bytes of one delivery, and where its sequence digits stand in them. */
  delivery(topic: string): { bytes: number; digitsAt: number };
  /** Bytes on the wire of one delivery where every delivery is exactly one frame; otherwise frames must be walked. */
  readonly fixedFrameBytes: number | null;
}

function publishFrame(payload: Buffer, digitsAt: number, opcode: number): PublishFrame {
  const frame = maskedFrame(payload, opcode);
  return {
    bytes: frame.bytes.toString("base64"),
    digitsAt: frame.payloadAt + digitsAt,
    digitMask: Array.from({ length: SEQUENCE_DIGITS }, (_, index) => MASK[(digitsAt + index) & 3] ?? 0),
  };
}

/** The main dialect: one text frame a message, in and out. */
export const brokerDialect: Dialect = {
  name: "broker",
  opening: ({ secret, filter }) => ({
    request: upgradeRequest("/ws/brocker/", { Authorization: `Token ${secret}`, Tag: filter }),
    followReply: 0,
  }),
  publish(topic) {
    const { text, digitsAt } = envelope(topic);
    return publishFrame(Buffer.from(text), digitsAt, OPCODE.text);
  },
  delivery: (topic) => ({ bytes: PAYLOAD_BYTES, digitsAt: envelope(topic).digitsAt }),
  fixedFrameBytes: frameBytes(PAYLOAD_BYTES),
};

/** Names of one length, so that every frame of a scenario has the same size. */
const PUBSUB_NAME = "bench";

function pubsubMessage(topic: string, head: string, tail: string): { text: string; digitsAt: number } {
  const { text, digitsAt } = envelope(topic);
  const payloadAt = text.indexOf('"message":') + '"message":'.length;
  return {
    text: `${head}${text.slice(payloadAt, -1)}${tail}`,
    digitsAt: Buffer.byteLength(head) + digitsAt - payloadAt,
  };
}

function pubsubDelivery(topic: string): { text: string; digitsAt: number } {
  const id = "00000000-0000-7000-8000-000000000000";
  const head = `{"type":"message","topic":"${topic}","message":{"id":"${id}","payload":`;
  return pubsubMessage(
    topic,
    head,
    `,"timestamp":"${new Date(0).toISOString()}"},"publisher_client_id":"${PUBSUB_NAME}"}`,
  );
}

/** Pub/sub: the same message as payload, in its frames; a publisher hears that it was published. */
export const pubsubDialect: Dialect = {
  name: "pubsub",
  publisherSubscribes: true,
  opening({ secret, filter }) {
    const subscribe = JSON.stringify({ type: "subscribe", topic: filter, client_id: PUBSUB_NAME });
    return {
      request: upgradeRequest("/ws/", { Authorization: `Token ${secret}` }),
      follow: maskedFrame(Buffer.from(subscribe), OPCODE.text).bytes.toString("base64"),
      followReply: 0,
      // connected, subscribed.
      followFrames: 2,
    };
  },
  publish(topic) {
    const head = `{"type":"publish","topic":"${topic}","client_id":"${PUBSUB_NAME}","message":{"payload":`;
    const { text, digitsAt } = pubsubMessage(topic, head, "}}");
    return publishFrame(Buffer.from(text), digitsAt, OPCODE.text);
  },
  delivery(topic) {
    const { text, digitsAt } = pubsubDelivery(topic);
    return { bytes: Buffer.byteLength(text), digitsAt };
  },
  fixedFrameBytes: frameBytes(Buffer.byteLength(pubsubDelivery(topicOf(0)).text)),
};

function mqttPublish(topic: string): { bytes: Buffer; digitsAt: number } {
  const { text, digitsAt } = envelope(topic);
  const bytes = publishPacket(topic, Buffer.from(text));
  return { bytes, digitsAt: bytes.length - PAYLOAD_BYTES + digitsAt };
}

/** MQTT 3.1.1 over WebSocket, QoS 0, the same JSON as payload. */
export const mqttDialect: Dialect = {
  name: "mqtt",
  opening({ secret, filter, name }) {
    const packets = Buffer.concat([connectPacket(name, secret), subscribePacket(filter)]);
    return {
      request: upgradeRequest("/", { "Sec-WebSocket-Protocol": "mqtt" }),
      follow: maskedFrame(packets, OPCODE.binary).bytes.toString("base64"),
      followReply: CONNACK_BYTES + SUBACK_BYTES,
    };
  },
  publish(topic) {
    const { bytes, digitsAt } = mqttPublish(topic);
    return publishFrame(bytes, digitsAt, OPCODE.binary);
  },
  delivery(topic) {
    const { bytes, digitsAt } = mqttPublish(topic);
    return { bytes: bytes.length, digitsAt };
  },
  fixedFrameBytes: null,
};

/** Owns publishing as the operator: any valid topic, `$` topics too (T4). */
import { checkTopic } from "../contract/topics.ts";
import { messageText } from "./json-input.ts";
import { badField } from "./refused.ts";
import type { Rooms } from "./rooms.ts";

export interface OperatorMessage {
  readonly topic: string;
  /** Any JSON value. */
  readonly message?: unknown;
  /** Its text instead, so that long numbers keep their digits (M3). */
  readonly json?: string | undefined;
}

/** @throws Refused BAD_REQUEST naming the field */
export function publishAsOperator(rooms: Rooms, input: OperatorMessage) {
  const checked = checkTopic(input.topic);
  if (!checked.ok) throw badField("topic", checked.reason);
  const { settings, revision } = rooms.policy.current;
  const json = messageText(settings.maxFrameBytes, "message", input.message, input.json);
  return { topic: input.topic, delivered: rooms.publish(input.topic, json), revision };
}

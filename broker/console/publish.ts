/** Owns publishing as the operator: any valid topic, `$` topics too (T4). */
import { checkTopic } from "../contract/topics.ts";
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
  const delivered = rooms.publish(input.topic, jsonText(input));
  return { topic: input.topic, delivered, revision: rooms.policy.current.revision };
}

function jsonText({ message, json }: OperatorMessage): string {
  if (json !== undefined && message !== undefined) throw badField("json", "give either `message` or `json`");
  if (json !== undefined) return checkedJson(json);
  const text: string | undefined = JSON.stringify(message);
  if (text === undefined) throw badField("message", "is missing; any JSON value is a message, also null");
  return text;
}

function checkedJson(json: string): string {
  try {
    JSON.parse(json);
    return json.trim();
  } catch {
    throw badField("json", "is not valid JSON");
  }
}

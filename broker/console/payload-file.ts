/** The published bytes of one message as a file, which no browser shows as a page. */
import type { Message } from "../topics/message.ts";
import { messageOf } from "../traffic/reading.ts";
import type { ConsoleCore } from "./console-core.ts";
import { notFound } from "./refused.ts";
import { knownTopic } from "./topics/registry.ts";
import { rowNumber } from "./traffic/traffic-views.ts";

const ENDINGS = { json: "json", text: "txt", bytes: "bin" } as const;

/** Of a message that its topic still keeps. @throws Refused NOT_FOUND */
export function topicPayload(core: ConsoleCore, { name, id }: { readonly name: string; readonly id: string }): File {
  for (const message of core.topics.history.backwards(knownTopic(core, name))) {
    if (message.id === id) return fileOf(message);
  }
  throw notFound("message", id);
}

/** Of a captured message. @throws Refused NOT_FOUND, also for a row that is no message */
export function trafficPayload({ capture }: Pick<ConsoleCore, "capture">, id: string): File {
  const number = rowNumber(capture, id);
  const chunk = number === undefined ? undefined : capture.find(number);
  const message = number === undefined || chunk === undefined ? null : messageOf(chunk, number - chunk.first);
  if (message === null) throw notFound("captured message", id);
  return fileOf(message);
}

function fileOf({ id, form, bytes }: Message): File {
  return new File([Buffer.from(bytes)], `message-${id}.${ENDINGS[form]}`, { type: "application/octet-stream" });
}

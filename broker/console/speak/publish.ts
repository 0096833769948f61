/** Publishing as the operator: any valid topic, `$` topics too (T4), a JSON value or bytes. */
import { checkTopic } from "../../contract/topics.ts";
import { bytesOfBase64, type Content, ownBytes } from "../../topics/content.ts";
import type { ConsoleCore } from "../console-core.ts";
import { messageText } from "../endpoints/json-input.ts";
import { badField } from "../refused.ts";

/** One of the four is given. */
interface OperatorPayload {
  /** Any JSON value. */
  readonly message?: unknown;
  /** Its text instead, so that long numbers keep their digits (M3). */
  readonly json?: string | undefined;
  /** Bytes: the UTF-8 of this text. */
  readonly text?: string | undefined;
  /** Bytes as RFC 4648 writes them, padded. */
  readonly base64?: string | undefined;
}

export interface OperatorMessage extends OperatorPayload {
  readonly topic: string;
}

/** @throws Refused BAD_REQUEST naming the field */
export function publishAsOperator(
  core: Pick<ConsoleCore, "policy" | "publish">,
  { topic, ...payload }: OperatorMessage,
) {
  checkOperatorTopic(topic);
  const { settings, revision } = core.policy.current;
  return { topic, delivered: core.publish(topic, contentOf(payload, settings.maxFrameBytes)), revision };
}

/** Publishes exactly these bytes, of a text its UTF-8; answers how many connections they were queued for. @throws Refused BAD_REQUEST */
export function publishBytes(
  core: Pick<ConsoleCore, "policy" | "publish">,
  topic: string,
  payload: string | Uint8Array,
): number {
  checkOperatorTopic(topic);
  const { maxFrameBytes } = core.policy.current.settings;
  const bytes = typeof payload === "string" ? bytesOfText("payload", payload) : ownBytes(payload);
  return core.publish(topic, bounded("payload", bytes, maxFrameBytes));
}

function checkOperatorTopic(topic: string): void {
  const checked = checkTopic(topic);
  if (!checked.ok) throw badField("topic", checked.reason);
}

function contentOf({ message, json, text, base64 }: OperatorPayload, maxBytes: number): Content {
  const [first, second] = Object.entries({ message, json, text, base64 }).filter(([, value]) => value !== undefined);
  if (first !== undefined && second !== undefined) {
    throw badField(
      second[0],
      `give one of \`message\`, \`json\`, \`text\` and \`base64\`, and not \`${first[0]}\` too`,
    );
  }
  if (text !== undefined) return bounded("text", bytesOfText("text", text), maxBytes);
  if (base64 === undefined) return messageText(maxBytes, "message", message, json);
  const bytes = bytesOfBase64(base64);
  if (bytes === null) throw badField("base64", "is not base64 as RFC 4648 writes it, padded with =");
  return bounded("base64", bytes, maxBytes);
}

function bytesOfText(field: string, text: string): Uint8Array {
  if (!text.isWellFormed()) throw badField(field, "holds half of a surrogate pair, which has no UTF-8");
  return ownBytes(Buffer.from(text));
}

/** As large as a client's message may be (M7). */
function bounded(field: string, bytes: Uint8Array, maxBytes: number): Uint8Array {
  if (bytes.byteLength <= maxBytes) return bytes;
  throw badField(field, `is ${bytes.byteLength} bytes; at most ${maxBytes} are taken (the setting maxFrameBytes)`);
}

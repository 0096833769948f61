/** Owns how captured rows look to a view. */
import { DIRECT_FAILURES } from "../../contract/codes.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { NearestPermission } from "../../contract/nouns.ts";
import type {
  CaptureUsage,
  TrafficFanOut,
  TrafficMessage,
  TrafficRecipient,
  TrafficResult,
  TrafficRow,
} from "../../contract/traffic.ts";
import type { Capture } from "../../traffic/capture.ts";
import type { Chunk } from "../../traffic/chunk.ts";
import { fanOut, type Recipient } from "../../traffic/fan-out.ts";
import {
  directOf,
  messageOf,
  ruleOf,
  senderOf,
  sizeOf,
  textOf,
  textStartOf,
  tokenOf,
  topicOf,
} from "../../traffic/reading.ts";

/** A row's id: which run, and its number there. */
export function rowId(capture: Capture, number: number): string {
  return `${capture.run}-${number.toString(36)}`;
}

/** The number behind an id of this run; undefined for any other text. */
export function rowNumber(capture: Capture, id: string): number | undefined {
  const mark = `${capture.run}-`;
  if (!id.startsWith(mark) || !/^[0-9a-z]+$/.test(id.slice(mark.length))) return undefined;
  return Number.parseInt(id.slice(mark.length), 36);
}

export function rowView(capture: Capture, chunk: Chunk, index: number): TrafficRow {
  const sender = senderOf(chunk, index);
  const token = tokenOf(chunk, index);
  const text = textStartOf(chunk, index, LIMITS.trafficTextLength);
  const message = messageOf(chunk, index);
  const direct = directOf(chunk, index);
  return {
    id: rowId(capture, chunk.first + index),
    at: new Date(chunk.at[index] ?? 0).toISOString(),
    kind: chunk.kindOf(index),
    connectionId: sender?.id ?? null,
    from: sender?.label ?? null,
    tokenId: token?.id ?? null,
    tokenName: token?.name ?? null,
    topic: topicOf(chunk, index) || null,
    ...(direct === null ? {} : { direct: { act: direct.act, to: direct.to } }),
    text: text.length > LIMITS.trafficTextLength ? text.slice(0, LIMITS.trafficTextLength) : text,
    ...(message === null ? {} : { form: message.form }),
    size: sizeOf(chunk, index),
    result: resultView(chunk, index),
    rule: ruleOf(chunk, index),
  };
}

function resultView(chunk: Chunk, index: number): TrafficResult {
  const subject = chunk.subjects[index];
  if (subject !== undefined && "refusal" in subject) {
    const { code, reason } = subject.refusal;
    return { kind: "refused", code, reason };
  }
  if (subject !== undefined && "step" in subject) {
    const { step, code, reason } = subject;
    return { kind: "door", step, code, reason };
  }
  if (subject !== undefined && "act" in subject && subject.failed !== null) {
    return { kind: "refused", code: subject.failed, reason: DIRECT_FAILURES[subject.failed] };
  }
  return {
    kind: "delivered",
    delivered: Math.max(0, chunk.delivered[index] ?? 0),
    withheld: chunk.withheld[index] ?? 0,
    dropped: chunk.dropped[index] ?? 0,
  };
}

export function usageView(capture: Capture): CaptureUsage {
  const { isOn, size, bytes, evicted, limits } = capture;
  return { isOn, rows: size, bytes, maxRows: limits.captureRows, maxBytes: limits.captureBytes, evicted };
}

export function capturedMessage(capture: Capture, chunk: Chunk, index: number): TrafficMessage {
  const row = rowView(capture, chunk, index);
  // An answer is the asker's alone, who is no session.
  const isSpread = row.result.kind === "delivered" && row.direct?.act !== "answer";
  return {
    row,
    text: textOf(chunk, index),
    permission: permissionOf(chunk, index),
    revision: chunk.revisions[index] ?? 0,
    fanOut: isSpread ? fanOutView(fanOut(capture, chunk, index)) : null,
  };
}

function permissionOf(chunk: Chunk, index: number): NearestPermission | null {
  const subject = chunk.subjects[index];
  if (subject !== undefined && "refusal" in subject) return subject.refusal.nearest;
  if (subject !== undefined && "step" in subject) return subject.nearest;
  const grant = chunk.grants[index];
  if (grant === null || grant === undefined) return null;
  const { permissionId, tagId, pattern, access } = grant;
  return { permissionId, tagId, pattern, access };
}

const GROUP = {
  withheld: "withheld",
  "shut-out": "withheld",
  dropped: "dropped",
  "too-slow": "dropped",
  "left-before": "dropped",
  waiting: "waiting",
  sent: "delivered",
  late: "delivered",
} as const satisfies Record<Recipient["fared"], string>;
/** The exceptional first. */
const ORDER = ["withheld", "dropped", "waiting", "delivered"];

function fanOutView(recipients: readonly Recipient[]): TrafficFanOut {
  const groups = Map.groupBy(recipients, ({ fared }) => GROUP[fared]);
  const counted = (group: (typeof GROUP)[Recipient["fared"]]) => groups.get(group)?.length ?? 0;
  const delays = recipients.flatMap(({ delayMs }) => delayMs ?? []);
  const sorted = recipients.toSorted(
    (one, other) =>
      ORDER.indexOf(GROUP[one.fared]) - ORDER.indexOf(GROUP[other.fared]) || (one.delayMs ?? 0) - (other.delayMs ?? 0),
  );
  return {
    matched: recipients.length,
    filters: recipients.reduce((sum, { filters }) => sum + filters.length, 0),
    delivered: counted("delivered"),
    waiting: counted("waiting"),
    withheld: counted("withheld"),
    dropped: counted("dropped"),
    slowestMs: delays.length === 0 ? null : delays.reduce((most, delay) => Math.max(most, delay)),
    recipients: sorted.slice(0, LIMITS.fanOutListed).map(recipientView),
  };
}

function recipientView({ card, filters, fared, delayMs, ending }: Recipient): TrafficRecipient {
  const { id, label, tokenId, tokenName } = card;
  const ended = ending === null ? null : endingView(ending);
  return { connectionId: id, label, tokenId, tokenName, filters: [...filters], fared, delayMs, ending: ended };
}

function endingView({ code, reason, by, revision }: NonNullable<Recipient["ending"]>) {
  return { code, reason, by, revision };
}

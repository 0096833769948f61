/** Owns asking the capture: pages, one message, usage, and forgetting it. */
import { LIMITS } from "../../contract/limits.ts";
import type { TrafficMessage, TrafficRow } from "../../contract/traffic.ts";
import { parseFilter } from "../../contract/traffic-filter.ts";
import type { Capture } from "../../traffic/capture.ts";
import { compileFilter, type Question } from "../../traffic/compile-filter.ts";
import { walkBack } from "../../traffic/scan.ts";
import type { ConsoleCore } from "../console-core.ts";
import { notFound, Refused } from "../refused.ts";
import { capturedMessage, rowId, rowNumber, rowView } from "./traffic-views.ts";

/** The question that a filter's text asks. @throws Refused BAD_REQUEST with the place of the mistake under `conflict` */
export function filterQuestion(text: string | undefined): Question {
  const parsed = parseFilter(text ?? "");
  if (parsed.ok) return compileFilter(parsed.filter);
  const { at, end, message } = parsed.problem;
  const place = `filter: ${message} (character ${at + 1})`;
  throw new Refused({ code: "BAD_REQUEST", message: place, field: "filter", conflict: { at, end, reason: message } });
}

export interface TrafficQuery {
  readonly filter?: string | undefined;
  readonly before?: string | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** Newest first. A row of another run, or one let go, bounds nothing. */
export async function pageTraffic(core: Pick<ConsoleCore, "capture" | "clock">, query: TrafficQuery) {
  const { capture, clock } = core;
  const asks = filterQuestion(query.filter);
  const before = numberOf(capture, query.before) ?? capture.next;
  const after = numberOf(capture, query.after) ?? capture.first - 1;
  const limit = query.limit ?? LIMITS.pageDefault;
  const items: TrafficRow[] = [];
  let last = -1;
  let hasMore = false;
  await walkBack(capture, clock, before - 1, Math.max(after + 1, capture.first), (chunk, index, number) => {
    if (!asks(chunk, index)) return false;
    hasMore = items.length === limit;
    if (hasMore) return true;
    last = number;
    items.push(rowView(capture, chunk, index));
    return false;
  });
  return hasMore ? { items, nextCursor: rowId(capture, last) } : { items };
}

function numberOf(capture: Capture, id: string | undefined): number | undefined {
  return id === undefined ? undefined : rowNumber(capture, id);
}

/** One row whole, with what became of it. @throws Refused NOT_FOUND */
export function getTraffic({ capture }: Pick<ConsoleCore, "capture">, id: string): TrafficMessage {
  const number = rowNumber(capture, id);
  const chunk = number === undefined ? undefined : capture.find(number);
  if (number === undefined || chunk === undefined) throw notFound("captured message", id);
  return capturedMessage(capture, chunk, number - chunk.first);
}

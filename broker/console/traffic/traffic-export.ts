/** Owns the export of captured rows: NDJSON with the payloads as they were, or CSV. */
import { LIMITS } from "../../contract/limits.ts";
import { escapedHalves } from "../../contract/text.ts";
import type { ExportFormat, TrafficRow } from "../../contract/traffic.ts";
import type { Chunk } from "../../traffic/chunk.ts";
import type { Question } from "../../traffic/compile-filter.ts";
import { textOf } from "../../traffic/reading.ts";
import { walkOn } from "../../traffic/scan.ts";
import type { ConsoleCore } from "../console-core.ts";
import { filterQuestion } from "./traffic.ts";
import { rowId, rowNumber, rowView } from "./traffic-views.ts";

type Sources = Pick<ConsoleCore, "capture" | "clock">;

const COLUMNS = [
  "id",
  "at",
  "kind",
  "connection",
  "from",
  "tokenId",
  "token",
  "topic",
  "act",
  "to",
  "form",
  "bytes",
  "result",
  "delivered",
  "withheld",
  "dropped",
  "rule",
  "message",
] as const;

const TYPES = { ndjson: "application/x-ndjson", csv: "text/csv; charset=utf-8" } as const satisfies Record<
  ExportFormat,
  string
>;

export interface ExportQuery {
  readonly filter?: string | undefined;
  readonly format?: ExportFormat | undefined;
  readonly cursor?: string | undefined;
}

/** The matching rows that are there when it is asked for, oldest first, as one file. */
export async function exportTraffic(core: Sources, query: Omit<ExportQuery, "cursor">): Promise<File> {
  const { capture } = core;
  const { format = "ndjson" } = query;
  const asks = filterQuestion(query.filter);
  const parts: string[] = [];
  const end = capture.next;
  let from = capture.first;
  let isFirst = true;
  while (from < end) {
    const part = await exportRows(core, asks, format, from, end, isFirst);
    parts.push(part.text);
    from = part.next;
    isFirst = false;
  }
  if (isFirst && format === "csv") parts.push(await csvOf([], true));
  return new File(parts, `traffic.${format}`, { type: TYPES[format] });
}

/** A part of the same file: `LIMITS.exportPartRows` rows, and where to go on. */
export async function exportPart(core: Sources, query: ExportQuery) {
  const { capture } = core;
  const { format = "ndjson", cursor } = query;
  const asks = filterQuestion(query.filter);
  const from = cursor === undefined ? capture.first : (rowNumber(capture, cursor) ?? capture.next);
  const { text, rows, next } = await exportRows(core, asks, format, from, capture.next, cursor === undefined);
  return next < capture.next ? { text, rows, nextCursor: rowId(capture, next) } : { text, rows };
}

async function exportRows(
  { capture, clock }: Sources,
  asks: Question,
  format: ExportFormat,
  from: number,
  end: number,
  isFirst: boolean,
) {
  const lines: Line[] = [];
  let next = end;
  await walkOn(capture, clock, from, end, (chunk, index, number) => {
    if (!asks(chunk, index)) return false;
    lines.push(lineOf(rowView(capture, chunk, index), chunk, index));
    next = number + 1;
    return lines.length === LIMITS.exportPartRows;
  });
  if (lines.length < LIMITS.exportPartRows) next = end;
  const text = format === "csv" ? await csvOf(lines, isFirst) : lines.map(ndjsonOf).join("");
  return { text, rows: lines.length, next };
}

interface Line {
  readonly fields: Readonly<Record<Exclude<(typeof COLUMNS)[number], "message">, string | number | null>>;
  readonly text: string;
  /** The text is a JSON value. */
  readonly isJson: boolean;
}

function lineOf(row: TrafficRow, chunk: Chunk, index: number): Line {
  const { result } = row;
  const counts = result.kind === "delivered" ? result : { delivered: 0, withheld: 0, dropped: 0 };
  return {
    fields: {
      id: row.id,
      at: row.at,
      kind: row.kind,
      connection: row.connectionId,
      from: row.from,
      tokenId: row.tokenId,
      token: row.tokenName,
      topic: row.topic,
      act: row.direct?.act ?? null,
      to: row.direct?.to ?? null,
      form: row.form ?? null,
      bytes: row.size,
      result: resultWord(result),
      delivered: counts.delivered,
      withheld: counts.withheld,
      dropped: counts.dropped,
      rule: row.rule,
    },
    text: textOf(chunk, index),
    isJson: row.result.kind === "delivered",
  };
}

function resultWord(result: TrafficRow["result"]): string {
  switch (result.kind) {
    case "delivered":
      return "delivered";
    case "refused":
      return result.code;
    case "door":
      return result.step;
    default:
      return result satisfies never;
  }
}

/** The payload stands in the line as it was published: long numbers keep their digits. */
function ndjsonOf({ fields, text, isJson }: Line): string {
  const beginning = JSON.stringify(fields).slice(0, -1);
  return `${beginning},"message":${isJson ? text.replace(/[\r\n]+/g, " ") : JSON.stringify(text)}}\n`;
}

/** A text that a spreadsheet would run is defused, and the file begins with the mark without which Excel takes it for its own code page. */
async function csvOf(lines: readonly Line[], isFirst: boolean): Promise<string> {
  const { stringify } = await import("csv-stringify/sync");
  const records = lines.map(({ fields, text }) => [...Object.values(fields), text].map(inUtf8));
  return stringify(records, { columns: [...COLUMNS], header: isFirst, bom: isFirst, escape_formulas: true });
}

/** Names that clients give themselves may hold half of a surrogate pair, which a file can hold only as its escape (X7). */
function inUtf8(cell: string | number | null): string | number | null {
  return typeof cell === "string" ? escapedHalves(cell) : cell;
}

/** Owns how what became of a message is said in a word or two; pure. */
import type { TrafficResult, TrafficRow } from "../../../../broker/contract/traffic.ts";
import { formatCount } from "../../ui/format.ts";
import { type Direct, nobodyWords } from "./direct-words.ts";

/** Each has its icon; `nobody` is no fault. */
export type ResultTone = "ok" | "off" | "warn" | "withheld" | "bad";

export interface ResultWords {
  readonly tone: ResultTone;
  readonly words: string;
  /** The whole sentence, for hovers. */
  readonly sentence: string;
}

/** Short for the column; a reason that is not here is said as the engine says it. */
const REFUSED: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    "publish-not-covered": "Denied, no permission",
    "publish-needs-readwrite": "Denied, read only",
    "binary-frame": "Refused, binary",
    "invalid-json": "Refused, invalid JSON",
    "not-an-object": "Refused, no object",
    "duplicate-key": "Refused, repeated key",
    "tag-missing": "Refused, no topic",
    "tag-invalid": "Refused, bad topic",
    "tag-wildcard": "Refused, wildcard",
    "tag-reserved": "Denied, reserved",
    "message-missing": "Refused, no message",
    "rate-limited": "Refused, too many",
    "frame-too-large": "Refused, too large",
    "protocol-error": "Refused, protocol",
    "connection-unknown": "No such connection",
    "connection-of-another-protocol": "Other protocol",
    "answer-not-awaited": "Not awaited",
  }),
);

export function resultWords({ result, direct }: Pick<TrafficRow, "result" | "direct">): ResultWords {
  switch (result.kind) {
    case "refused":
      return { tone: "bad", words: REFUSED.get(result.code) ?? "Refused", sentence: result.reason };
    case "door":
      return { tone: "bad", words: `Refused, door ${result.code}`, sentence: result.reason };
    case "delivered":
      return direct === undefined ? deliveredWords(result) : directResult(result, direct);
    default:
      return result satisfies never;
  }
}

type Delivered = Extract<TrafficResult, { kind: "delivered" }>;

function directResult(result: Delivered, direct: Direct): ResultWords {
  if (direct.act === "answer") return { tone: "ok", words: "Taken", sentence: "The first answer to the question" };
  if (result.delivered + result.withheld + result.dropped > 0) return deliveredWords(result);
  return { tone: "off", words: "Nobody online", sentence: nobodyWords(direct) };
}

function deliveredWords({ delivered, withheld, dropped }: Delivered): ResultWords {
  const all = delivered + withheld + dropped;
  const sentence = `${formatCount(delivered)} delivered, ${formatCount(withheld)} withheld, ${formatCount(dropped)} dropped`;
  if (all === 0) return { tone: "off", words: "Nobody listens", sentence: "No session holds a filter that matches" };
  if (withheld > 0) {
    const also = dropped > 0 ? `, ${formatCount(dropped)} dropped` : "";
    return { tone: "withheld", words: `${formatCount(withheld)} withheld${also}`, sentence };
  }
  if (dropped === 0) return { tone: "ok", words: `${formatCount(delivered)} delivered`, sentence };
  return {
    tone: "warn",
    words: `${formatCount(delivered)} of ${formatCount(all)}, ${formatCount(dropped)} dropped`,
    sentence,
  };
}

/** Owns how it is said what became of one recipient's frame; pure. */
import type { TrafficRecipient } from "../../../../broker/contract/traffic.ts";
import { formatCount } from "../../ui/format.ts";

export type FaredGroup = "withheld" | "dropped" | "waiting" | "delivered";

/** The exceptional first. */
export const FARED_GROUPS: readonly FaredGroup[] = ["withheld", "dropped", "waiting", "delivered"];

const GROUP = {
  withheld: "withheld",
  "shut-out": "withheld",
  dropped: "dropped",
  "too-slow": "dropped",
  "left-before": "dropped",
  waiting: "waiting",
  sent: "delivered",
  late: "delivered",
} as const satisfies Record<TrafficRecipient["fared"], FaredGroup>;

export function faredGroup({ fared }: Pick<TrafficRecipient, "fared">): FaredGroup {
  return GROUP[fared];
}

/** Why it did not go the ordinary way; null when it did. `queueFrames` is the bound of a queue. */
export function faredWhy({ fared, ending }: TrafficRecipient, queueFrames: number): string | null {
  const at = ending === null ? "" : ` at revision ${ending.revision}`;
  switch (fared) {
    case "sent":
      return null;
    case "late":
      return "Waited for a slow reader";
    case "waiting":
      return "Waits in the queue of a slow reader";
    case "dropped":
      return `Queue full at ${formatCount(queueFrames)} frames; oldest dropped`;
    case "too-slow":
      return "Closed with 4009: it read too slowly";
    case "left-before":
      return "Left before its frame did";
    case "withheld":
    case "shut-out": {
      if (ending === null) return "It had lost its right";
      if (ending.code === null) return `It lost the subscription${at}; the frame was taken back`;
      const why = `${ending.reason.charAt(0).toUpperCase()}${ending.reason.slice(1)}${at}`;
      return fared === "withheld" ? `${why}; closed with ${ending.code}` : `${why}; it was closing with ${ending.code}`;
    }
    default:
      return fared satisfies never;
  }
}

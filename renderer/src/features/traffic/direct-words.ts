/** Owns how what was sent past all topics is called: how, and to whom; pure. */
import type { TrafficRow } from "../../../../broker/contract/traffic.ts";

export type Direct = NonNullable<TrafficRow["direct"]>;

export function directWords({ act, to }: Direct): string {
  switch (act) {
    case "broadcast":
      return "To everybody";
    case "user":
    case "connection":
      return `To ${to}`;
    case "question":
      return `Question to ${to}`;
    case "answer":
      return "Answer to the operator";
    default:
      return act satisfies never;
  }
}

/** Why nobody has it, though nothing was wrong with it. */
export function nobodyWords({ act, to }: Direct): string {
  return act === "broadcast" ? "No realtime client is online" : `No connection of ${to} is online`;
}

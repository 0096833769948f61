/** Owns the words of a kick before it is done: whom it closes, and whether that is nearly everybody; pure. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { connectionLabel } from "../../ui/connection-label.ts";
import { formatCount } from "../../ui/format.ts";

/** More names than anybody reads; the count says the rest. */
const NAMED = 6;
/** A kick of this many and of more than half of those that are connected is rarely meant. */
const MANY = 5;

export interface KickedWords {
  /** `wall-dashboard (3), automation-hub and 12 more`. */
  readonly names: string;
  readonly isMost: boolean;
  /** `That is 39 of the 41 that are connected`. */
  readonly share: string;
  /** Tokens that a bar would keep out. */
  readonly tokens: number;
}

export function kickedOf(
  ids: readonly string[],
  connections: ReadonlyMap<string, Pick<ConnectionView, "subject" | "clientId" | "address" | "tokenId" | "closed">>,
): KickedWords {
  const groups = [...Map.groupBy(ids, (id) => connectionLabel(connections.get(id), id))];
  const shown = groups.slice(0, NAMED).map(([name, same]) => (same.length === 1 ? name : `${name} (${same.length})`));
  const rest = groups.slice(NAMED).reduce((sum, [, same]) => sum + same.length, 0);
  const open = [...connections.values()].filter(({ closed }) => closed === null).length;
  return {
    names: `${shown.join(", ")}${rest === 0 ? "" : ` and ${formatCount(rest)} more`}`,
    isMost: ids.length >= MANY && ids.length * 2 > open,
    share:
      ids.length >= open
        ? "That is everybody who is connected"
        : `That is ${formatCount(ids.length)} of the ${formatCount(open)} that are connected`,
    tokens: new Set(ids.flatMap((id) => connections.get(id)?.tokenId ?? [])).size,
  };
}

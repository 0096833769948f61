/** Short ids, unique over restarts by their beginning and within a run by their count. */
import type { Chance } from "./ports/chance.ts";

export function idMaker(chance: Chance): (kind: string) => string {
  const run = hexOf(chance.bytes(4));
  let count = 0;
  return (kind) => `${kind}_${run}${(count++).toString(36)}`;
}

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

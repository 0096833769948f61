/** Short ids, unique over restarts by their beginning and within a run by their count. */

/** `run` tells those of one run of one process from all others. */
export function idMaker(run: string): (kind: string) => string {
  let count = 0;
  return (kind) => `${kind}_${run}${(count++).toString(36)}`;
}

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("hex");

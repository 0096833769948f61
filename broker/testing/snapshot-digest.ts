/** A digest of a policy: equal where two engines decide alike. Sealed secrets decide nothing. */
import { createHash } from "node:crypto";
import type { Snapshot } from "../access/snapshot.ts";

export function snapshotDigest({ revision, settings, anonymous, ...rest }: Snapshot): string {
  const parts = {
    revision,
    settings: sorted(settings),
    anonymous,
    tokens: rowsOf(rest.tokens),
    tokensByHash: [...rest.tokensByHash].map(([hash, { id }]) => [hash, id]).sort(),
    tags: rowsOf(rest.tags),
    permissions: rowsOf(rest.permissions),
    grants: [...rest.grants]
      .map(([id, grants]) => [id, grants.map((one) => JSON.stringify(sorted(one))).sort()])
      .sort(),
    privateRooms: [...rest.privateRooms].sort(),
  };
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

const rowsOf = (rows: ReadonlyMap<string, object>): string[] =>
  [...rows.values()].map((row) => JSON.stringify(sorted({ ...row, sealedSecret: undefined }))).sort();

const sorted = (row: object): object => Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));

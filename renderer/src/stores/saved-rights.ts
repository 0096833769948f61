/** Owns the look-up of saved permissions by token and tag, built once a policy. */
import type { Permission } from "../../../broker/contract/nouns.ts";
import { cellKey, type SavedRights } from "./pending-edits.ts";

export type RightsIndex = SavedRights & { byId(id: string): Permission | undefined };

const built = new WeakMap<ReadonlyMap<string, Permission>, RightsIndex>();

/** The index of `permissions`; the same map answers the same index. */
export function rightsOf(permissions: ReadonlyMap<string, Permission>): RightsIndex {
  const known = built.get(permissions);
  if (known) return known;
  const byCell = new Map([...permissions.values()].map((row) => [cellKey(row.tokenId, row.tagId), row]));
  const index: RightsIndex = {
    permission: (tokenId, tagId) => byCell.get(cellKey(tokenId, tagId)),
    byId: (id) => permissions.get(id),
  };
  built.set(permissions, index);
  return index;
}

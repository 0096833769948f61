/** Owns what a token may no longer publish: its sessions stay, and notice at their next message (R2, R4). */
import { covers } from "../contract/topics.ts";
import type { Snapshot } from "./snapshot.ts";

/**
 * Patterns with readwrite before that no readwrite permission covers after, each once. `$` patterns are left out: a client could never
 * publish there (T4).
 */
export function lostPublishPatterns(before: Snapshot, after: Snapshot, tokenId: string): readonly string[] {
  const next = writable(after, tokenId);
  const lost = writable(before, tokenId).filter((pattern) => !next.some((granted) => covers(granted, pattern)));
  return [...new Set(lost)];
}

function writable({ grants }: Snapshot, tokenId: string): string[] {
  return (grants.get(tokenId) ?? [])
    .filter(({ access, pattern }) => access === "readwrite" && !pattern.startsWith("$"))
    .map(({ pattern }) => pattern);
}

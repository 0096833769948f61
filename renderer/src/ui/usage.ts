/** Owns when a token's connections count as near their limit. */

/** From this share of the limit on a token is near it. */
const NEAR_SHARE = 0.9;

export type Usage = "unlimited" | "room" | "near" | "full";

export function usageOf(connections: number, maxConnections: number): Usage {
  if (maxConnections === 0) return "unlimited";
  if (connections >= maxConnections) return "full";
  return connections / maxConnections >= NEAR_SHARE ? "near" : "room";
}

export const USAGE_WORD = { near: "Near limit", full: "Full" } as const;

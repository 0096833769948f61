/** Owns the Chance port: random choices that a seed can repeat. Secrets and keys are none of these: they come from the system, always. */

export interface Chance {
  /** In [0, 1). */
  next(): number;
  bytes(count: number): Uint8Array;
  /** A source of its own, whose numbers follow from the seed and this label alone: what one actor draws disturbs no other. */
  fork(label: string): Chance;
}

/** Owns the broker's running totals. */

/** Grow only; whoever shows rates takes differences. */
export class Counters {
  messagesIn = 0;
  messagesOut = 0;
  dropped = 0;
  refused = 0;
  opened = 0;
  /** Session that dropped a frame last. */
  lastSlow: object | null = null;
}

/** Owns the announcements of the operator path: what has already happened, for views and timers. Nothing is decided here. */
import type { AuditView } from "../contract/live.ts";

export interface OperatorListener {
  /** Another snapshot of the policy is current, committed at `committedAt` (elapsed milliseconds). */
  policyReplaced?(committedAt: number): void;
  /** What is told of the server itself is another: it was stopped or started (Y2). */
  serverChanged?(): void;
  /** A row of the audit journal is new or has changed. */
  audited?(row: AuditView): void;
}

export class Announcer {
  readonly #listeners = new Set<OperatorListener>();

  /** Returns a function that ends the listening. */
  listen(listener: OperatorListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  policyReplaced(committedAt: number): void {
    for (const listener of this.#listeners) listener.policyReplaced?.(committedAt);
  }

  serverChanged(): void {
    for (const listener of this.#listeners) listener.serverChanged?.();
  }

  audited(row: AuditView): void {
    for (const listener of this.#listeners) listener.audited?.(row);
  }
}

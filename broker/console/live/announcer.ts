/** Owns the announcements of the operator path: what has already happened, for views and timers. Nothing is decided here. */
import type { AuditView } from "../../contract/live.ts";
import { Listeners } from "../../faults/listeners.ts";
import type { Faults } from "../../ports/faults.ts";
import type { EditEntry } from "../edits/entry.ts";

export interface OperatorListener {
  /** The store holds it, and it is in force here. */
  committed?(entry: EditEntry): void;
  /** Another snapshot of the policy is current, committed at `committedAt` (elapsed milliseconds). */
  policyReplaced?(committedAt: number): void;
  /** What is told of the server itself is another: it was stopped or started (Y2). */
  serverChanged?(): void;
  /** A row of the audit journal is new or has changed. */
  audited?(row: AuditView): void;
}

export class Announcer {
  readonly #listeners: Listeners<OperatorListener>;

  constructor(faults?: Faults) {
    this.#listeners = new Listeners(faults);
  }

  /** Returns a function that ends the listening. */
  listen(listener: OperatorListener): () => void {
    return this.#listeners.add(listener);
  }

  committed(entry: EditEntry): void {
    this.#listeners.tell((listener) => listener.committed?.(entry));
  }

  policyReplaced(committedAt: number): void {
    this.#listeners.tell((listener) => listener.policyReplaced?.(committedAt));
  }

  serverChanged(): void {
    this.#listeners.tell((listener) => listener.serverChanged?.());
  }

  audited(row: AuditView): void {
    this.#listeners.tell((listener) => listener.audited?.(row));
  }
}

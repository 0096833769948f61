/** What the store committed, as a value that another node can take: plain JSON, without sealed secrets. */
import type { AuditRow, PolicyRows } from "../../ports/store.ts";

export interface EditEntry {
  /** Of the policy with this entry in it. */
  readonly revision: number;
  readonly rows: PolicyRows;
  /** null: the change makes no revision and is not told in the audit journal (J3, A5). */
  readonly audit: AuditRow | null;
}

/** Only who shows secrets can open them, and needs their boxes. */
export function withoutSeals(entry: EditEntry): EditEntry {
  const tokens = entry.rows.tokens.map((token) => ({ ...token, sealedSecret: "" }));
  return { ...entry, rows: { ...entry.rows, tokens } };
}

/** Owns a policy that follows from its revision, so that a test can tell which commit it is looking at. */
import { DEFAULT_SETTINGS } from "../../../contract/nouns.ts";
import type { PolicyChange, PolicyRows, StoredPolicy } from "../../../ports/store.ts";
import { change, NO_ROWS, permissionRow, tagRow, tokenRow } from "../../../testing/policy-rows.ts";

/** Tags that live at one time; each revision adds one and drops the oldest. */
const WINDOW = 12;
const TOKENS = 5;

const tokensAt = (revision: number) =>
  Array.from({ length: TOKENS }, (_, index) =>
    // The secrets rotate among the tokens; the note is longer than a page, so that one commit writes many pages.
    tokenRow(`t${index}`, {
      secretHash: `hash-${(index + revision) % TOKENS}`,
      note: `${revision} `.repeat(1000),
    }),
  );

const numbersAt = (revision: number): number[] =>
  Array.from({ length: Math.min(revision, WINDOW) }, (_, index) => revision - Math.min(revision, WINDOW) + 1 + index);

const permissionsAt = (revision: number) =>
  numbersAt(revision).map((n) =>
    permissionRow(`p${n}`, `t${n % TOKENS}`, `g${n}`, revision % 2 ? "read" : "readwrite"),
  );

const settingsAt = (revision: number) => ({ ...DEFAULT_SETTINGS, workspaceName: `revision ${revision}` });

/** The whole policy at a revision of at least 1. */
export const policyAt = (revision: number): StoredPolicy => ({
  revision,
  tokens: tokensAt(revision),
  tags: numbersAt(revision).map((n) => tagRow(`g${n}`, `r/${n}`)),
  permissions: permissionsAt(revision),
  settings: settingsAt(revision),
});

/** The change from the revision before to this one. */
export function changeTo(revision: number): PolicyChange {
  const gone = revision - WINDOW;
  const deleted: Partial<PolicyRows> = gone > 0 ? { deletedTags: [`g${gone}`], deletedPermissions: [`p${gone}`] } : {};
  const rows: PolicyRows = {
    ...NO_ROWS,
    ...deleted,
    tokens: tokensAt(revision),
    tags: [tagRow(`g${revision}`, `r/${revision}`)],
    permissions: permissionsAt(revision),
    settings: settingsAt(revision),
  };
  return change(revision, rows, { tokens: tokensAt(revision - 1).slice(0, 1), deletedTags: [`g${revision}`] });
}

/** Owns the workspace file: policy and sections as a document, and a document as what makes them equal to it. */
import { overlapsWith } from "../../access/overlaps.ts";
import { isEmptyPolicy, type Plan, type PlanEnvironment, planRows } from "../../access/plan.ts";
import type { Snapshot } from "../../access/snapshot.ts";
import type { Actor } from "../../contract/console.ts";
import type { EditPreview } from "../../contract/edits.ts";
import type { Workspace } from "../../contract/workspace.ts";
import { faultsText, rowFaults, type WorkspaceFault, workspaceFaults } from "../../contract/workspace-faults.ts";
import { type Applied, accepted, applyPlan, type Corridor } from "../edits/apply-edit.ts";
import { planEnvironment, previewEnvironment } from "../edits/plan-environment.ts";
import { type PreviewParts, previewPlan } from "../edits/preview.ts";
import { checkWholeText } from "../endpoints/whole-text.ts";
import { badField, conflict } from "../refused.ts";
import { openSecret, SealCheck, secretsUnreadable } from "./open-secrets.ts";
import { type ImportRows, rowsOf } from "./workspace-rows.ts";

/** Tokens and tags in the order in which they were made; secrets only when they are asked for. @throws Refused SECRET_UNREADABLE */
export function exportWorkspace(asked: PreviewParts, withSecrets: boolean): Workspace {
  const { core, sections } = asked;
  const { policy } = core;
  const { tokens, tags, settings } = policy.current;
  // A file with some of the secrets would look whole, and lose the others where it is imported.
  const unreadable = withSecrets ? new SealCheck(core).unreadable : [];
  if (unreadable.length > 0) throw secretsUnreadable(unreadable);
  return {
    signalbox: 2,
    settings,
    tags: byAge(tags.values()).map(({ pattern, description }) => ({ pattern, description })),
    tokens: byAge(tokens.values()).map((token) => ({
      id: token.id,
      name: token.name,
      maxConnections: token.maxConnections,
      enabled: token.enabled,
      expiresAt: token.expiresAt,
      subject: token.subject,
      messagesPerSecond: token.messagesPerSecond,
      burst: token.burst,
      note: token.note,
      ...(withSecrets ? { secret: openSecret(core, token) } : {}),
      permissions: permissionsOf(policy.current, token.id),
    })),
    ...sections.exported(),
  };
}

/** The same for a file that no procedure has validated. @throws Refused with nothing changed */
export function importGivenWorkspace(corridor: Corridor, workspace: Workspace, actor: Actor): Applied {
  checkWholeText(workspace);
  assertNone(workspaceFaults(workspace));
  return importWorkspace(corridor, workspace, actor);
}

/**
 * Replaces the whole policy by the file's, as one edit, and library and rooms too when the file has them. Undo takes the policy back, and of the
 * rooms those by which nothing is lost. @throws Refused with nothing changed
 */
export function importWorkspace(corridor: Corridor, workspace: Workspace, actor: Actor): Applied {
  const before = corridor.core.policy.current;
  const { planned, created, revertible } = planImport(corridor, workspace, planEnvironment(corridor.core));
  return { effect: applyPlan(corridor, planned, actor, { revertible }), created, before };
}

/** @throws Refused exactly where the import would be refused */
export function previewImport(asked: PreviewParts, workspace: Workspace): EditPreview {
  return previewPlan(asked, planImport(asked, workspace, previewEnvironment(asked.core)).planned);
}

interface ImportPlan {
  readonly planned: Plan;
  readonly created: Applied["created"];
  readonly revertible: boolean;
}

function planImport({ core, sections }: PreviewParts, workspace: Workspace, environment: PlanEnvironment): ImportPlan {
  const snapshot = core.policy.current;
  assertNone(rowFaults(workspace));
  const { rows, created } = rowsOf(workspace, snapshot, environment);
  const imported = sections.imported(workspace, rows.tokens);
  assertParted(rows);
  const planned = accepted(planRows(snapshot, rows));
  // What the file did to the policy can always be taken back; the undo says what does not go with it.
  const revertible = !isEmptyPolicy(planned.rows) || imported.every(({ isWhole }) => isWhole);
  const edits = imported.map(({ edit }) => (revertible ? edit : { ...edit, undo: undefined }));
  return { planned: sections.carry(planned, edits), created, revertible };
}

/** J6. @throws Refused naming every wrong row: CONFLICT when they share secrets and nothing else is wrong */
function assertNone(faults: readonly WorkspaceFault[]): void {
  const [first] = faults;
  if (first === undefined) return;
  const words = faultsText(faults);
  if (faults.every(({ path }) => path.at(-1) === "secret")) throw conflict(words, { field: first.field });
  throw badField(first.field, words.replace(`${first.field}: `, ""));
}

/** T7: every pair of tags that overlap is named at once. One pair is the plan's to refuse, as for any edit. */
function assertParted({ tags, settings }: ImportRows["rows"]): void {
  if (settings?.allowOverlaps !== false) return;
  const pairs = overlapsWith(tags, tags, PAIRS_SHOWN + 1).map(
    ({ one, other, example }) => `${one.pattern} and ${other.pattern} (both match ${example})`,
  );
  if (pairs.length < 2) return;
  const shown = pairs.slice(0, PAIRS_SHOWN).join("; ");
  const more = pairs.length > PAIRS_SHOWN ? "; and more" : "";
  throw conflict(
    `Tags overlap: ${shown}${more}. Keep one of each pair, or put "settings": {"allowOverlaps": true} into the file`,
    { pairs: pairs.slice(0, PAIRS_SHOWN) },
  );
}

const PAIRS_SHOWN = 20;

function permissionsOf({ grants }: Snapshot, tokenId: string): Workspace["tokens"][number]["permissions"] {
  const own = grants.get(tokenId) ?? [];
  return own.map(({ pattern, access }) => ({ pattern, access })).sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
}

function byAge<T extends { readonly createdAt: string; readonly id: string }>(rows: Iterable<T>): T[] {
  return [...rows].sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1));
}

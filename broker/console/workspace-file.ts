/** Owns the workspace file: policy, library and rooms as a document, and a document as what makes them equal to it. */
import { overlapsWith } from "../access/overlaps.ts";
import { type Plan, type PlanEnvironment, planRows } from "../access/plan.ts";
import type { Snapshot } from "../access/snapshot.ts";
import type { Actor } from "../contract/console.ts";
import type { EditEffect, EditPreview } from "../contract/edits.ts";
import type { Workspace } from "../contract/workspace.ts";
import { faultsText, rowFaults, type WorkspaceFault, workspaceFaults } from "../contract/workspace-faults.ts";
import type { LibraryChange } from "../ports/store.ts";
import { type Applied, accepted, applyPlan, type Corridor, isEmpty } from "./apply-edit.ts";
import { writeDocuments } from "./library.ts";
import { fileDocuments, libraryChangeOf } from "./library-file.ts";
import { openSecret, SealCheck, secretsUnreadable } from "./open-secrets.ts";
import { planEnvironment, previewEnvironment } from "./plan-environment.ts";
import { previewPlan } from "./preview.ts";
import { badField, conflict } from "./refused.ts";
import { fileRooms, roomsEditOf } from "./room-file.ts";
import { withRooms } from "./room-plan.ts";
import type { Rooms } from "./rooms.ts";
import { checkWholeText } from "./whole-text.ts";
import { type ImportRows, rowsOf } from "./workspace-rows.ts";

/** Tokens and tags in the order in which they were made; secrets only when they are asked for. @throws Refused SECRET_UNREADABLE */
export function exportWorkspace(rooms: Rooms, withSecrets: boolean): Workspace {
  const { policy, library } = rooms;
  const { tokens, tags, settings } = policy.current;
  // A file with some of the secrets would look whole, and lose the others where it is imported.
  const unreadable = withSecrets ? new SealCheck(rooms).unreadable : [];
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
      ...(withSecrets ? { secret: openSecret(rooms, token) } : {}),
      permissions: permissionsOf(policy.current, token.id),
    })),
    library: fileDocuments(library.current, tokens),
    rooms: fileRooms(rooms),
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
  const before = corridor.rooms.policy.current;
  const { rooms } = corridor;
  const { planned, created, documents, revertible } = planImport(rooms, workspace, planEnvironment(rooms));
  if (isEmpty(planned.rows)) {
    return { effect: importDocuments(corridor, documents), created, before };
  }
  const effect = applyPlan(corridor, planned, actor, {
    revertible,
    ...(documents === undefined ? {} : { library: documents }),
  });
  if (documents !== undefined) rooms.library.take(documents);
  return { effect, created, before };
}

/** The same policy, and perhaps other documents: no edit (J3), which may disconnect simulated clients all the same (B12). */
function importDocuments(corridor: Corridor, documents: LibraryChange | undefined): EditEffect {
  const { registry, policy } = corridor.rooms;
  const { revision } = policy.current;
  if (documents === undefined) return { revision, kept: registry.size, closed: [], narrowed: [], leaked: 0 };
  const { verdict, enforced } = writeDocuments(corridor, documents);
  return { revision, closed: [...enforced.closed], narrowed: [], kept: verdict.kept, leaked: enforced.leaked() };
}

/** @throws Refused exactly where the import would be refused */
export function previewImport(
  { rooms, sandbox }: Pick<Corridor, "rooms" | "sandbox">,
  workspace: Workspace,
): EditPreview {
  const { planned, documents } = planImport(rooms, workspace, previewEnvironment(rooms));
  return previewPlan(rooms, planned, { sandbox, change: documents });
}

interface ImportPlan {
  readonly planned: Plan;
  readonly created: Applied["created"];
  readonly documents: LibraryChange | undefined;
  readonly revertible: boolean;
}

function planImport(engine: Rooms, workspace: Workspace, environment: PlanEnvironment): ImportPlan {
  const snapshot = engine.policy.current;
  assertNone(rowFaults(workspace));
  const { rows, created } = rowsOf(workspace, snapshot, environment);
  const documents = libraryChangeOf(workspace, rows.tokens, engine);
  assertParted(rows);
  const planned = accepted(planRows(snapshot, rows));
  const edit = roomsEditOf(workspace, engine);
  if (edit === undefined) return { planned, created, documents, revertible: true };
  // What the file did to the policy can always be taken back; the undo says which rooms do not go with it.
  const revertible = !isEmpty(planned.rows) || edit.isWhole;
  const whole = withRooms(planned, revertible ? edit : { ...edit, undo: undefined });
  return { planned: whole, created, documents, revertible };
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

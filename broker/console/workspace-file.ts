/** Owns the workspace file: policy and library as a document, and a document as what makes both equal to it. */
import { type Plan, planRows } from "../access/plan.ts";
import type { Snapshot } from "../access/snapshot.ts";
import type { Actor } from "../contract/console.ts";
import type { EditPreview } from "../contract/edits.ts";
import type { Workspace } from "../contract/workspace.ts";
import type { LibraryChange } from "../ports/store.ts";
import { type Applied, accepted, applyPlan, type Corridor, isEmpty } from "./apply-edit.ts";
import { writeDocuments } from "./library.ts";
import { fileDocuments, libraryChangeOf } from "./library-file.ts";
import { planEnvironment } from "./plan-environment.ts";
import { previewPlan } from "./preview.ts";
import type { Rooms } from "./rooms.ts";
import { rowsOf } from "./workspace-rows.ts";

/** Tokens and tags in the order in which they were made; secrets only when they are asked for. */
export function exportWorkspace({ policy, library, secretBox }: Rooms, withSecrets: boolean): Workspace {
  const { tokens, tags, settings } = policy.current;
  return {
    signalbox: 1,
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
      ...(withSecrets ? { secret: secretBox.open(token.sealedSecret) } : {}),
      permissions: permissionsOf(policy.current, token.id),
    })),
    library: fileDocuments(library.current, tokens),
  };
}

/** Replaces the whole policy by the file's, as one edit, and the library too when the file has one; undo takes only the policy back. @throws Refused with nothing changed */
export function importWorkspace(corridor: Corridor, workspace: Workspace, actor: Actor): Applied {
  const before = corridor.rooms.policy.current;
  const { rooms } = corridor;
  const { planned, created, documents } = planImport(rooms, workspace);
  if (isEmpty(planned.rows)) {
    if (documents !== undefined) writeDocuments(rooms, documents);
    return { effect: applyPlan(corridor, planned, actor), created, before };
  }
  const effect = applyPlan(corridor, planned, actor, documents === undefined ? {} : { library: documents });
  if (documents !== undefined) rooms.library.take(documents);
  return { effect, created, before };
}

/** @throws Refused exactly where the import would be refused */
export function previewImport(rooms: Rooms, workspace: Workspace): EditPreview {
  return previewPlan(rooms, planImport(rooms, workspace).planned);
}

interface ImportPlan {
  readonly planned: Plan;
  readonly created: Applied["created"];
  readonly documents: LibraryChange | undefined;
}

function planImport(rooms: Rooms, workspace: Workspace): ImportPlan {
  const snapshot = rooms.policy.current;
  const { rows, created } = rowsOf(workspace, snapshot, planEnvironment(rooms));
  const documents = libraryChangeOf(workspace, rows.tokens, rooms);
  return { planned: accepted(planRows(snapshot, rows)), created, documents };
}

function permissionsOf({ permissions, tags }: Snapshot, tokenId: string): Workspace["tokens"][number]["permissions"] {
  return [...permissions.values()]
    .filter((permission) => permission.tokenId === tokenId)
    .flatMap(({ tagId, access }) => {
      const pattern = tags.get(tagId)?.pattern;
      return pattern === undefined ? [] : [{ pattern, access }];
    })
    .sort((a, b) => (a.pattern < b.pattern ? -1 : 1));
}

function byAge<T extends { readonly createdAt: string; readonly id: string }>(rows: Iterable<T>): T[] {
  return [...rows].sort((a, b) => (a.createdAt + a.id < b.createdAt + b.id ? -1 : 1));
}

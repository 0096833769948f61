/** Procedures of the library: documents listed, judged, put and deleted, checked against the policy that they point to. */
import { NO_ROWS } from "../../access/plan.ts";
import type { LibraryDocument, LibraryDraft, LibraryKind, LibraryPreview } from "../../contract/library.ts";
import { LIMITS } from "../../contract/limits.ts";
import { checkPattern } from "../../contract/topics.ts";
import type { LibraryChange } from "../../ports/store.ts";
import type { RuleSource } from "../../replies/auto-replies.ts";
import type { ConsoleCore } from "../console-core.ts";
import { applyBeside, type Corridor } from "../edits/apply-edit.ts";
import { newId } from "../edits/plan-environment.ts";
import type { PreviewParts } from "../edits/preview.ts";
import { judgeEdit } from "../edits/take.ts";
import { badField, conflict, notFound } from "../refused.ts";

/** Of one kind or of all, in the order in which they were made. */
export function listDocuments(
  { library }: Pick<ConsoleCore, "library">,
  asked: LibraryKind | undefined,
): LibraryDocument[] {
  return [...library.current.values()].filter(({ kind }) => (asked ?? kind) === kind);
}

/** Makes a document, or replaces the one with the draft's id as a whole. @throws Refused with nothing changed */
export function putDocument(corridor: Corridor, draft: LibraryDraft): LibraryDocument {
  const document = planDocument(corridor.core, draft);
  writeDocuments(corridor, { put: [document], deleted: [] });
  return document;
}

/** Answers with the document as it was. @throws Refused NOT_FOUND */
export function deleteDocument(corridor: Corridor, id: string): LibraryDocument {
  const document = knownDocument(corridor.core, id);
  writeDocuments(corridor, { put: [], deleted: [id] });
  return document;
}

/** B12: judges with the function that the change itself uses, and does nothing. @throws Refused exactly where the change would be refused */
export function previewLibrary(
  asked: PreviewParts,
  change: { readonly put?: LibraryDraft | undefined; readonly delete?: string | undefined },
): LibraryPreview {
  const { core } = asked;
  const put = change.put === undefined ? [] : [planDocument(core, change.put)];
  const deleted = change.delete === undefined ? [] : [knownDocument(core, change.delete).id];
  const { closed, kept } = judgeEdit(asked, core.policy.current, { ...NO_ROWS, library: { put, deleted } });
  return { closed: [...closed], kept };
}

function knownDocument({ library }: Pick<ConsoleCore, "library">, id: string): LibraryDocument {
  const document = library.current.get(id);
  if (document === undefined) throw notFound("document", id);
  return document;
}

function planDocument(core: ConsoleCore, draft: LibraryDraft): LibraryDocument {
  const { library, policy, clock } = core;
  const old = draft.id === undefined ? undefined : knownDocument(core, draft.id);
  if (old !== undefined && old.kind !== draft.kind)
    throw badField("kind", `the document is a ${old.kind} and stays one`);
  checkPatterns(draft, "");
  if (draft.kind === "autoReply" && draft.enabled) checkRule(core, draft);
  // A document whose token was deleted may be edited as it is; a new reference must exist.
  const before = old === undefined ? undefined : tokenOf(old);
  const tokenId = tokenOf(draft);
  if (tokenId !== null && tokenId !== before && !policy.current.tokens.has(tokenId)) {
    throw badField("tokenId", `there is no token ${tokenId}`);
  }
  if (old === undefined && library.current.size >= LIMITS.libraryDocuments) {
    throw conflict(`The library holds ${LIMITS.libraryDocuments} documents; delete some first`, {});
  }
  return { ...draft, id: draft.id ?? newId(core.chance, "doc"), updatedAt: new Date(clock.now()).toISOString() };
}

/** U7: a rule that is switched on can run. @throws Refused BAD_REQUEST */
function checkRule(core: Pick<ConsoleCore, "replies">, rule: RuleSource): void {
  const compiled = core.replies.compile(rule);
  if (!compiled.ok) throw badField(compiled.problem.field, compiled.problem.reason);
}

/** Stored first, then shown; the simulated clients that it disconnects are closed in between (B12). @throws Refused with nothing changed */
export function writeDocuments(corridor: Corridor, change: LibraryChange): void {
  applyBeside(corridor, { library: change });
}

/** The patterns that a document holds must be ones. `path` stands before the field, as "library.3.". @throws Refused BAD_REQUEST */
export function checkPatterns(document: WithPatterns, path: string): void {
  for (const [field, pattern] of patternsOf(document)) {
    const checked = checkPattern(pattern);
    if (!checked.ok) throw badField(path + field, checked.reason);
  }
}

type WithPatterns =
  | { readonly kind: "savedMessage" }
  | { readonly kind: "sandboxClient"; readonly filters: readonly string[] }
  | { readonly kind: "template"; readonly grants: readonly { readonly pattern: string }[] }
  | { readonly kind: "autoReply"; readonly pattern: string };

function patternsOf(document: WithPatterns): (readonly [field: string, pattern: string])[] {
  switch (document.kind) {
    case "savedMessage":
      return [];
    case "sandboxClient":
      return document.filters.map((filter, index) => [`filters.${index}`, filter]);
    case "template":
      return document.grants.map(({ pattern }, index) => [`grants.${index}.pattern`, pattern]);
    case "autoReply":
      return [["pattern", document.pattern]];
  }
}

function tokenOf(document: LibraryDraft): string | null {
  return "tokenId" in document ? document.tokenId : null;
}

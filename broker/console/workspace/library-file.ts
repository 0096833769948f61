/** Owns the library in a workspace file: documents that name their token as the file does, and back. */
import { LibraryDocument, type LibraryFileDocument } from "../../contract/library.ts";
import type { Workspace } from "../../contract/workspace.ts";
import type { LibraryChange, StoredToken } from "../../ports/store.ts";
import type { ConsoleCore } from "../console-core.ts";
import { newId } from "../edits/plan-environment.ts";
import { badField } from "../refused.ts";
import { checkPatterns } from "./library.ts";

/** In the order in which they were made; a token that is no more is left out of its document. */
export function fileDocuments(
  documents: ReadonlyMap<string, LibraryDocument>,
  tokens: ReadonlyMap<string, StoredToken>,
): LibraryFileDocument[] {
  return [...documents.values()].map(({ updatedAt: _, ...document }) => {
    if (!("tokenId" in document)) return document;
    const { tokenId, ...rest } = document;
    return { ...rest, token: tokenId !== null && tokens.has(tokenId) ? tokenId : null };
  });
}

/**
 * What makes the library equal to the file's; undefined when the file has none, or it is equal already. A document is the one with its id, else the only one
 * of its kind and name, else a new one: a file without ids that is imported again must not disconnect the clients that it names.
 * `tokens` are the rows of the file's tokens, in its order. @throws Refused BAD_REQUEST naming the place in the file
 */
export function libraryChangeOf(
  file: Workspace,
  tokens: readonly StoredToken[],
  { library, clock, chance }: Pick<ConsoleCore, "library" | "clock" | "chance">,
): LibraryChange | undefined {
  if (file.library === undefined) return undefined;
  const updatedAt = new Date(clock.now()).toISOString();
  const ids = new Set<string>();
  const matched = matchDocuments(file.library, library.current);
  const put = file.library.map((written, index) => {
    const path = `library.${index}`;
    checkPatterns(written, `${path}.`);
    const id = matched[index]?.id ?? written.id ?? newId(chance, "doc");
    if (ids.has(id)) throw badField(`${path}.id`, `the file names ${id} twice`);
    ids.add(id);
    const tokenId = (named: string) => tokenIdOf(named, file, tokens, `${path}.token`);
    return kept(library.current.get(id), documentOf(written, { id, updatedAt }, tokenId));
  });
  const current = [...library.current.values()];
  if (put.length === current.length && put.every((document, index) => document === current[index])) return undefined;
  // Whatever is there goes first, so that the order of the file is the order of the library.
  return { put, deleted: [...library.current.keys()] };
}

/** As tokens are matched (A9): by id, else by a name that one document alone has and that no id of the file names. */
function matchDocuments(
  written: readonly LibraryFileDocument[],
  current: ReadonlyMap<string, LibraryDocument>,
): (LibraryDocument | undefined)[] {
  const ids = new Set(written.flatMap(({ id }) => id ?? []));
  const byName = Map.groupBy(
    [...current.values()].filter(({ id }) => !ids.has(id)),
    nameOf,
  );
  return written.map((document) => {
    const known = document.id === undefined ? undefined : current.get(document.id);
    if (known?.kind === document.kind) return known;
    const named = byName.get(nameOf(document)) ?? [];
    if (known !== undefined || named.length !== 1) return undefined;
    byName.delete(nameOf(document));
    return named[0];
  });
}

function nameOf(document: LibraryDocument | LibraryFileDocument): string {
  return JSON.stringify([document.kind, "folder" in document ? document.folder : "", document.name]);
}

/** The document that is there, when the file says the same. */
function kept(old: LibraryDocument | undefined, next: LibraryDocument): LibraryDocument {
  if (old === undefined) return next;
  const same = { ...next, updatedAt: old.updatedAt };
  return JSON.stringify(LibraryDocument.parse(same)) === JSON.stringify(LibraryDocument.parse(old)) ? old : next;
}

function documentOf(
  written: LibraryFileDocument,
  kept: Pick<LibraryDocument, "id" | "updatedAt">,
  tokenId: (named: string) => string,
): LibraryDocument {
  switch (written.kind) {
    case "savedMessage":
    case "template":
      return { ...written, ...kept };
    case "sandboxClient": {
      const { token, ...rest } = written;
      return { ...rest, tokenId: token === null ? null : tokenId(token), ...kept };
    }
    case "autoReply": {
      const { token, ...rest } = written;
      return { ...rest, tokenId: token === null ? null : tokenId(token), ...kept };
    }
  }
}

/** By the file's id, else by a name that one of its tokens alone has. */
function tokenIdOf(named: string, file: Workspace, tokens: readonly StoredToken[], path: string): string {
  const byId = file.tokens.findIndex(({ id }) => id === named);
  if (byId >= 0) return tokens[byId]?.id ?? named;
  const byName = file.tokens.flatMap(({ name }, index) => (name === named ? [index] : []));
  const [index] = byName;
  const token = index === undefined ? undefined : tokens[index];
  if (token === undefined) throw badField(path, `${named} is not among the file's tokens`);
  if (byName.length > 1) throw badField(path, `${named} is the name of ${byName.length} tokens; use an id`);
  return token.id;
}

/** Owns the order of saved messages: by folder, and within one as people put them; pure. */
import type { LibraryDocument, SavedMessage } from "../../../../broker/contract/library.ts";

export interface Folder {
  /** Empty for messages outside every folder; they come first. */
  readonly folder: string;
  readonly messages: readonly SavedMessage[];
}

export function byFolder(documents: Iterable<LibraryDocument>): readonly Folder[] {
  const messages = [...documents].filter((each): each is SavedMessage => each.kind === "savedMessage");
  const folders = Map.groupBy(messages, ({ folder }) => folder);
  return [...folders]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([folder, held]) => ({ folder, messages: held.sort((a, b) => a.order - b.order) }));
}

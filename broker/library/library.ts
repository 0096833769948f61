/** Owns the library in memory: the documents as last written, replaced as a whole so that a view sees by identity what changed. */
import type { LibraryDocument, LibraryKind } from "../contract/library.ts";
import { Listeners } from "../faults/listeners.ts";
import type { Faults } from "../ports/faults.ts";
import type { LibraryChange } from "../ports/store.ts";

export class Library {
  #current: ReadonlyMap<string, LibraryDocument>;
  readonly #listeners: Listeners<(change: LibraryChange) => void>;

  constructor(documents: readonly LibraryDocument[], faults?: Faults) {
    this.#listeners = new Listeners(faults);
    this.#current = new Map(documents.map((document) => [document.id, document]));
  }

  /** By id, in the order in which they were made. Another map after each change. */
  get current(): ReadonlyMap<string, LibraryDocument> {
    return this.#current;
  }

  /** Documents of one kind, in the order in which they were made. */
  ofKind<K extends LibraryKind>(kind: K): Extract<LibraryDocument, { kind: K }>[] {
    return [...this.#current.values()].filter(
      (document): document is Extract<LibraryDocument, { kind: K }> => document.kind === kind,
    );
  }

  /** Takes what has been stored already. */
  take(change: LibraryChange): void {
    const next = new Map(this.#current);
    for (const id of change.deleted) next.delete(id);
    for (const document of change.put) next.set(document.id, document);
    this.#current = next;
    this.#listeners.tell((listener) => listener(change));
  }

  /** Tells of every change after it was taken. Returns a function that ends the listening. */
  onChange(listener: (change: LibraryChange) => void): () => void {
    return this.#listeners.add(listener);
  }
}

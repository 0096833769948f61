/** What a section is: a part of the workspace that is no policy and is edited with it. */
import type { Verdict } from "../../access/judge.ts";
import type { EditPreview } from "../../contract/edits.ts";
import type { Workspace } from "../../contract/workspace.ts";
import type { ChangeSummary, SectionRows, StoredAudit, StoredToken } from "../../ports/store.ts";

export type SectionName = keyof SectionRows;
export type ChangeOf<K extends SectionName> = NonNullable<SectionRows[K]>;

/** One change of one section, planned. */
export interface SectionEdit<K extends SectionName = SectionName> {
  readonly name: K;
  readonly change: ChangeOf<K>;
  /** What takes it back; absent where that cannot be done. */
  readonly undo?: ChangeOf<K> | undefined;
  /** Lines of its audit row. */
  readonly summary: readonly ChangeSummary[];
}

/** What makes a section equal to a workspace file's. */
export interface SectionImport {
  readonly edit: SectionEdit;
  /** Its `undo` takes back all of it. */
  readonly isWhole: boolean;
}

/** What an undo of an audit row does to a section. */
export interface SectionUndo {
  /** Absent when nothing is taken back. */
  readonly edit?: SectionEdit | undefined;
  /** Lines of the audit row about what stays as it is. */
  readonly told?: readonly ChangeSummary[];
  /** What a preview says about that. */
  readonly preview?: Partial<EditPreview>;
}

export interface UndoContext {
  /** The row that is undone. */
  readonly row: StoredAudit;
  /** The policy is undone with it: what of the section cannot be taken back stays (H11). Otherwise that is refused. */
  readonly isPartial: boolean;
  /** The newest later edit in force that touched one of these keys. */
  later(keys: readonly string[]): StoredAudit | undefined;
}

/**
 * A section without a method has nothing to do there. A plan, an undo and a preview change nothing; `take` and `follow` do what has been stored, in
 * the turn of the commit, and do not throw.
 */
export interface Section<K extends SectionName = SectionName> {
  /** The key of its rows in an edit and in what undoes one. */
  readonly name: K;
  /** False: a change of it alone makes no revision and no audit row (J3). */
  readonly isEdit: boolean;
  /** By the change alone: it is asked before and after. */
  isEmpty(change: ChangeOf<K>): boolean;
  /** Before any edit is judged: nothing is under way any more that the edit could overtake. */
  settle?(): void;
  /** The verdict with whom the change closes beside. Whom the verdict closes already is closed for that. */
  judge?(verdict: Verdict, change: ChangeOf<K>): Verdict;
  /** Stores a change that makes no revision. @throws StoreError with nothing changed */
  write?(change: ChangeOf<K>): void;
  /** Before the next policy is current and before anybody is closed. */
  take?(change: ChangeOf<K>): void;
  /** After the close frames. */
  follow?(change: ChangeOf<K>): void;
  /** Its part of a workspace file. */
  exported?(): Partial<Workspace>;
  /** `tokens`: the rows of the file's tokens, in its order. Undefined: the file says nothing about it, or nothing else. @throws Refused naming the place in the file */
  imported?(file: Workspace, tokens: readonly StoredToken[]): SectionImport | undefined;
  /** `change`: the stored undo, if the row has one. @throws Refused when it must be undone as a whole, and cannot be */
  undo?(change: ChangeOf<K> | undefined, context: UndoContext): SectionUndo;
  /** Keys of what a stored undo touches; two edits meet where they share one. `as` says which of the two it is. */
  touched?(change: ChangeOf<K>, as: "undone" | "later"): readonly string[];
  /** What a preview says beside whom it closes. */
  preview?(change: ChangeOf<K>): Partial<EditPreview>;
}

/** The sections of the workspace as one: what an edit, a preview, an undo, an import and an export ask of all of them. */
import type { Verdict } from "../../access/judge.ts";
import { isEmptyPolicy, NO_ROWS, type Plan, type PlanBase } from "../../access/plan.ts";
import { applyRows } from "../../access/snapshot.ts";
import type { EditPreview } from "../../contract/edits.ts";
import type { Workspace } from "../../contract/workspace.ts";
import type { ChangeSummary, SectionRows, StoredToken } from "../../ports/store.ts";
import type { ChangeOf, Section, SectionEdit, SectionImport, SectionName, UndoContext } from "./section.ts";

/** What an undo does to all sections. */
export interface SectionsUndo {
  readonly edits: readonly SectionEdit[];
  readonly told: readonly ChangeSummary[];
  readonly preview: Partial<EditPreview>;
}

export class Sections {
  readonly #list: readonly Section[];

  /** They are asked in this order. */
  constructor(list: readonly Section[]) {
    this.#list = list;
  }

  /** The plan with the edits in it: a revision of its own when the policy itself stays. */
  carry(plan: PlanBase, edits: readonly SectionEdit[]): Plan {
    const rows = rowsOf(edits, ({ change }) => change);
    const { after } = plan;
    const isOwn = isEmptyPolicy(plan.rows);
    return {
      ok: true,
      rows: { ...plan.rows, ...rows },
      undo: { ...plan.undo, ...rowsOf(edits, ({ undo }) => undo) },
      after: this.isEdit(rows) ? applyRows(after, { ...NO_ROWS, ...rows }, after.revision + (isOwn ? 1 : 0)) : after,
      summary: [...plan.summary, ...edits.flatMap(({ summary }) => summary)],
      created: [],
    };
  }

  isEmpty(rows: SectionRows): boolean {
    return this.#touched(rows).length === 0;
  }

  /** Some of the rows make a revision. */
  isEdit(rows: SectionRows): boolean {
    return this.#touched(rows).some(([{ isEdit }]) => isEdit);
  }

  settle(): void {
    for (const section of this.#list) section.settle?.();
  }

  judge(verdict: Verdict, rows: SectionRows): Verdict {
    return this.#touched(rows).reduce(
      (judged, [section, change]) => section.judge?.(judged, change) ?? judged,
      verdict,
    );
  }

  /** @throws StoreError with nothing changed */
  write(rows: SectionRows): void {
    for (const [section, change] of this.#touched(rows)) section.write?.(change);
  }

  // Between commit and close frames: no list is made for the many edits that touch no section.
  take(rows: SectionRows): void {
    for (const section of this.#list) {
      const change = changeIn(section, rows);
      if (change !== undefined) section.take?.(change);
    }
  }

  follow(rows: SectionRows): void {
    for (const section of this.#list) {
      const change = changeIn(section, rows);
      if (change !== undefined) section.follow?.(change);
    }
  }

  exported(): Partial<Workspace> {
    return Object.assign({}, ...this.#list.map((section) => section.exported?.()));
  }

  /** @throws Refused naming the place in the file */
  imported(file: Workspace, tokens: readonly StoredToken[]): readonly SectionImport[] {
    return this.#list.flatMap((section) => section.imported?.(file, tokens) ?? []);
  }

  /** @throws Refused when something must be undone as a whole, and cannot be */
  undo(rows: SectionRows, context: UndoContext): SectionsUndo {
    const undone = this.#list.flatMap((section) => section.undo?.(rows[section.name], context) ?? []);
    return {
      edits: undone.flatMap(({ edit }) => edit ?? []),
      told: undone.flatMap(({ told }) => told ?? []),
      preview: Object.assign({}, ...undone.map(({ preview }) => preview)),
    };
  }

  touched(rows: SectionRows, as: "undone" | "later"): readonly string[] {
    return this.#touched(rows).flatMap(([section, change]) => section.touched?.(change, as) ?? []);
  }

  preview(rows: SectionRows): Partial<EditPreview> {
    return Object.assign({}, ...this.#touched(rows).map(([section, change]) => section.preview?.(change)));
  }

  #touched(rows: SectionRows): [section: Section, change: ChangeOf<SectionName>][] {
    return this.#list.flatMap((section): [Section, ChangeOf<SectionName>][] => {
      const change = changeIn(section, rows);
      return change === undefined ? [] : [[section, change]];
    });
  }
}

/** An empty change is none. */
function changeIn(section: Section, rows: SectionRows): ChangeOf<SectionName> | undefined {
  const change = rows[section.name];
  return change === undefined || section.isEmpty(change) ? undefined : change;
}

function rowsOf(
  edits: readonly SectionEdit[],
  of: (edit: SectionEdit) => ChangeOf<SectionName> | undefined,
): SectionRows {
  return Object.fromEntries(edits.flatMap((edit) => (of(edit) === undefined ? [] : [[edit.name, of(edit)]])));
}

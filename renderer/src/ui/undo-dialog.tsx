/** Owns the question before an edit is undone: what the undo closes, and the button that says so. */
import { Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import type { EditPreview } from "../../../broker/contract/edits.ts";
import type { AuditView } from "../../../broker/contract/live.ts";
import { Button } from "./button.tsx";
import { ChangeLines } from "./change-lines.tsx";
import { ClosedList } from "./closed-list.tsx";
import { formatPlural } from "./format.ts";
import { saveLabel, saveLook } from "./save-label.ts";
import { Status } from "./status.tsx";
import text from "./text.module.css";
import styles from "./undo-dialog.module.css";
import { UndoRooms } from "./undo-rooms.tsx";
import { useLast } from "./use-last.ts";

export type Undoable = Pick<AuditView, "id" | "revision" | "summary">;

export type UndoDialogProps = {
  /** The edit to undo; null is a closed dialog. */
  edit: Undoable | null;
  /** Revision of the policy; a new one asks the preview anew. */
  policyRevision: number;
  labelOf: (connectionId: string) => string;
  preview: (id: string) => Promise<EditPreview>;
  revert: (id: string) => Promise<unknown>;
  /** The sentence of a failed call. */
  explain: (error: unknown) => string;
  onClose: () => void;
};

export function UndoDialog({ edit, onClose, ...rest }: UndoDialogProps) {
  const shown = useLast(edit);
  return (
    <Modal opened={edit !== null} onClose={onClose} title={`Undo revision ${shown?.revision ?? ""}`} size={480}>
      {shown && <Question key={shown.id} edit={shown} onClose={onClose} {...rest} />}
    </Modal>
  );
}

type Asked =
  | { readonly kind: "asking" }
  | { readonly kind: "answered"; readonly preview: EditPreview }
  | { readonly kind: "refused"; readonly reason: string };

type QuestionProps = Omit<UndoDialogProps, "edit"> & { edit: Undoable };

function Question({ edit, policyRevision, labelOf, preview, revert, explain, onClose }: QuestionProps) {
  const [asked, setAsked] = useState<Asked>({ kind: "asking" });
  const [isRunning, setRunning] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is a reason to ask again
  useEffect(() => {
    let isCurrent = true;
    preview(edit.id).then(
      (answer) => isCurrent && setAsked({ kind: "answered", preview: answer }),
      (error) => isCurrent && setAsked({ kind: "refused", reason: explain(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [edit.id, policyRevision]);
  const act = async () => {
    setRunning(true);
    try {
      await revert(edit.id);
      onClose();
    } catch (error) {
      setAsked({ kind: "refused", reason: explain(error) });
    }
    setRunning(false);
  };
  const answer = asked.kind === "answered" ? asked.preview : null;
  const stays = new Set(answer?.keptRooms?.map(({ name }) => `Room ${name}`));
  return (
    <div className={styles.form}>
      <ChangeLines summary={edit.summary.filter(({ subject }) => !stays.has(subject))} isUndone />
      {asked.kind === "asking" && <p className={text.second}>Asking what the undo closes…</p>}
      {answer && <ClosedList preview={answer} labelOf={labelOf} />}
      {answer && <UndoRooms preview={answer} />}
      {answer && answer.narrowed.length > 0 && (
        <Status tone="warn">{formatPlural(answer.narrowed.length, "connection")} may publish less and stay open</Status>
      )}
      {asked.kind === "refused" && (
        <p role="alert" className={styles.problem}>
          <Status tone="bad">{asked.reason}</Status>
        </p>
      )}
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button look={saveLook(answer)} disabled={answer === null || isRunning} onClick={act}>
          {saveLabel(answer, "Undo")}
        </Button>
      </div>
    </div>
  );
}

/** Owns the question before an edit that takes something away: what it closes, and the button that says so. */
import { type ReactNode, useState } from "react";
import type { Edit } from "../../../../broker/contract/edits.ts";
import type { Applied } from "../../stores/pending.ts";
import { usePending, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { saveLabel } from "../../ui/save-label.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { ClosedList } from "./closed-list.tsx";
import styles from "./dialog.module.css";
import { usePreview } from "./use-preview.ts";

export type ConfirmEditProps = {
  /** What the button does: "Delete". */
  verb: string;
  edit: Edit;
  children: ReactNode;
  isDisabled?: boolean;
  /** Called when it is done; closes the dialog when absent. */
  onDone?: (applied: Extract<Applied, { ok: true }>) => void;
};

export function ConfirmEdit({ verb, edit, children, isDisabled = false, onDone }: ConfirmEditProps) {
  const apply = usePending((state) => state.apply);
  const close = useShell((state) => state.closeDialog);
  const preview = usePreview([edit]);
  const [problem, setProblem] = useState<string | null>(null);
  const act = async () => {
    const answer = await apply([edit]);
    if (!answer.ok) return setProblem(answer.refusal.message);
    if (onDone) onDone(answer);
    else close();
  };
  const said = problem ?? preview.refusal?.message;
  return (
    <div className={styles.form}>
      {children}
      {preview.answer && <ClosedList preview={preview.answer} />}
      {said && (
        <p role="alert" className={styles.problem}>
          <Status tone="bad">{said}</Status>
        </p>
      )}
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={close} data-autofocus>
          Cancel
        </Button>
        <Button look="danger" disabled={isDisabled || preview.isRunning || preview.answer === null} onClick={act}>
          {saveLabel(preview.answer, verb)}
        </Button>
      </div>
    </div>
  );
}

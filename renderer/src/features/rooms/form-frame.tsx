/** Owns the frame of a dialog's form: fields, what was refused, and the two buttons. */
import type { FormEvent, ReactNode } from "react";
import { Button } from "../../ui/button.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./dialog.module.css";

export type FormFrameProps = {
  children: ReactNode;
  problem: string | null;
  verb: string;
  look?: "primary" | "danger";
  isDisabled: boolean;
  onSubmit: () => void;
  onClose: () => void;
};

export function FormFrame({
  children,
  problem,
  verb,
  look = "primary",
  isDisabled,
  onSubmit,
  onClose,
}: FormFrameProps) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isDisabled) onSubmit();
  };
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      {children}
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          <Status tone="bad">{problem}</Status>
        </p>
      )}
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" look={look} disabled={isDisabled}>
          {verb}
        </Button>
      </div>
    </form>
  );
}

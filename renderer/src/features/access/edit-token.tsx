/** Owns the dialog of one token: its fields, its secret, and what saving closes. */
import { type FormEvent, useState } from "react";
import type { Token } from "../../../../broker/contract/nouns.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, usePending, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { saveLabel, saveLook } from "../../ui/save-label.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./dialog.module.css";
import { errorsOf, fieldOfPath, fieldsOf, patchOf, type TokenErrors } from "./token-fields.ts";
import { TokenForm } from "./token-form.tsx";
import { usePreview } from "./use-preview.ts";

export function EditToken({ token }: { token: Token }) {
  const apply = usePending((state) => state.apply);
  const { closeDialog, openDialog } = useShell((state) => state);
  const [fields, setFields] = useState(() => fieldsOf(token));
  const [refused, setRefused] = useState<TokenErrors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const errors = { ...refused, ...errorsOf(fields) };
  const isValid = Object.keys(errorsOf(fields)).length === 0;
  const patch = isValid ? patchOf(token, fields) : {};
  const isChanged = Object.keys(patch).length > 0;
  const preview = usePreview(isChanged ? [{ kind: "token.update", id: token.id, patch }] : []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isValid) return;
    if (!isChanged) return closeDialog();
    const answer = await apply([{ kind: "token.update", id: token.id, patch }]);
    if (answer.ok) return closeDialog();
    const field = fieldOfPath(answer.refusal.field);
    setRefused(field ? { [field]: answer.refusal.message } : {});
    setProblem(field ? null : answer.refusal.message);
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TokenForm
        fields={fields}
        errors={errors}
        onChange={(change) => {
          setFields({ ...fields, ...change });
          setRefused({});
          setProblem(null);
        }}
      />
      <SecretRow token={token} />
      {(problem ?? preview.refusal) && (
        <p role="alert" className={styles.problem}>
          <Status tone="bad">{problem ?? preview.refusal?.message}</Status>
        </p>
      )}
      <div className={styles.actions}>
        <Button look="ghost" onClick={() => openDialog({ kind: "delete-token", id: token.id })}>
          Delete…
        </Button>
        <span className={text.grow} />
        <Button look="ghost" onClick={closeDialog}>
          Cancel
        </Button>
        <Button type="submit" look={saveLook(preview.answer)} disabled={!isValid || !isChanged || preview.isRunning}>
          {isChanged ? saveLabel(preview.answer) : "Save"}
        </Button>
      </div>
    </form>
  );
}

function SecretRow({ token }: { token: Token }) {
  const client = useClient();
  const openDialog = useShell((state) => state.openDialog);
  const [revealed, setRevealed] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const fetchSecret = async () => (await client.tokens.secret({ id: token.id })).secret;
  const reveal = async () => {
    try {
      setRevealed(revealed === null ? await fetchSecret() : null);
    } catch (error) {
      setFailure(refusalOf(error).message);
    }
  };
  return (
    <div>
      <p className={styles.secretLabel}>Secret</p>
      <div className={styles.secret}>
        <code>{revealed ?? token.secretHint}</code>
        <Button size="small" onClick={reveal}>
          {revealed === null ? "Reveal" : "Hide"}
        </Button>
        <CopyButton isWordy label="Copy" value={fetchSecret} />
        <Button size="small" onClick={() => openDialog({ kind: "rotate-token", id: token.id })}>
          Rotate…
        </Button>
      </div>
      {failure && <Status tone="bad">{failure}</Status>}
    </div>
  );
}

/** Owns making a token; its secret is shown once it is made. */
import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { TokenDraft } from "../../../../broker/contract/nouns.ts";
import { useLive, usePending, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { editsThatAllow } from "./allow-filters.ts";
import styles from "./dialog.module.css";
import { SecretOnce } from "./secret-once.tsx";
import { draftOf, errorsOf, fieldOfPath, fieldsOf, secretError, type TokenErrors } from "./token-fields.ts";
import { TokenForm } from "./token-form.tsx";

const SECRETS = [
  { value: "generated", label: "Made by the broker" },
  { value: "own", label: "Your own" },
] as const;

export type NewTokenProps = {
  draft: TokenDraft;
  isOwnSecret: boolean;
  /** Filters that become pending edits once the token is made. */
  filters: readonly string[];
};

export function NewToken({ draft, isOwnSecret, filters }: NewTokenProps) {
  const tags = useLive((data) => data.tags);
  const addPending = usePending((state) => state.add);
  const apply = usePending((state) => state.apply);
  const close = useShell((state) => state.closeDialog);
  const [fields, setFields] = useState(() => fieldsOf(draft));
  const [secretBy, setSecretBy] = useState<"generated" | "own">(isOwnSecret ? "own" : "generated");
  const [secret, setSecret] = useState("");
  const [errors, setErrors] = useState<TokenErrors>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [made, setMade] = useState<{ id: string; secret: string } | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const wrong = errorsOf(fields);
    const badSecret = secretBy === "own" ? secretError(secret) : null;
    if (badSecret) wrong.secret = badSecret;
    setErrors(wrong);
    setProblem(null);
    if (Object.keys(wrong).length > 0) return;
    const token = { ...draftOf(fields), ...(secretBy === "own" ? { secret } : {}) };
    const answer = await apply([{ kind: "token.create", token }]);
    if (answer.ok) {
      const created = answer.created[0];
      if (created && filters.length > 0) addPending(editsThatAllow(created.id, filters, tags.values()));
      return created ? setMade({ id: created.id, secret: created.secret ?? secret }) : close();
    }
    const field = fieldOfPath(answer.refusal.field);
    if (field) setErrors({ [field]: answer.refusal.message });
    else setProblem(answer.refusal.message);
  };

  if (made) return <SecretOnce tokenId={made.id} secret={made.secret} />;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TokenForm fields={fields} errors={errors} onChange={(change) => setFields({ ...fields, ...change })} />
      <div>
        <Segmented label="Secret" size="small" value={secretBy} options={SECRETS} onChange={setSecretBy} />
      </div>
      {secretBy === "own" && (
        <TextInput
          label="Secret"
          description="8 to 4096 printable ASCII characters without blanks: firmware can keep the one it has"
          value={secret}
          error={errors.secret}
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: styles.mono ?? "" }}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      )}
      {filters.length > 0 && (
        <p className={styles.hint}>
          It asked for <span className={text.mono}>{filters.join(", ")}</span>: the right to read that becomes a pending
          edit in the matrix.
        </p>
      )}
      {problem && (
        <p role="alert" className={styles.problem}>
          <Status tone="bad">{problem}</Status>
        </p>
      )}
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" look="primary">
          Create token
        </Button>
      </div>
    </form>
  );
}

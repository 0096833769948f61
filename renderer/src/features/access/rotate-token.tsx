/** Owns rotating a token's secret: to a new one of ours, or to one that the person gives. */
import { TextInput } from "@mantine/core";
import { useState } from "react";
import type { Edit } from "../../../../broker/contract/edits.ts";
import type { Token } from "../../../../broker/contract/nouns.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { ConfirmEdit } from "./confirm-edit.tsx";
import styles from "./dialog.module.css";
import { SecretOnce } from "./secret-once.tsx";
import { secretError } from "./token-fields.ts";

const SECRETS = [
  { value: "generated", label: "Made by the broker" },
  { value: "own", label: "Your own" },
] as const;

export function RotateToken({ token }: { token: Token }) {
  const [by, setBy] = useState<"generated" | "own">("generated");
  const [secret, setSecret] = useState("");
  const [made, setMade] = useState<string | null>(null);
  if (made !== null) return <SecretOnce tokenId={token.id} secret={made} />;
  const isOwn = by === "own" && secretError(secret) === null;
  const edit: Edit = isOwn
    ? { kind: "token.update", id: token.id, patch: { secret } }
    : { kind: "token.rotate", id: token.id };
  return (
    <ConfirmEdit
      verb="Rotate"
      edit={edit}
      isDisabled={by === "own" && !isOwn}
      onDone={({ created }) => setMade(created[0]?.secret ?? secret)}
    >
      <p>The old secret stops at once: who is connected with it is closed with 4002.</p>
      <div>
        <Segmented label="New secret" size="small" value={by} options={SECRETS} onChange={setBy} />
      </div>
      {by === "own" && (
        <TextInput
          label="New secret"
          value={secret}
          error={secret === "" ? null : secretError(secret)}
          autoComplete="off"
          spellCheck={false}
          classNames={{ input: styles.mono ?? "" }}
          onChange={(event) => setSecret(event.currentTarget.value)}
        />
      )}
    </ConfirmEdit>
  );
}

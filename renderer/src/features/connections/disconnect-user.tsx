/** Owns disconnecting a user with all its connections: each is told first. Asks before it does. */
import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { LIMITS } from "../../../../broker/contract/limits.ts";
import type { Subject } from "../../../../broker/contract/nouns.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import styles from "./audience.module.css";
import type { AudienceOutcome } from "./audience-result.tsx";

export type DisconnectUserProps = {
  user: Subject;
  connections: number;
  onOutcome: (outcome: AudienceOutcome) => void;
};

export function DisconnectUser({ user, connections, onOutcome }: DisconnectUserProps) {
  const client = useClient();
  const [isAsking, setAsking] = useState(false);
  const [reason, setReason] = useState("");
  const isShort = new TextEncoder().encode(reason).length <= LIMITS.closeReasonBytes;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isShort) return;
    try {
      const { closed } = await client.realtime.disconnectUser({ ...user, ...(reason === "" ? {} : { reason }) });
      onOutcome({ kind: "disconnected", connections: closed.length });
    } catch (error) {
      onOutcome({ kind: "failed", message: refusalOf(error).message });
    }
    setAsking(false);
  };

  return (
    <div className={panel.section}>
      <h3>Disconnect</h3>
      <form className={styles.form} onSubmit={submit} noValidate>
        <p className={`${text.small} ${text.third}`}>
          Every connection of this user is told why, then closed with 4010. It may come back.
        </p>
        {isAsking && (
          <TextInput
            label="Reason, which its clients hear"
            placeholder="disconnected by an operator"
            value={reason}
            error={isShort ? null : "A close frame has no room for more."}
            data-autofocus
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
        <div className={styles.actions}>
          <span className={text.grow} />
          {isAsking ? (
            <>
              <Button look="ghost" onClick={() => setAsking(false)}>
                Cancel
              </Button>
              <Button type="submit" look="danger" disabled={!isShort}>
                Disconnect {formatPlural(connections, "connection")}
              </Button>
            </>
          ) : (
            <Button disabled={connections === 0} onClick={() => setAsking(true)}>
              Disconnect this user…
            </Button>
          )}
        </div>
      </form>
    </div>
  );
}

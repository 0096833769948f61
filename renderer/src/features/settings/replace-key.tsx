/** Owns replacing the admin key: it asks, and shows the new one this once. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import { login } from "../../console/login.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useHost } from "../../host/host-context.tsx";
import { useClient } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./replace-key.module.css";

type Phase =
  | { readonly kind: "asking"; readonly problem: string | null }
  | { readonly kind: "replacing" }
  | { readonly kind: "replaced"; readonly key: string };

export function ReplaceKey({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const { desktop } = useHost();
  const [phase, setPhase] = useState<Phase>({ kind: "asking", problem: null });
  const replace = async () => {
    setPhase({ kind: "replacing" });
    try {
      const { adminKey } = await client.server.replaceAdminKey();
      // Shown whatever becomes of this browser's own login: nothing tells the key again.
      setPhase({ kind: "replaced", key: adminKey });
      if (desktop === null) await login(adminKey);
    } catch (error) {
      setPhase((now) => (now.kind === "replaced" ? now : { kind: "asking", problem: refusalOf(error).message }));
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title="Replace the admin key"
      // A click beside it must not lose the key.
      closeOnClickOutside={phase.kind === "asking"}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {phase.kind === "replaced" ? (
        <div className={styles.form}>
          <Status tone="ok">This is the new admin key</Status>
          <div className={styles.key}>
            <code>{phase.key}</code>
            <CopyButton isWordy label="Copy key" value={phase.key} />
          </div>
          <p className={`${text.small} ${text.second}`}>
            It is not shown again. This console stays logged in; every other browser logs in with it.
          </p>
          <div className={styles.actions}>
            <Button look="primary" onClick={onClose} data-autofocus>
              Done
            </Button>
          </div>
        </div>
      ) : (
        <div className={styles.form}>
          <p>
            The old key is refused at once, by scripts too. Every other console in a browser has to log in again, and
            login links that were not used yet end. Connections of clients stay.
          </p>
          {phase.kind === "asking" && phase.problem !== null && (
            <div role="alert">
              <Status tone="bad">{phase.problem}</Status>
            </div>
          )}
          <div className={styles.actions}>
            <Button onClick={onClose} data-autofocus>
              Cancel
            </Button>
            <Button look="primary" disabled={phase.kind === "replacing"} onClick={() => void replace()}>
              Replace the key
            </Button>
          </div>
        </div>
      )}
    </Modal>
  );
}

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
import { takeFocus } from "../../ui/take-focus.ts";
import text from "../../ui/text.module.css";
import styles from "./replace-key.module.css";

type Phase =
  | { readonly kind: "asking"; readonly problem: string | null }
  | { readonly kind: "replacing" }
  | { readonly kind: "replaced"; readonly key: string };

const ASKING: Phase = { kind: "asking", problem: null };

export function ReplaceKey({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const client = useClient();
  const { desktop } = useHost();
  const [phase, setPhase] = useState<Phase>(ASKING);
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
      opened={isOpen}
      onClose={onClose}
      onExitTransitionEnd={() => setPhase(ASKING)}
      title="Replace the admin key"
      // Neither a click beside it nor Escape may lose the key.
      closeOnClickOutside={phase.kind === "asking"}
      closeOnEscape={phase.kind === "asking"}
      withCloseButton={phase.kind === "asking"}
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
            <Button ref={takeFocus} look="primary" onClick={onClose}>
              Done
            </Button>
          </div>
        </div>
      ) : (
        <div className={styles.form}>
          <p>
            The old key is refused at once, from scripts too. Every other browser has to log in again, and login links
            that nobody has used yet end. Clients stay connected.
          </p>
          {phase.kind === "asking" && phase.problem !== null && (
            <div role="alert">
              <Status tone="bad">{phase.problem}</Status>
            </div>
          )}
          <div className={styles.actions}>
            <Button look="ghost" disabled={phase.kind === "replacing"} onClick={onClose} data-autofocus>
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

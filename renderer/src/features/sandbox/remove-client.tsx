/** Question before a simulated client is removed: the connection that it closes, and the button that says so. */
import { useState } from "react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { ClosedList } from "../../ui/closed-list.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { saveLabel } from "../../ui/save-label.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./client-form.module.css";
import { useLibraryPreview } from "./use-library-preview.ts";

export function RemoveClient({ client: { id, name }, onClose }: { client: SandboxClient; onClose: () => void }) {
  const client = useClient();
  const connections = useLive((data) => data.connections);
  const preview = useLibraryPreview({ delete: id });
  const [problem, setProblem] = useState<string | null>(null);
  const remove = async () => {
    try {
      await client.sandbox.remove({ id });
      onClose();
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
  };
  return (
    <div className={styles.form}>
      <p>
        The sandbox forgets <b>{name}</b>, its messages and its repeats. Its token stays.
      </p>
      {preview !== null && (
        <ClosedList
          preview={preview}
          labelOf={(connection) => connectionLabel(connections.get(connection), connection)}
        />
      )}
      {problem !== null && (
        <p role="alert">
          <Status tone="bad">{problem}</Status>
        </p>
      )}
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={onClose} data-autofocus>
          Cancel
        </Button>
        <Button look="danger" disabled={preview === null} onClick={() => void remove()}>
          {saveLabel(preview, "Remove")}
        </Button>
      </div>
    </div>
  );
}

/** Owns taking the last edit back: the sentence says whom that closes, and it asks when it closes somebody. */
import { notifications } from "@mantine/notifications";
import { IconArrowBackUp } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { EditPreview } from "../../../../broker/contract/edits.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { UndoDialog } from "../../ui/undo-dialog.tsx";
import styles from "./editor.module.css";

export function UndoRevision() {
  const client = useClient();
  const newest = useLive((data) => data.audit.find(({ revertible, revertedBy }) => revertible && revertedBy === null));
  const revision = useLive((data) => data.revision);
  const connections = useLive((data) => data.connections);
  const [preview, setPreview] = useState<EditPreview | null>(null);
  const [isAsking, setAsking] = useState(false);
  const id = newest?.id;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is a reason to ask again
  useEffect(() => {
    let isCurrent = true;
    setPreview(null);
    if (id === undefined) return;
    client.audit.previewRevert({ id }).then(
      (answer) => isCurrent && setPreview(answer),
      // A later edit stands on it: the button asks, and the dialog says why not.
      () => isCurrent && setPreview(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, id, revision]);
  if (newest === undefined) return null;

  const revert = async () => {
    try {
      await client.audit.revert({ id: newest.id });
    } catch (error) {
      notifications.show({ color: "red", title: "Nothing was undone", message: refusalOf(error).message });
    }
  };
  const closesNobody = preview !== null && preview.closed.length === 0;
  return (
    <section className={styles.undo} aria-label="Undo">
      <Button onClick={() => (closesNobody ? void revert() : setAsking(true))}>
        <IconArrowBackUp {...ICON.small} />
        Undo revision {newest.revision}
      </Button>
      {preview !== null && (
        <p>
          {closesNobody
            ? "The undo closes nobody."
            : `The undo closes ${formatPlural(preview.closed.length, "connection")}; it asks first.`}
        </p>
      )}
      <UndoDialog
        edit={isAsking ? newest : null}
        policyRevision={revision}
        labelOf={(connectionId) => connectionLabel(connections.get(connectionId), connectionId)}
        preview={(each) => client.audit.previewRevert({ id: each })}
        revert={(each) => client.audit.revert({ id: each })}
        explain={(error) => refusalOf(error).message}
        onClose={() => setAsking(false)}
      />
    </section>
  );
}

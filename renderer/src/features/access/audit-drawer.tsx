/** Owns the audit journal: every edit with what it closed, and its way back. */
import { Drawer } from "@mantine/core";
import { useState } from "react";
import type { AuditView } from "../../../../broker/contract/live.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive, useShell } from "../../stores/stores.tsx";
import { actorName, closedWords } from "../../ui/audit-words.ts";
import { Button } from "../../ui/button.tsx";
import { ChangeLines } from "../../ui/change-lines.tsx";
import { Clock } from "../../ui/clock.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { Message } from "../../ui/message.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { UndoDialog } from "../../ui/undo-dialog.tsx";
import styles from "./audit-drawer.module.css";

export function AuditDrawer() {
  const isOpen = useShell((state) => state.overlay === "audit");
  const close = useShell((state) => state.closeOverlay);
  const [undoing, setUndoing] = useState<AuditView | null>(null);
  return (
    <Drawer
      opened={isOpen}
      onClose={close}
      title="Audit journal"
      size={520}
      // One press of Escape leaves the question, the next the journal.
      closeOnEscape={undoing === null}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Journal undoing={undoing} onUndo={setUndoing} />
    </Drawer>
  );
}

type JournalProps = { undoing: AuditView | null; onUndo: (row: AuditView | null) => void };

function Journal({ undoing, onUndo }: JournalProps) {
  const client = useClient();
  const audit = useLive((data) => data.audit);
  const revision = useLive((data) => data.revision);
  const connections = useLive((data) => data.connections);
  if (audit.length === 0) {
    return (
      <Message
        title="Nothing was edited yet"
        detail="Each edit stands here with whom it closed, and with its way back."
      />
    );
  }
  return (
    <>
      <ol className={styles.list}>
        {audit.map((row) => (
          <Entry key={row.id} row={row} onUndo={onUndo} />
        ))}
      </ol>
      <UndoDialog
        edit={undoing}
        policyRevision={revision}
        labelOf={(id) => connectionLabel(connections.get(id), id)}
        preview={(id) => client.audit.previewRevert({ id })}
        revert={(id) => client.audit.revert({ id })}
        explain={(error) => refusalOf(error).message}
        onClose={() => onUndo(null)}
      />
    </>
  );
}

function Entry({ row, onUndo }: { row: AuditView; onUndo: (row: AuditView) => void }) {
  return (
    <li className={styles.entry}>
      <div className={styles.line}>
        <Clock className={`${text.mono} ${text.second}`} at={row.at} />
        <span className={`${text.mono} ${text.second}`}>rev {row.revision}</span>
        <span className={text.second}>{actorName(row.actor)}</span>
        <span className={text.grow} />
        <Status tone={row.closed > 0 ? "bad" : "ok"}>{closedWords(row.closed, row.codes)}</Status>
        {row.revertible && (
          <Button look="link" aria-label={`Revert revision ${row.revision}`} onClick={() => onUndo(row)}>
            Revert
          </Button>
        )}
      </div>
      <ChangeLines summary={row.summary} />
      {row.fixedBecause !== undefined && <p className={text.third}>It cannot be undone, because {row.fixedBecause}.</p>}
      {row.revertedBy !== null && <p className={text.third}>It was undone by revision {row.revertedBy}.</p>}
    </li>
  );
}

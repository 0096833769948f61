/** Owns the audit journal: every edit with what it closed, and its way back. */
import { Drawer } from "@mantine/core";
import { useState } from "react";
import type { AuditView } from "../../../../broker/contract/live.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive, useShell } from "../../stores/stores.tsx";
import { actorName, closedWords } from "../../ui/audit-words.ts";
import { Button } from "../../ui/button.tsx";
import { Change } from "../../ui/change.tsx";
import { Clock } from "../../ui/clock.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { Message } from "../../ui/message.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { UndoDialog } from "../../ui/undo-dialog.tsx";
import styles from "./audit-drawer.module.css";

/** Lines shown of one edit that changed many things. */
const LINES = 6;

export function AuditDrawer() {
  const isOpen = useShell((state) => state.overlay === "audit");
  const close = useShell((state) => state.closeOverlay);
  return (
    <Drawer
      opened={isOpen}
      onClose={close}
      title="Audit journal"
      size={520}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Journal />
    </Drawer>
  );
}

function Journal() {
  const client = useClient();
  const audit = useLive((data) => data.audit);
  const revision = useLive((data) => data.revision);
  const connections = useLive((data) => data.connections);
  const [undoing, setUndoing] = useState<AuditView | null>(null);
  if (audit.length === 0) return <Message title="Nothing was edited yet" />;
  return (
    <>
      <ol className={styles.list}>
        {audit.map((row) => (
          <Entry key={row.id} row={row} onUndo={setUndoing} />
        ))}
      </ol>
      <UndoDialog
        edit={undoing}
        policyRevision={revision}
        labelOf={(id) => connectionLabel(connections.get(id), id)}
        preview={(id) => client.audit.previewRevert({ id })}
        revert={(id) => client.audit.revert({ id })}
        explain={(error) => refusalOf(error).message}
        onClose={() => setUndoing(null)}
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
      </div>
      {row.summary.slice(0, LINES).map(({ subject, object, before, after }) => (
        <div key={`${subject} ${object}`} className={styles.line}>
          <span className={`${text.strong} ${text.cut}`}>{subject}</span>
          <span className={`${text.mono} ${text.cut}`}>{object}</span>
          <Change before={before} after={after} />
        </div>
      ))}
      {row.summary.length > LINES && <p className={text.third}>and {row.summary.length - LINES} more</p>}
      <div className={styles.line}>
        <span className={text.grow} />
        {row.fixedBecause !== undefined && (
          <span className={text.third}>cannot be undone, because {row.fixedBecause}</span>
        )}
        {row.revertedBy !== null && <span className={text.third}>undone by revision {row.revertedBy}</span>}
        {row.revertedBy === null && row.revertible && (
          <Button look="link" aria-label={`Revert revision ${row.revision}`} onClick={() => onUndo(row)}>
            Revert
          </Button>
        )}
      </div>
    </li>
  );
}

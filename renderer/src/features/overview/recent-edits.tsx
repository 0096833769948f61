/** Owns the last edits with what they closed, each with its way back. */
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import type { AuditView } from "../../../../broker/contract/live.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive, useShell } from "../../stores/stores.tsx";
import { actorName, closedWords } from "../../ui/audit-words.ts";
import { Button } from "../../ui/button.tsx";
import { Change } from "../../ui/change.tsx";
import { Clock } from "../../ui/clock.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { UndoDialog } from "../../ui/undo-dialog.tsx";
import overview from "./overview.module.css";
import styles from "./recent-edits.module.css";

const ROWS = 3;

export function RecentEdits() {
  const client = useClient();
  const audit = useLive((data) => data.audit);
  const revision = useLive((data) => data.revision);
  const connections = useLive((data) => data.connections);
  const [undoing, setUndoing] = useState<AuditView | null>(null);
  const { go, open } = useShell((state) => state);
  return (
    <section className={styles.section} aria-label="Recent edits">
      <div className={styles.title}>
        <h2>Recent edits</h2>
        <span className={text.grow} />
        <Button
          look="link"
          onClick={() => {
            go("access");
            open("audit");
          }}
        >
          Audit journal
        </Button>
      </div>
      {audit.length === 0 && <p className={`${overview.nothing} ${styles.none}`}>Nothing was edited yet.</p>}
      {audit.slice(0, ROWS).map((row) => (
        <EditRow key={row.id} row={row} onUndo={setUndoing} />
      ))}
      <UndoDialog
        edit={undoing}
        policyRevision={revision}
        labelOf={(id) => connectionLabel(connections.get(id), id)}
        preview={(id) => client.audit.previewRevert({ id })}
        revert={async (id) => {
          const effect = await client.audit.revert({ id });
          notifications.show({
            title: `Revision ${undoing?.revision} reverted`,
            message: `Revision ${effect.revision}, ${closedWords(effect.closed.length).toLowerCase()}`,
          });
        }}
        explain={(error) => refusalOf(error).message}
        onClose={() => setUndoing(null)}
      />
    </section>
  );
}

function EditRow({ row, onUndo }: { row: AuditView; onUndo: (row: AuditView) => void }) {
  const first = row.summary[0];
  return (
    <div className={styles.row}>
      <Clock className={`${text.mono} ${text.second}`} at={row.at} digits="milliseconds" />
      <span className={`${text.mono} ${text.second}`}>rev {row.revision}</span>
      <span className={`${text.second} ${styles.actor}`}>{actorName(row.actor)}</span>
      <span className={`${text.strong} ${text.cut}`}>{first?.subject ?? ""}</span>
      <span className={`${text.mono} ${text.cut}`}>{first?.object ?? ""}</span>
      <span className={text.cut}>
        {first && <Change before={first.before} after={first.after} />}
        {row.summary.length > 1 && <span className={text.third}> and {row.summary.length - 1} more</span>}
      </span>
      <span className={text.small}>
        <Status tone={row.closed > 0 ? "bad" : "ok"}>{closedWords(row.closed, row.codes)}</Status>
      </span>
      <span className={styles.revert}>
        {row.revertedBy !== null && <span className={text.third}>rev {row.revertedBy} undid it</span>}
        {row.fixedBecause !== undefined && (
          <span className={text.third} title={`It cannot be undone, because ${row.fixedBecause}`}>
            fixed
          </span>
        )}
        {row.revertedBy === null && row.revertible && (
          <Button look="link" aria-label={`Revert revision ${row.revision}`} onClick={() => onUndo(row)}>
            Revert
          </Button>
        )}
      </span>
    </div>
  );
}

/** Owns saving pending rights from the theatre: whom it closes is said before it is done. */
import { IconX } from "@tabler/icons-react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { cellOf, countOf } from "../../stores/pending-edits.ts";
import { useLive, usePending } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { saveLabel, saveLook } from "../../ui/save-label.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./editor.module.css";

const NAMED = 4;

export function EditorSave({ clients }: { clients: readonly SandboxClient[] }) {
  const pending = usePending((state) => state.pending);
  const preview = usePending((state) => state.preview);
  const isPreviewing = usePending((state) => state.isPreviewing);
  const isSaving = usePending((state) => state.isSaving);
  const refusal = usePending((state) => state.refusal);
  const save = usePending((state) => state.save);
  const discard = usePending((state) => state.discard);
  const connections = useLive((data) => data.connections);
  const count = countOf(pending);
  if (count === 0 && refusal === null) return null;
  const closed = preview?.closed ?? [];
  const nameOf = (connectionId: string) =>
    clients.find(({ state }) => state.kind === "online" && state.connectionId === connectionId)?.name ??
    connectionLabel(connections.get(connectionId), connectionId);
  const names = closed.slice(0, NAMED).map(({ connectionId }) => nameOf(connectionId));
  const tokens = new Set([...pending.cells.keys()].map((key) => cellOf(key).tokenId));
  return (
    <section className={styles.save} aria-label="Pending edits">
      <div>
        <Button
          data-wide
          look={saveLook(preview)}
          disabled={isSaving || isPreviewing || preview === null}
          onClick={() => void save()}
        >
          {saveLabel(preview)}
        </Button>
        <Button look="ghost" isSquare aria-label="Discard" title="Discard" onClick={discard}>
          <IconX {...ICON.small} />
        </Button>
      </div>
      {closed.length > 0 && (
        <p className={text.small}>
          {names.join(", ")}
          {closed.length > NAMED && ` and ${formatPlural(closed.length - NAMED, "other")}`}
        </p>
      )}
      {(count > 1 || tokens.size > 1) && (
        <p className={`${text.small} ${text.third}`}>{formatPlural(count, "pending edit")}, saved as one</p>
      )}
      {refusal !== null && (
        <p role="alert" className={text.small}>
          <Status tone="bad">{refusal.message}</Status>
        </p>
      )}
    </section>
  );
}

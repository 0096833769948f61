/** Owns taking a workspace file in: what it holds and whom it closes is shown before anything is replaced. */
import { FileButton, Loader, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconUpload } from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import type { EditPreview } from "../../../../broker/contract/edits.ts";
import { unsimulatedWords, type Workspace } from "../../../../broker/contract/workspace.ts";
import { type WorkspaceFault, withoutFaults, workspaceFaults } from "../../../../broker/contract/workspace-faults.ts";
import { refusalOf } from "../../console/refusal.ts";
import type { OfferedFile } from "../../stores/shell.ts";
import { useClient, useLive, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { readText } from "../../ui/read-text.ts";
import { saveLabel, saveLook } from "../../ui/save-label.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { ImportEffect } from "./import-effect.tsx";
import styles from "./workspace-import.module.css";
import { WrongRows } from "./wrong-rows.tsx";

type ImportPreview = EditPreview & { readonly unsimulated: number; readonly warnings: readonly string[] };

type Judged =
  | { readonly state: "reading"; readonly name: string }
  | { readonly state: "judged"; readonly name: string; readonly workspace: Workspace; readonly preview: ImportPreview }
  | {
      readonly state: "wrong";
      readonly name: string;
      readonly faults: readonly WorkspaceFault[];
      readonly rest: unknown;
    }
  | { readonly state: "refused"; readonly name: string; readonly reason: string };

const MOVED_MS = 400;

export function WorkspaceImport() {
  const isOpen = useShell((state) => state.overlay === "import");
  const close = useShell((state) => state.closeOverlay);
  // It is loaded when it is first asked for, and opens once it stands: only so does it know whom to give the focus back.
  const [isHere, setHere] = useState(false);
  useEffect(() => setHere(true), []);
  return (
    <Modal opened={isOpen && isHere} onClose={close} title="Import workspace" size={640}>
      <Import />
    </Modal>
  );
}

function Import() {
  const client = useClient();
  const offered = useShell((state) => state.offeredFile);
  const close = useShell((state) => state.closeOverlay);
  const [file, setFile] = useState<OfferedFile | null>(offered);
  const [judged, setJudged] = useState<Judged | null>(null);
  const [isTaking, setTaking] = useState(false);
  // The policy moves on while the dialog is open: the judgement is of this revision.
  const revision = useLive((data) => data.revision);
  const connections = useLive((data) => data.stats.connections);
  const library = useLive((data) => data.library);

  useEffect(() => setFile(offered), [offered]);
  const judge = useCallback(
    async ({ name, text: content }: OfferedFile) => {
      const workspace = parseJson(content);
      if (workspace === undefined) return setJudged({ state: "refused", name, reason: "It is not JSON." });
      const faults = workspaceFaults(workspace);
      if (faults.length > 0) {
        return setJudged({ state: "wrong", name, faults, rest: withoutFaults(workspace, faults) });
      }
      try {
        // The engine is the judge of the file: its shape is checked there, whatever is claimed here.
        setJudged({ state: "judged", name, workspace, preview: await client.workspace.previewImport(workspace) });
      } catch (error) {
        setJudged({ state: "refused", name, reason: refusalOf(error).message });
      }
    },
    [client],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: each revision is judged anew.
  useEffect(() => {
    if (file) void judge(file);
  }, [file, judge, revision]);
  // So is who is connected, and what is in the library, once both stand still for a moment.
  // biome-ignore lint/correctness/useExhaustiveDependencies: what moved is judged anew.
  useEffect(() => {
    if (!file) return;
    const timer = setTimeout(() => void judge(file), MOVED_MS);
    return () => clearTimeout(timer);
  }, [connections, library]);

  const choose = async (chosen: File | null) => {
    if (!chosen) return;
    setJudged({ state: "reading", name: chosen.name });
    try {
      setFile({ name: chosen.name, text: await readText(chosen) });
    } catch (error) {
      setJudged({ state: "refused", name: chosen.name, reason: refusalOf(error).message });
    }
  };
  const take = async (workspace: Workspace, name: string) => {
    setTaking(true);
    try {
      const effect = await client.workspace.import(workspace);
      const closed = effect.closed.length === 0 ? "closed nobody" : `closed ${effect.closed.length}`;
      const unsimulated = effect.unsimulated === 0 ? "" : `. ${unsimulatedWords(effect.unsimulated)}.`;
      const message = `${name}: revision ${effect.revision}, ${closed}${unsimulated}`;
      notifications.show({ title: "Workspace imported", message });
      close();
    } catch (error) {
      setJudged({ state: "refused", name, reason: refusalOf(error).message });
    }
    setTaking(false);
  };

  return (
    <div className={styles.form}>
      {judged === null && (
        <p className={text.second}>
          Choose a file that ends in .signalbox.json, or drop one onto the window. Nothing is replaced before you have
          seen whom that closes.
        </p>
      )}
      {judged?.state === "reading" && <Loader size="xs" aria-label={`Reading ${judged.name}`} />}
      {judged?.state === "wrong" && (
        <WrongRows
          name={judged.name}
          faults={judged.faults}
          canLeaveOut={workspaceFaults(judged.rest).length === 0}
          onLeaveOut={() => setFile({ name: judged.name, text: JSON.stringify(judged.rest) })}
        />
      )}
      {judged?.state === "refused" && (
        <div role="alert">
          <Status tone="bad">{judged.name} cannot be imported</Status>
          <p className={text.second}>{judged.reason}</p>
        </div>
      )}
      {judged?.state === "judged" && (
        <>
          <p>
            <b>{judged.name}</b> holds {heldBy(judged.workspace)}. It replaces the whole workspace; the audit journal
            can take that back{judged.preview.rooms?.removed.length ? ", except rooms in which something was said" : ""}
            .
          </p>
          {judged.preview.unsimulated > 0 && (
            <Status tone="warn">{unsimulatedWords(judged.preview.unsimulated)}</Status>
          )}
          {judged.preview.warnings.map((warning) => (
            <Status key={warning} tone="warn">
              {warning}
            </Status>
          ))}
          <ImportEffect preview={judged.preview} />
        </>
      )}
      <div className={styles.actions}>
        <FileButton accept=".json,.signalbox,application/json" onChange={choose}>
          {(props) => (
            <Button onClick={props.onClick}>
              <IconUpload {...ICON.small} />
              {judged === null ? "Choose a file…" : "Another file…"}
            </Button>
          )}
        </FileButton>
        <span className={text.grow} />
        <Button look="ghost" onClick={close}>
          Cancel
        </Button>
        {judged?.state === "judged" && (
          <Button
            look={takesAway(judged.preview) ? "danger" : "primary"}
            disabled={isTaking}
            onClick={() => void take(judged.workspace, judged.name)}
          >
            {importLabel(judged.preview)}
          </Button>
        )}
      </div>
    </div>
  );
}

/** `11 tokens, 8 tags and 2 rooms`; a file without rooms leaves them as they are. */
function heldBy({ tokens, tags, rooms }: Workspace): string {
  const policy = [formatPlural(tokens.length, "token"), formatPlural(tags.length, "tag")];
  return rooms === undefined
    ? policy.join(" and ")
    : `${policy.join(", ")} and ${rooms.length === 0 ? "no rooms" : formatPlural(rooms.length, "room")}`;
}

function takesAway(preview: ImportPreview): boolean {
  const { rooms } = preview;
  return saveLook(preview) === "danger" || (rooms !== undefined && rooms.removed.length > 0);
}

function importLabel(preview: ImportPreview): string {
  const removed = preview.rooms?.removed.length ?? 0;
  return `${saveLabel(preview, "Import")}${removed === 0 ? "" : `, deletes ${formatPlural(removed, "room")}`}`;
}

function parseJson(content: string): Workspace | undefined {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

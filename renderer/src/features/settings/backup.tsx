/** Owns "Back up now": a copy of the database while the broker serves, with its progress and where it lies. */
import { Progress } from "@mantine/core";
import { IconDatabaseExport } from "@tabler/icons-react";
import { useState } from "react";
import type { BackupState } from "../../../../broker/contract/service.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatBytes, formatMs } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./setting-row.module.css";
import { SettingRow } from "./setting-row.tsx";
import { useStorage } from "./use-storage.ts";

export function Backup() {
  const client = useClient();
  const [view, ask] = useStorage();
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsked, setAsked] = useState(false);
  const backUp = async () => {
    setAsked(true);
    setProblem(null);
    const running = client.storage.backUp();
    void ask();
    try {
      await running;
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
    setAsked(false);
    await ask();
  };
  useCommands({ "storage.back-up": () => void backUp() });
  const state: BackupState = view.state === "known" ? view.info.backup : { state: "none" };
  const isRunning = isAsked || state.state === "running";
  const isKept = view.state !== "known" || view.info.folder !== null;
  return (
    <SettingRow
      label="Back up now"
      help="Copies the whole database into the folder backups, while the broker goes on serving. To go back, stop the broker and put a copy in the place of signalbox.db."
      effect={null}
      problem={problem}
    >
      {isKept ? (
        <Button onClick={() => void backUp()} disabled={isRunning}>
          <IconDatabaseExport {...ICON.small} />
          {isRunning ? "Backing up" : "Back up now"}
        </Button>
      ) : (
        <Status tone="off">There is no database to copy</Status>
      )}
      {isRunning && (
        <Progress
          w={240}
          size={4}
          value={state.state === "running" ? state.share * 100 : 0}
          aria-label="Share of the database that is copied"
        />
      )}
      {state.state === "done" && !isRunning && (
        <div role="status">
          <Status tone="ok">
            {formatBytes(state.backup.bytes)} in {formatMs(state.backup.tookMs)} ms, revision {state.backup.revision}
          </Status>
          <div className={styles.line}>
            <code className={text.mono}>{state.backup.file}</code>
            <CopyButton value={state.backup.file} label="Copy the path of the backup" />
          </div>
        </div>
      )}
    </SettingRow>
  );
}

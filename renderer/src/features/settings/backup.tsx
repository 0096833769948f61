/** Owns "Back up now": a copy of the databases while the broker serves, with its progress, where it lies and how large it is. */
import { Progress } from "@mantine/core";
import { IconDatabaseExport, IconFolder } from "@tabler/icons-react";
import { useState } from "react";
import type { BackupState } from "../../../../broker/contract/service.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useHost } from "../../host/host-context.tsx";
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
  const { desktop } = useHost();
  const [view, ask] = useStorage();
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsked, setAsked] = useState(false);
  /** `deed` answers why it was refused, if it was; what it throws is told as well. */
  const run = async (deed: () => Promise<string | null>) => {
    setAsked(true);
    setProblem(null);
    const running = deed();
    void ask();
    try {
      setProblem(await running);
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
    setAsked(false);
    await ask();
  };
  const backUp = () =>
    run(async () => {
      await client.storage.backUp();
      return null;
    });
  useCommands({ "storage.back-up": () => void backUp() });
  const state: BackupState = view.state === "known" ? view.info.backup : { state: "none" };
  const isRunning = isAsked || state.state === "running";
  const isKept = view.state !== "known" || view.info.folder !== null;
  return (
    <SettingRow
      label="Back up now"
      help="Copies policy, rooms and history into a new folder in backups, while the broker goes on serving. To go back, stop the broker and put both files in the place of its own."
      effect={null}
      problem={problem}
    >
      {isKept ? (
        <div className={styles.line}>
          <Button onClick={() => void backUp()} disabled={isRunning}>
            <IconDatabaseExport {...ICON.small} />
            {isRunning ? "Backing up" : "Back up now"}
          </Button>
          {desktop && (
            <Button
              look="ghost"
              disabled={isRunning}
              onClick={() =>
                void run(async () => {
                  const answer = await desktop.backUp();
                  return answer.state === "refused" ? answer.message : null;
                })
              }
            >
              <IconFolder {...ICON.small} />
              Back up to…
            </Button>
          )}
        </div>
      ) : (
        <Status tone="off">There is no database to copy</Status>
      )}
      {state.state === "running" && (
        <Progress w={240} size={4} value={state.share * 100} aria-label="Share of the databases that is copied" />
      )}
      {state.state === "done" && !isRunning && (
        <div role="status">
          <Status tone="ok">
            {formatBytes(state.backup.bytes)} in {formatMs(state.backup.tookMs)} ms, revision {state.backup.revision}
            {state.backup.hasHistory ? " with history" : ", without history: it is in memory"}
          </Status>
          <div className={styles.line}>
            <code className={text.mono}>{state.backup.folder}</code>
            <CopyButton value={state.backup.folder} label="Copy the path of the backup" />
          </div>
        </div>
      )}
    </SettingRow>
  );
}

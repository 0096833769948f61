/** Owns where the broker keeps its files, and how large they are. */
import { Loader } from "@mantine/core";
import { IconFolder } from "@tabler/icons-react";
import type { StorageInfo } from "../../../../broker/contract/service.ts";
import { useHost } from "../../host/host-context.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatBytes, formatCount, formatMoment } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./setting-row.module.css";
import { SettingRow } from "./setting-row.tsx";
import { useStorage } from "./use-storage.ts";

const KIND_WORDS: Readonly<Record<StorageInfo["files"][number]["kind"], string>> = {
  database: "Database",
  backup: "Backups",
  log: "Logs",
  key: "Keys",
  other: "Settings files",
};

export function DataFolder() {
  const [view] = useStorage();
  return (
    <SettingRow
      label="Data folder"
      help="Everything that outlives a restart lies here, and nowhere else."
      effect={null}
    >
      {view.state === "loading" && <Loader size="xs" aria-label="Looking at the disk" />}
      {view.state === "failed" && <Status tone="bad">{view.message}</Status>}
      {view.state === "known" && <Known info={view.info} />}
    </SettingRow>
  );
}

function Known({ info: { folder, files, audit } }: { info: StorageInfo }) {
  const { desktop } = useHost();
  if (folder === null) return <Status tone="off">None: this broker forgets everything when it ends</Status>;
  const sizes = new Map<string, number>();
  for (const { kind, bytes } of files) sizes.set(kind, (sizes.get(kind) ?? 0) + bytes);
  return (
    <>
      <div className={styles.line}>
        <code className={text.mono}>{folder}</code>
        <CopyButton value={folder} label="Copy the path of the data folder" />
        {desktop && (
          <Button size="small" onClick={() => void desktop.revealFolder("data")}>
            <IconFolder {...ICON.small} />
            Show
          </Button>
        )}
      </div>
      <dl className={styles.fact}>
        {[...sizes].map(([kind, bytes]) => (
          <Fact key={kind} term={KIND_WORDS[kind as keyof typeof KIND_WORDS]} value={formatBytes(bytes)} />
        ))}
        <Fact
          term="Audit journal"
          value={`${formatCount(audit.rows)} rows${audit.oldestAt ? `, oldest ${formatMoment(audit.oldestAt).slice(0, 16)}` : ""}`}
        />
      </dl>
    </>
  );
}

function Fact({ term, value }: { term: string; value: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd className={text.mono}>{value}</dd>
    </>
  );
}

/** Owns where the broker keeps its files, and how large they are. */
import { Loader } from "@mantine/core";
import { IconFolder } from "@tabler/icons-react";
import type { StorageInfo } from "../../../../broker/contract/service.ts";
import { useHost } from "../../host/host-context.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatBytes, formatMoment, formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./setting-row.module.css";
import { SettingRow } from "./setting-row.tsx";
import { useStorage } from "./use-storage.ts";

/** In the order in which they are told. */
const KINDS: readonly { kind: StorageInfo["files"][number]["kind"]; word: string }[] = [
  { kind: "database", word: "Database" },
  { kind: "backup", word: "Backups" },
  { kind: "key", word: "Keys" },
  { kind: "log", word: "Logs" },
  { kind: "other", word: "Settings files" },
];

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
        {KINDS.filter(({ kind }) => sizes.has(kind)).map(({ kind, word }) => (
          <Fact key={kind} term={word} value={formatBytes(sizes.get(kind) ?? 0)} />
        ))}
        <Fact
          term="Audit journal"
          value={`${formatPlural(audit.rows, "row")}${audit.oldestAt ? `, oldest ${formatMoment(audit.oldestAt).slice(0, 16)}` : ""}`}
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

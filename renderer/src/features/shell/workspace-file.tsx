/** Owns the workspace as a file: saving it, and taking one in after saying whom that closes. */
import { Checkbox, FileButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import type { EditPreview } from "../../../../broker/contract/edits.ts";
import type { Workspace } from "../../../../broker/contract/workspace.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { downloadText } from "../../ui/download-text.ts";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { saveLabel } from "../../ui/save-label.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./settings.module.css";

type Chosen = { name: string; workspace: Workspace; preview: EditPreview };

export function WorkspaceFile() {
  const client = useClient();
  const name = useLive((data) => data.settings.workspaceName);
  const [withSecrets, setWithSecrets] = useState(false);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  const attempt = async (deed: () => Promise<void>) => {
    try {
      setProblem(null);
      await deed();
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
  };
  const save = () =>
    attempt(async () => {
      const workspace = await client.workspace.export({ withSecrets });
      const file = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}.signalbox.json`;
      downloadText(file, `${JSON.stringify(workspace, null, 2)}\n`);
    });
  const choose = (file: File | null) =>
    attempt(async () => {
      setChosen(null);
      if (!file) return;
      // The engine is the judge of the file: its shape is checked there, whatever is claimed here.
      const workspace: Workspace = JSON.parse(await file.text());
      setChosen({ name: file.name, workspace, preview: await client.workspace.previewImport(workspace) });
    });
  const take = ({ workspace }: Chosen) =>
    attempt(async () => {
      const effect = await client.workspace.import(workspace);
      setChosen(null);
      const closed = effect.closed.length === 0 ? "closed nobody" : `closed ${effect.closed.length}`;
      notifications.show({ title: "Workspace imported", message: `Revision ${effect.revision}, ${closed}` });
    });

  return (
    <div className={styles.file}>
      <p className={text.label}>Workspace file</p>
      <div className={styles.line}>
        <Button onClick={save}>
          <IconDownload {...ICON.small} />
          Export
        </Button>
        <FileButton accept=".json,application/json" onChange={choose}>
          {(props) => (
            <Button onClick={props.onClick}>
              <IconUpload {...ICON.small} />
              Import…
            </Button>
          )}
        </FileButton>
        <Checkbox
          label="Export secrets too"
          checked={withSecrets}
          onChange={(event) => setWithSecrets(event.currentTarget.checked)}
        />
      </div>
      {chosen && (
        <div className={styles.line}>
          <span className={`${text.cut} ${text.second}`}>
            {chosen.name}: {formatPlural(chosen.workspace.tokens.length, "token")},{" "}
            {formatPlural(chosen.workspace.tags.length, "tag")}, replaces everything
          </span>
          <span className={text.grow} />
          <Button look={chosen.preview.closed.length > 0 ? "danger" : "primary"} onClick={() => take(chosen)}>
            {saveLabel(chosen.preview, "Import")}
          </Button>
        </div>
      )}
      {problem && <Status tone="bad">{problem}</Status>}
    </div>
  );
}

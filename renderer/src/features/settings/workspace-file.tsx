/** Owns the workspace as a file: saved here; what is taken in is shown first, in a dialog of the frame. */
import { Checkbox } from "@mantine/core";
import { IconDownload, IconUpload } from "@tabler/icons-react";
import { useState } from "react";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive, useShell } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";
import { Button } from "../../ui/button.tsx";
import { downloadText, workspaceFileName } from "../../ui/download-text.ts";
import { ICON } from "../../ui/icons.ts";
import styles from "./setting-row.module.css";
import { SettingRow } from "./setting-row.tsx";

export function WorkspaceFile() {
  const client = useClient();
  const name = useLive((data) => data.settings.workspaceName);
  const open = useShell((state) => state.open);
  const [withSecrets, setWithSecrets] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    try {
      setProblem(null);
      const workspace = await client.workspace.export({ withSecrets });
      downloadText(workspaceFileName(name), `${JSON.stringify(workspace, null, 2)}\n`);
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
  };
  useCommands({ "workspace.export": () => void save() });
  return (
    <SettingRow
      label="Workspace file"
      help="Tokens, tags, permissions and settings as one plain file, fit for version control. Taking one in shows first whom it closes."
      effect="An import takes effect now"
      problem={problem}
    >
      <div className={styles.line}>
        <Button onClick={() => void save()}>
          <IconDownload {...ICON.small} />
          Export
        </Button>
        <Button onClick={() => open("import")}>
          <IconUpload {...ICON.small} />
          Import…
        </Button>
      </div>
      <Checkbox
        label="Export secrets too"
        checked={withSecrets}
        onChange={(event) => setWithSecrets(event.currentTarget.checked)}
      />
    </SettingRow>
  );
}

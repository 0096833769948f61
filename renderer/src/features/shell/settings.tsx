/** Owns the settings that change how edits and slow readers are treated; each takes effect at once. */
import { Modal, Radio, Switch, TextInput } from "@mantine/core";
import { useState } from "react";
import type { SettingsPatch } from "../../../../broker/contract/nouns.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive, useShell } from "../../stores/stores.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./settings.module.css";
import { WorkspaceFile } from "./workspace-file.tsx";

const ENFORCEMENT = [
  { value: "strict", label: "Strict", description: "Any change of a permission closes the connections that use it" },
  { value: "minimal", label: "Minimal", description: "Only connections that may no longer read a filter are closed" },
] as const;
const SLOW_READER = [
  { value: "drop-oldest", label: "Drop the oldest frames", description: "Its queue stays bounded, drops are counted" },
  { value: "close", label: "Close with 4009", description: "The client connects again and starts afresh" },
] as const;

export function Settings() {
  const isOpen = useShell((state) => state.overlay === "settings");
  const close = useShell((state) => state.closeOverlay);
  return (
    <Modal opened={isOpen} onClose={close} title="Workspace settings" size={520}>
      <SettingsForm />
    </Modal>
  );
}

function SettingsForm() {
  const settings = useLive((data) => data.settings);
  const client = useClient();
  const [error, setError] = useState<string | null>(null);
  const [name, setName] = useState(settings.workspaceName);

  const change = async (patch: SettingsPatch) => {
    try {
      await client.settings.update(patch);
      setError(null);
    } catch (failure) {
      setError(refusalOf(failure).message);
    }
  };

  return (
    <div className={styles.form}>
      <TextInput
        label="Workspace"
        value={name}
        maxLength={120}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={() => name.trim() !== "" && name !== settings.workspaceName && change({ workspaceName: name.trim() })}
      />
      <Radio.Group
        label="When a permission changes"
        value={settings.enforcement}
        onChange={(value) => {
          const chosen = ENFORCEMENT.find((option) => option.value === value);
          if (chosen) void change({ enforcement: chosen.value });
        }}
      >
        <div className={styles.choices}>
          {ENFORCEMENT.map((option) => (
            <Radio key={option.value} {...option} size="xs" />
          ))}
        </div>
      </Radio.Group>
      <Radio.Group
        label="When a reader does not keep up"
        value={settings.slowReader}
        onChange={(value) => {
          const chosen = SLOW_READER.find((option) => option.value === value);
          if (chosen) void change({ slowReader: chosen.value });
        }}
      >
        <div className={styles.choices}>
          {SLOW_READER.map((option) => (
            <Radio key={option.value} {...option} size="xs" />
          ))}
        </div>
      </Radio.Group>
      <Switch
        size="xs"
        label="Tags may overlap"
        description="The strongest access of all covering permissions then counts"
        checked={settings.allowOverlaps}
        onChange={(event) => change({ allowOverlaps: event.currentTarget.checked })}
      />
      <WorkspaceFile />
      {error ? <Status tone="bad">{error}</Status> : <p className={text.label}>Each takes effect at once.</p>}
    </div>
  );
}

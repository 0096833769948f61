/** Payload of a message that the operator publishes, as it is written: JSON, text, or bytes. */
import { FileButton, Textarea } from "@mantine/core";
import type { KeyboardEvent } from "react";
import { Button } from "../../ui/button.tsx";
import { formatBytes } from "../../ui/format.ts";
import { JsonEditor } from "../../ui/json-editor.tsx";
import { base64Of } from "../../ui/published-bytes.ts";
import { Segmented } from "../../ui/segmented.tsx";
import words from "../../ui/text.module.css";
import styles from "./dialog.module.css";
import type { PayloadDraft } from "./payload-draft.ts";

const FORMS = [
  { value: "json", label: "JSON" },
  { value: "text", label: "Text" },
  { value: "bytes", label: "Bytes" },
] as const;

export type PublishPayloadProps = {
  draft: PayloadDraft;
  onChange: (draft: PayloadDraft) => void;
  onRefused: (words: string) => void;
  onSubmit: () => void;
};

/** What no broker takes as one message. */
const LARGEST_FILE = 64 * 1024 * 1024;

export function PublishPayload({ draft, onChange, onRefused, onSubmit }: PublishPayloadProps) {
  const choose = async (file: File | null) => {
    if (file === null) return;
    if (file.size > LARGEST_FILE) {
      onRefused(`${file.name} is too large for a message (${formatBytes(file.size)}). Choose a smaller file.`);
      return;
    }
    onChange({ ...draft, base64: base64Of(new Uint8Array(await file.arrayBuffer())) });
  };
  const submitByKey = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSubmit();
  };
  return (
    <div>
      <div className={styles.payload}>
        <p className={styles.label}>Message</p>
        <span className={words.grow} />
        {draft.form === "bytes" && (
          <FileButton onChange={(file) => void choose(file)}>
            {(props) => (
              <Button size="small" look="link" {...props}>
                Choose a file
              </Button>
            )}
          </FileButton>
        )}
        <Segmented
          label="Written as"
          size="small"
          value={draft.form}
          options={FORMS}
          onChange={(form) => onChange({ ...draft, form })}
        />
      </div>
      {draft.form === "json" && (
        <JsonEditor
          label="Message as JSON"
          initial={draft.json}
          onChange={(json) => onChange({ ...draft, json })}
          onSubmit={onSubmit}
        />
      )}
      {draft.form === "text" && (
        <Textarea
          aria-label="Message as text"
          placeholder="ON"
          value={draft.text}
          rows={6}
          spellCheck={false}
          classNames={{ input: styles.mono ?? "" }}
          onKeyDown={submitByKey}
          onChange={(event) => onChange({ ...draft, text: event.currentTarget.value })}
        />
      )}
      {draft.form === "bytes" && (
        <Textarea
          aria-label="Message as base64"
          placeholder="/9j/4AAQSkZJRg=="
          value={draft.base64}
          rows={6}
          spellCheck={false}
          classNames={{ input: styles.mono ?? "" }}
          onKeyDown={submitByKey}
          onChange={(event) => onChange({ ...draft, base64: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

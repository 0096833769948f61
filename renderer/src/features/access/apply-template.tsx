/** Owns the choice of tokens that a template is applied to: the edits wait in the matrix, with what saving them does. */
import { MultiSelect } from "@mantine/core";
import { useState } from "react";
import type { TokenTemplate } from "../../../../broker/contract/library.ts";
import { useLive, usePending, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { saveLabel } from "../../ui/save-label.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { ClosedList } from "./closed-list.tsx";
import dialog from "./dialog.module.css";
import { type TemplateReach, templateEdits } from "./template-edits.ts";
import { usePreview } from "./use-preview.ts";

const REACH = [
  { value: "atLeast", label: "Add and change" },
  { value: "exactly", label: "Exactly these" },
] as const;

export function ApplyTemplate({ template, onDone }: { template: TokenTemplate; onDone: () => void }) {
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  const add = usePending((state) => state.add);
  const close = useShell((state) => state.closeOverlay);
  const [chosen, setChosen] = useState<string[]>([]);
  const [reach, setReach] = useState<TemplateReach>("atLeast");
  const asked = chosen.flatMap((id) => tokens.get(id) ?? []);
  const edits = templateEdits(template, asked, { tags, permissions }, reach);
  const preview = usePreview(edits);
  return (
    <div className={dialog.form}>
      <MultiSelect
        label="Tokens"
        placeholder={chosen.length === 0 ? "Choose tokens" : ""}
        data={[...tokens.values()].map(({ id, name }) => ({ value: id, label: name ?? id }))}
        value={chosen}
        searchable
        clearable
        hidePickedOptions
        onChange={setChosen}
      />
      <div>
        <Segmented label="Reach" size="small" value={reach} options={REACH} onChange={setReach} />
      </div>
      <p className={text.third}>
        {reach === "exactly"
          ? "Rights that the template does not name are taken away from these tokens."
          : "Rights that the template does not name stay as they are."}
      </p>
      {preview.refusal && (
        <p role="alert" className={dialog.problem}>
          <Status tone="bad">{preview.refusal.message}</Status>
        </p>
      )}
      {preview.answer && <ClosedList preview={preview.answer} />}
      <div className={dialog.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button
          look="primary"
          disabled={edits.length === 0}
          title={preview.answer ? saveLabel(preview.answer, "Saving it") : undefined}
          onClick={() => {
            add(edits);
            onDone();
            close();
          }}
        >
          Add as pending edits
        </Button>
      </div>
    </div>
  );
}

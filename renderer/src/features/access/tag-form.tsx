/** Owns making and editing a tag, with the lint of its pattern while it is typed. */
import { TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Edit } from "../../../../broker/contract/edits.ts";
import type { Tag } from "../../../../broker/contract/nouns.ts";
import { useLive, usePending, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { saveLabel, saveLook } from "../../ui/save-label.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./dialog.module.css";
import { MatchesNow } from "./matches-now.tsx";
import { lintPattern } from "./tag-lint.ts";
import { usePreview } from "./use-preview.ts";

export function TagForm({ tag, pattern: initial }: { tag?: Tag; pattern: string }) {
  const tags = useLive((data) => data.tags);
  const allowOverlaps = useLive((data) => data.settings.allowOverlaps);
  const apply = usePending((state) => state.apply);
  const { closeDialog, openDialog } = useShell((state) => state);
  const [pattern, setPattern] = useState(initial);
  const [description, setDescription] = useState(tag?.description ?? "");
  const [problem, setProblem] = useState<string | null>(null);
  const lint = lintPattern(pattern, tags.values(), { selfId: tag?.id, allowOverlaps });
  const edit = lint.tone === "bad" ? undefined : editOf(tag, pattern, description);
  const preview = usePreview(edit && tag ? [edit] : []);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!edit) return tag && lint.tone !== "bad" ? closeDialog() : undefined;
    const answer = await apply([edit]);
    if (answer.ok) closeDialog();
    else setProblem(answer.refusal.message);
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label="Pattern"
        description="Levels parted by /; + stands for one level, # for all that follow"
        placeholder="home/+/temp"
        value={pattern}
        spellCheck={false}
        autoComplete="off"
        data-autofocus
        aria-invalid={pattern !== "" && lint.tone === "bad"}
        error={problem}
        classNames={{ input: styles.mono ?? "" }}
        onChange={(event) => {
          setPattern(event.currentTarget.value);
          setProblem(null);
        }}
      />
      {pattern !== "" && (
        <div className={styles.lint} aria-live="polite">
          <Status tone={lint.tone}>{lint.text}</Status>
          {lint.isPattern && <MatchesNow pattern={pattern} />}
          {lint.examples.length > 0 && (
            <span>
              Matches <span className={text.mono}>{lint.examples.join(", ")}</span>
            </span>
          )}
        </div>
      )}
      <TextInput
        label="Description"
        value={description}
        maxLength={2000}
        onChange={(event) => setDescription(event.currentTarget.value)}
      />
      <div className={styles.actions}>
        {tag && (
          <Button look="ghost" onClick={() => openDialog({ kind: "delete-tag", id: tag.id })}>
            Delete…
          </Button>
        )}
        {!tag && (
          <Button look="ghost" onClick={() => openDialog({ kind: "paste-tags" })}>
            Paste many…
          </Button>
        )}
        <span className={text.grow} />
        <Button look="ghost" onClick={closeDialog}>
          Cancel
        </Button>
        <Button type="submit" look={saveLook(preview.answer)} disabled={!edit || preview.isRunning}>
          {tag ? (edit ? saveLabel(preview.answer) : "Save") : "Create tag"}
        </Button>
      </div>
    </form>
  );
}

/** The edit that the form makes, or nothing when it changes nothing. */
function editOf(tag: Tag | undefined, pattern: string, description: string): Edit | undefined {
  if (!tag) return { kind: "tag.create", tag: { pattern, description } };
  const patch = {
    ...(pattern === tag.pattern ? {} : { pattern }),
    ...(description === tag.description ? {} : { description }),
  };
  return Object.keys(patch).length > 0 ? { kind: "tag.update", id: tag.id, patch } : undefined;
}

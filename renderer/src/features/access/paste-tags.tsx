/** Owns the dialog in which many tags are pasted: each line judged while it is typed, the wrong ones kept. */
import { Textarea } from "@mantine/core";
import { type FormEvent, useMemo, useState } from "react";
import { useLive, usePending, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import dialog from "./dialog.module.css";
import styles from "./paste-tags.module.css";
import { editsOfPasted, linesLeft, pastedTags } from "./pasted-tags.ts";

export function PasteTags() {
  const tags = useLive((data) => data.tags);
  const allowOverlaps = useLive((data) => data.settings.allowOverlaps);
  const apply = usePending((state) => state.apply);
  const close = useShell((state) => state.closeDialog);
  const [source, setSource] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [done, setDone] = useState<number | null>(null);
  const rows = useMemo(() => pastedTags(source, tags.values(), allowOverlaps), [source, tags, allowOverlaps]);
  const edits = editsOfPasted(rows);
  const wrong = rows.length - edits.length;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (edits.length === 0) return;
    const answer = await apply(edits);
    if (!answer.ok) return setProblem(answer.refusal.message);
    if (wrong === 0) return close();
    setSource(linesLeft(rows));
    setDone(edits.length);
    setProblem(null);
  };

  return (
    <form className={dialog.form} onSubmit={submit} noValidate>
      <Textarea
        label="Tags, one a line"
        description="A pattern, and after a blank or a tab a description; lines that begin with // are passed over"
        placeholder={"home/+/temp\tTemperature of a room\nenergy/#\tMeters"}
        value={source}
        autosize
        minRows={6}
        maxRows={14}
        spellCheck={false}
        data-autofocus
        classNames={{ input: dialog.mono ?? "" }}
        onChange={(event) => {
          setSource(event.currentTarget.value);
          setProblem(null);
          setDone(null);
        }}
      />
      {done !== null && (
        <Status tone="ok">
          {formatPlural(done, "tag")} created; what is left was not, and stands here as you typed it
        </Status>
      )}
      {rows.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard
        <ol className={styles.rows} tabIndex={0} aria-label="What each line makes">
          {rows.map(({ line, pattern, tone, text: said }) => (
            <li key={line}>
              <span className={text.num}>{line}</span>
              <code>{pattern}</code>
              <Status tone={tone}>{said}</Status>
            </li>
          ))}
        </ol>
      )}
      {problem && (
        <p role="alert" className={dialog.problem}>
          <Status tone="bad">{problem}</Status>
        </p>
      )}
      <div className={dialog.actions}>
        {wrong > 0 && <span className={text.second}>{formatPlural(wrong, "line")} cannot be made</span>}
        <span className={text.grow} />
        <Button look="ghost" onClick={close}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={edits.length === 0}>
          Create {formatPlural(edits.length, "tag")}
        </Button>
      </div>
    </form>
  );
}

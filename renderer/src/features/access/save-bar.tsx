/** Owns the bar that appears with the first pending edit: what saving does, and Save. */
import { Collapse } from "@mantine/core";
import { IconArrowBackUp, IconChevronDown, IconChevronUp } from "@tabler/icons-react";
import { useState } from "react";
import { countOf } from "../../stores/pending-edits.ts";
import { useLive, usePending } from "../../stores/stores.tsx";
import { useCapsOf } from "../../stores/use-commands.ts";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { KeyCaps } from "../../ui/key-cap.tsx";
import { saveLabel, saveLook } from "../../ui/save-label.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { EffectList } from "./effect-list.tsx";
import styles from "./save-bar.module.css";
import { editWords } from "./save-words.ts";
import { VerdictBar } from "./verdict-bar.tsx";

export function SaveBar() {
  const { pending, past, preview, isPreviewing, isSaving, refusal, verdict, discard, undo, save } = usePending(
    (state) => state,
  );
  const [isListOpen, setListOpen] = useState(true);
  const saveCaps = useCapsOf("access.save");
  const count = countOf(pending);
  const tokens = useLive((data) => data.tokens);
  const tokenName = (id: string) => tokens.get(id)?.name ?? id;
  if (count === 0) return verdict ? <VerdictBar verdict={verdict} /> : null;
  const Chevron = isListOpen ? IconChevronDown : IconChevronUp;
  return (
    <section className={styles.save} aria-label="Pending changes" aria-busy={isPreviewing}>
      {isPreviewing && <i className={styles.progress} />}
      <Collapse expanded={isListOpen && preview !== null} transitionDuration={200}>
        {preview && <EffectList preview={preview} />}
      </Collapse>
      {refusal && (
        <p className={styles.refusal} role="alert">
          <Status tone="bad">{refusal.message}</Status>
        </p>
      )}
      <div className={styles.bar}>
        <span className={text.strong}>{formatPlural(count, "change")}</span>
        {pending.others.length > 0 && (
          <span className={`${text.second} ${text.cut}`}>
            {pending.others.map((edit) => editWords(edit, tokenName)).join("; ")}
          </span>
        )}
        <Button look="link" onClick={() => setListOpen(!isListOpen)} aria-expanded={isListOpen}>
          <Chevron {...ICON.small} />
          {isListOpen ? "Hide list" : "Show list"}
        </Button>
        <span className={text.grow} />
        <Button look="ghost" onClick={discard}>
          Discard
        </Button>
        <Button look="ghost" onClick={undo} disabled={past.length === 0}>
          <IconArrowBackUp {...ICON.small} />
          Undo last
        </Button>
        <Button look={saveLook(preview)} disabled={isPreviewing || isSaving} onClick={() => void save()}>
          {isSaving ? "Saving" : saveLabel(preview)}
          <KeyCaps caps={saveCaps} isOnFill />
        </Button>
      </div>
    </section>
  );
}

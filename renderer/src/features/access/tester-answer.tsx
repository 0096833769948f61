/** Owns the tester's answer: the verdict, how it was decided, and the smallest change that allows it. */
import { IconArrowRight, IconCheck, IconCircleCheck, IconCircleX, IconX } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Edit, Explanation } from "../../../../broker/contract/edits.ts";
import { editsOf, patternOfNewTag, savedAccess } from "../../stores/pending-edits.ts";
import { rightsOf } from "../../stores/saved-rights.ts";
import { useClient, useLive, usePending, useTester } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Disc } from "../../ui/disc.tsx";
import { formatCount } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./tester-answer.module.css";
import { verdictSentence } from "./tester-words.ts";

export function TesterAnswer({ answer, tokenId }: { answer: Explanation; tokenId: string }) {
  const name = useLive((data) => data.tokens.get(tokenId)?.name ?? tokenId);
  const action = useTester((state) => state.action);
  const Glyph = answer.allowed ? IconCircleCheck : IconCircleX;
  return (
    <>
      <div
        className={`${panel.section} ${styles.verdict} ${answer.allowed ? styles.allowed : styles.denied}`}
        role="status"
      >
        <Glyph {...ICON.large} />
        <div>
          <b>{answer.allowed ? "Allowed" : "Denied"}</b>
          <p>
            <span className={text.strong}>{visibleName(name)}</span> {verdictSentence(answer, action)}
          </p>
        </div>
      </div>
      <div className={panel.section}>
        <h2>How it was decided</h2>
        <ol className={styles.trace}>
          {answer.trace.map(({ step, passed, text: words }) => (
            <li key={`${step} ${words}`} className={passed ? "" : styles.failed}>
              {passed ? <IconCheck {...ICON.small} /> : <IconX {...ICON.small} />}
              <span>
                <Words text={words} isFailed={!passed} />
              </span>
            </li>
          ))}
        </ol>
      </div>
      {answer.fix && <Fix text={answer.fix.text} edits={answer.fix.edits} />}
    </>
  );
}

/** Topics in mono; in the step that failed, the rights stand out. */
function Words({ text: words, isFailed }: { text: string; isFailed: boolean }) {
  return words.split(/(\s+)/).map((word, index) => {
    const key = `${index}`;
    if (/[/#+]/.test(word))
      return (
        <span key={key} className={text.mono}>
          {word}
        </span>
      );
    return isFailed && /^(read|readwrite)\b/.test(word) ? <b key={key}>{word}</b> : word;
  });
}

function Fix({ text: words, edits }: { text: string; edits: readonly Edit[] }) {
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  const add = usePending((state) => state.add);
  const enforcement = useLive((data) => data.settings.enforcement);
  const closes = useClosesMore(edits);
  const rights = rightsOf(permissions);
  const cells = edits.flatMap((edit) => (edit.kind === "permission.set" ? [edit] : []));
  return (
    <div className={panel.section}>
      <h2>Smallest change that allows it</h2>
      {(cells.length === 0 || cells.length !== edits.length) && <p className={text.second}>{words}</p>}
      {cells.map((edit) => {
        const before = savedAccess(rights, edit.tokenId, edit.tagId);
        return (
          <div key={edit.tagId} className={styles.change} title={words}>
            <span className={`${text.mono} ${text.cut}`}>
              {patternOfNewTag(edit.tagId) ?? tags.get(edit.tagId)?.pattern}
            </span>
            <span className={styles.rights}>
              <Disc access={before} />
              {before} <IconArrowRight {...ICON.micro} /> <Disc access={edit.access} />
              <b>{edit.access}</b>
            </span>
          </div>
        );
      })}
      {edits.length > 0 && (
        <Button className={styles.allow ?? ""} onClick={() => add(edits)}>
          Allow this
        </Button>
      )}
      <p className={styles.hint} hidden={edits.length === 0}>
        {edits.length === 1 ? "Adds one pending edit." : `Adds ${edits.length} pending edits.`}
        {closes !== null &&
          ` Under ${enforcement} enforcement it closes ${closes === 0 ? "nobody more" : `${formatCount(closes)} more`}.`}
      </p>
    </div>
  );
}

/** How many connections the fix closes beyond what is pending; null until that is known. */
function useClosesMore(edits: readonly Edit[]): number | null {
  const client = useClient();
  const permissions = useLive((data) => data.permissions);
  const pending = usePending((state) => state.pending);
  const already = usePending((state) => state.preview?.closed.length ?? 0);
  const [total, setTotal] = useState<number | null>(null);
  useEffect(() => {
    let isCurrent = true;
    setTotal(null);
    if (edits.length === 0) return;
    client.access.preview({ edit: [...editsOf(pending, rightsOf(permissions)), ...edits] }).then(
      (preview) => isCurrent && setTotal(preview.closed.length),
      // The hint is a courtesy: without it the save bar still tells the same before anything is saved.
      () => isCurrent && setTotal(null),
    );
    return () => {
      isCurrent = false;
    };
  }, [client, edits, pending, permissions]);
  return total === null ? null : Math.max(0, total - already);
}

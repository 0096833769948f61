/** Owns the panel at the right: the rights of one token, whom a change closes, what the last one did, and its way back. */
import { IconLock } from "@tabler/icons-react";
import { memo, useEffect } from "react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { useLive, usePending } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";
import { ICON } from "../../ui/icons.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import styles from "./editor.module.css";
import { EditorHead } from "./editor-head.tsx";
import { EditorSave } from "./editor-save.tsx";
import { RevisionNumbers } from "./revision-numbers.tsx";
import { RightRow } from "./right-row.tsx";
import { UndoRevision } from "./undo-revision.tsx";

export type EditorProps = {
  clients: readonly SandboxClient[];
  tokenId: string | null;
  onToken: (tokenId: string) => void;
  isAsked: boolean;
};

export const Editor = memo(function Editor({ clients, tokenId, onToken, isAsked }: EditorProps) {
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const save = usePending((state) => state.save);
  const undo = usePending((state) => state.undo);
  const dismiss = usePending((state) => state.dismissVerdict);
  useCommands({ "sandbox.save": () => void save(), "sandbox.undo": undo });
  // The theatre has a verdict of its own; Access must not tell this one again later.
  useEffect(() => () => dismiss(), [dismiss]);
  const token = tokenId === null ? undefined : tokens.get(tokenId);
  return (
    <aside className={`${panel.panel} ${styles.editor}`} aria-label="Permissions" data-asked={isAsked || undefined}>
      <EditorHead token={token} onToken={onToken} />
      {token !== undefined && (
        <ul className={styles.rows} aria-label={`Rights of ${token.name ?? token.id}`}>
          {[...tags.values()].map((tag) => (
            <RightRow key={tag.id} token={token} tag={tag} />
          ))}
        </ul>
      )}
      <p className={styles.default}>
        <IconLock {...ICON.small} />
        Anything not listed is denied.
      </p>
      <EditorSave clients={clients} />
      <RevisionNumbers />
      <span className={text.grow} />
      <UndoRevision />
    </aside>
  );
});

/** Owns which dialog of Access is open; other screens open them through the shell store. */
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import type { Tag, Token } from "../../../../broker/contract/nouns.ts";
import type { AccessDialog } from "../../stores/shell.ts";
import { useLive, useShell } from "../../stores/stores.tsx";
import { useLast } from "../../ui/use-last.ts";
import { CopyAsClient } from "./copy-as-client.tsx";
import { DeleteTag } from "./delete-tag.tsx";
import { DeleteToken } from "./delete-token.tsx";
import { EditToken } from "./edit-token.tsx";
import { NewToken } from "./new-token.tsx";
import { PasteTags } from "./paste-tags.tsx";
import { RotateToken } from "./rotate-token.tsx";
import { TagForm } from "./tag-form.tsx";

export function Dialogs() {
  const dialog = useShell((state) => state.dialog);
  const close = useShell((state) => state.closeDialog);
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const shown = dialog && contentOf(dialog, tokens, tags);
  const content = useLast(shown);
  return (
    <Modal
      opened={shown !== null}
      onClose={close}
      title={content?.title ?? ""}
      size={content?.width ?? 520}
      // A click beside the dialog must not lose what was typed.
      closeOnClickOutside={false}
    >
      {content?.body}
    </Modal>
  );
}

const NO_FILTERS: readonly string[] = [];

type Content = { title: string; body: ReactNode; width?: number };

function contentOf(
  dialog: AccessDialog,
  tokens: ReadonlyMap<string, Token>,
  tags: ReadonlyMap<string, Tag>,
): Content | null {
  switch (dialog.kind) {
    case "new-token":
      return {
        title: "New token",
        body: (
          <NewToken
            draft={dialog.draft ?? {}}
            isOwnSecret={dialog.ownSecret ?? false}
            filters={dialog.filters ?? NO_FILTERS}
          />
        ),
      };
    case "new-tag":
      return { title: "New tag", body: <TagForm pattern={dialog.pattern ?? ""} /> };
    case "paste-tags":
      return { title: "Paste many tags", body: <PasteTags />, width: 640 };
    case "edit-tag":
    case "delete-tag": {
      const tag = tags.get(dialog.id);
      if (!tag) return null;
      if (dialog.kind === "edit-tag")
        return { title: "Edit tag", body: <TagForm key={tag.id} tag={tag} pattern={tag.pattern} /> };
      return { title: `Delete tag ${tag.pattern}`, body: <DeleteTag tag={tag} /> };
    }
    case "edit-token":
    case "rotate-token":
    case "delete-token":
    case "copy-as-client": {
      const token = tokens.get(dialog.id);
      if (!token) return null;
      const name = token.name ?? token.id;
      if (dialog.kind === "edit-token") return { title: name, body: <EditToken key={token.id} token={token} /> };
      if (dialog.kind === "rotate-token")
        return { title: `Rotate the secret of ${name}`, body: <RotateToken token={token} /> };
      if (dialog.kind === "delete-token") return { title: `Delete ${name}`, body: <DeleteToken token={token} /> };
      return { title: `Connect as ${name}`, body: <CopyAsClient tokenId={token.id} />, width: 688 };
    }
    default:
      return dialog satisfies never;
  }
}

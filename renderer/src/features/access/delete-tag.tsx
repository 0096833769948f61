/** Owns deleting a tag. */
import type { Tag } from "../../../../broker/contract/nouns.ts";
import { useLive } from "../../stores/stores.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ConfirmEdit } from "./confirm-edit.tsx";

export function DeleteTag({ tag }: { tag: Tag }) {
  const rights = useLive((data) => [...data.permissions.values()].filter((row) => row.tagId === tag.id).length);
  return (
    <ConfirmEdit verb="Delete" edit={{ kind: "tag.delete", id: tag.id }}>
      <p>
        The tag and {formatPlural(rights, "permission")} on it go. Connections that read through it are closed with
        4003. The audit journal can bring it back.
      </p>
    </ConfirmEdit>
  );
}

/** Owns deleting a token. */
import type { Token } from "../../../../broker/contract/nouns.ts";
import { useLive } from "../../stores/stores.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ConfirmEdit } from "./confirm-edit.tsx";

export function DeleteToken({ token }: { token: Token }) {
  const rights = useLive((data) => [...data.permissions.values()].filter((row) => row.tokenId === token.id).length);
  return (
    <ConfirmEdit verb="Delete" edit={{ kind: "token.delete", id: token.id }}>
      <p>
        The token and its {formatPlural(rights, "permission")} go. Its connections are closed with 4002. The audit
        journal can bring it back.
      </p>
    </ConfirmEdit>
  );
}

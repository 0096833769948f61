/** Owns the deeds behind "Next" in the door log. */
import { notifications } from "@mantine/notifications";
import type { DoorEntry } from "../../../../broker/contract/nouns.ts";
import { liftBar } from "../../stores/lift-bar.ts";
import { useStores } from "../../stores/stores.tsx";
import { termOf } from "../../ui/filter-terms.ts";
import type { DoorNext } from "./door-next.ts";

export function useDoorNext(showHandshake: (entry: DoorEntry) => void) {
  const { client, pending, shell, tester } = useStores();
  const { go, openDialog, showConnections } = shell.getState();

  /** The smallest change becomes a pending edit; nothing is saved here, and the tester shows why. */
  const allow = async (tokenId: string, filter: string) => {
    tester.getState().ask({ tokenId, action: "subscribe", topic: filter, withEdits: true });
    go("access");
    try {
      const answer = await client.access.explain({ tokenId, action: "subscribe", topic: filter });
      if (answer.fix) pending.getState().add(answer.fix.edits);
    } catch {
      // The tester asks the same question and shows what is wrong with it.
    }
  };

  return (entry: DoorEntry, next: DoorNext): void => {
    switch (next.kind) {
      case "allow-filter":
        void allow(next.tokenId, next.filter);
        return;
      case "show-holders":
        showConnections(termOf("token", next.token));
        return;
      case "open-token":
        openDialog({ kind: "edit-token", id: next.tokenId });
        return;
      case "create-token":
        openDialog({ kind: "new-token", ownSecret: true, draft: { note: noteOf(entry) }, filters: entry.filters });
        return;
      case "lift-bar":
        void liftBar(client, next.tokenId).then(notifications.show);
        return;
      case "show-handshake":
        showHandshake(entry);
        return;
      default:
        next satisfies never;
    }
  };
}

function noteOf(entry: DoorEntry): string {
  const asked = entry.filters.length > 0 ? ` Asked for ${entry.filters.join(", ")}.` : "";
  return `Came from ${entry.address} with the secret ${entry.secretHint}.${asked}`;
}

/** Owns the list of connections that a dialog's edit would close, by the names that this window knows. */
import type { EditPreview } from "../../../../broker/contract/edits.ts";
import { useLive } from "../../stores/stores.tsx";
import { ClosedList as List } from "../../ui/closed-list.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";

export function ClosedList({ preview }: { preview: EditPreview }) {
  const connections = useLive((data) => data.connections);
  return <List preview={preview} labelOf={(id) => connectionLabel(connections.get(id), id)} />;
}

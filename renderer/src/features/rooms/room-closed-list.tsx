/** Owns the list of connections that a change of a room would close. */
import type { RoomPreview } from "../../../../broker/contract/rooms.ts";
import { useLive } from "../../stores/stores.tsx";
import { ClosedList } from "../../ui/closed-list.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";

export function RoomClosedList({ preview }: { preview: RoomPreview }) {
  const connections = useLive((data) => data.connections);
  return <ClosedList preview={preview} labelOf={(id) => connectionLabel(connections.get(id), id)} />;
}

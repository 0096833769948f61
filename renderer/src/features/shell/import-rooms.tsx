/** Owns what an import does to the chat rooms, in words: which it makes and changes, and which it deletes with their messages. */
import type { EditPreview } from "../../../../broker/contract/edits.ts";
import { formatCount } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";

/** More names than anybody reads; the count says the rest. */
const NAMED = 5;

type ImportRoomsProps = { readonly rooms: EditPreview["rooms"] };

export function ImportRooms({ rooms }: ImportRoomsProps) {
  if (rooms === undefined) return null;
  const { added, changed, removed } = rooms;
  return (
    <>
      {removed.length > 0 && <Status tone="bad">Deletes {counted(removed)} with everything that was said there</Status>}
      {added.length > 0 && <p className={text.second}>Makes {counted(added)}</p>}
      {changed.length > 0 && <p className={text.second}>Changes {counted(changed)}: kind or members</p>}
    </>
  );
}

function counted(names: readonly string[]): string {
  const more = names.length - NAMED;
  const shown = names.slice(0, NAMED).join(", ");
  return `${names.length === 1 ? "the room" : "the rooms"} ${shown}${more > 0 ? ` and ${formatCount(more)} more` : ""}`;
}

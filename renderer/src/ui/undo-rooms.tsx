/** Owns what an undo does to the chat rooms, in words: which go back, and which stay as they are, with the reason. */
import type { EditPreview } from "../../../broker/contract/edits.ts";
import { formatCount } from "./format.ts";
import { Status } from "./status.tsx";
import text from "./text.module.css";
import styles from "./undo-rooms.module.css";

/** More names and reasons than anybody reads; the count says the rest. */
const NAMED = 5;

type UndoRoomsProps = { readonly preview: Pick<EditPreview, "rooms" | "keptRooms"> };

export function UndoRooms({ preview: { rooms, keptRooms = [] } }: UndoRoomsProps) {
  const { removed = [], added = [], changed = [] } = rooms ?? {};
  const more = keptRooms.length - NAMED;
  if (rooms === undefined && keptRooms.length === 0) return null;
  return (
    <ul className={styles.rooms} aria-label="Chat rooms">
      {removed.length > 0 && <li className={text.second}>Takes back {roomNames(removed)}, where nothing was said</li>}
      {added.length > 0 && <li className={text.second}>Brings back {roomNames(added)}</li>}
      {changed.length > 0 && <li className={text.second}>Changes back {roomNames(changed)}: kind or members</li>}
      {keptRooms.slice(0, NAMED).map(({ name, because }) => (
        <li key={name}>
          <Status tone="warn">
            Room {name} cannot be undone, because {because}
          </Status>
        </li>
      ))}
      {more > 0 && <li className={text.third}>and {formatCount(more)} more rooms that stay as they are</li>}
    </ul>
  );
}

/** `the room attic`, `the rooms attic, cellar and 3 more`. */
function roomNames(names: readonly string[]): string {
  const more = names.length - NAMED;
  const shown = names.slice(0, NAMED).join(", ");
  return `${names.length === 1 ? "the room" : "the rooms"} ${shown}${more > 0 ? ` and ${formatCount(more)} more` : ""}`;
}

/** Chat rooms as a section: made, changed and deleted by an operator, with whom that closes (H5, H6), and taken back where nothing is lost by it (H11). */
import { AUDIT_FIXED, NOT_UNDONE } from "../../contract/codes.ts";
import { topicOfRoom } from "../../contract/room-text.ts";
import type { RoomsChange } from "../../ports/chat-store.ts";
import { fileRooms, roomsImportOf } from "../chat/room-file.ts";
import { deletedRooms, judgeRooms, NO_ROOMS, roomCalled, roomNames } from "../chat/room-plan.ts";
import { touchedRooms, undoEachRoom, undoRooms } from "../chat/room-undo.ts";
import type { ConsoleCore } from "../console-core.ts";
import type { Section, SectionUndo, UndoContext } from "./section.ts";

type RoomParts = Pick<ConsoleCore, "chat" | "clock" | "policy" | "store" | "topics">;

export const roomsSection = (parts: RoomParts): Section<"rooms"> => ({
  name: "rooms",
  isEdit: true,
  isEmpty: ({ deleted, made, changed }) => deleted.length + made.length + changed.length === 0,
  // What was said before the edit is heard before it: nothing of a room that goes, or of who is shut out, is under way any more.
  settle: () => parts.chat.drain(),
  judge: (verdict, change) => judgeRooms(verdict, parts.chat, change),
  write(change) {
    for (const room of change.made) parts.store.chat.addRoom(room);
  },
  take(change) {
    forgetPrivate(parts, change);
    parts.chat.take(change);
  },
  exported: () => ({ rooms: fileRooms(parts) }),
  imported: (file) => roomsImportOf(file, parts),
  undo: (change, context) => (context.isPartial ? undoThoseThatCan(parts, change, context) : undoAll(parts, change)),
  touched: touchedRooms,
  preview: roomNames,
});

/**
 * What the topic of a private room keeps goes with the room: it would be a topic like any other, and heard by everybody (T8). While it is
 * private still, so that those only are told who could hear it.
 */
function forgetPrivate({ policy, topics }: RoomParts, { deleted }: RoomsChange): void {
  const { privateRooms } = policy.current;
  for (const topic of deleted.map(topicOfRoom)) if (privateRooms.has(topic)) topics.delete(topic);
}

/** @throws Refused CONFLICT when messages would be lost, or the rooms are others by now */
function undoAll({ chat }: RoomParts, change: RoomsChange | undefined): SectionUndo {
  return change === undefined ? {} : { edit: undoRooms(chat, change) };
}

/** H11: policy and rooms came by one file. The policy goes back as a whole, whatever was said in a room since. */
function undoThoseThatCan(
  { chat }: RoomParts,
  change: RoomsChange = NO_ROOMS,
  { row, later }: UndoContext,
): SectionUndo {
  const { edit, kept } = undoEachRoom(chat, change, (one) => {
    const edited = later(touchedRooms(one, "undone"));
    return edited === undefined ? undefined : `revision ${edited.revision} changed it later`;
  });
  const back = new Set(change.made.map(roomCalled));
  const lost = deletedRooms(row.summary).filter((name) => !back.has(name));
  const staying = [...lost.map((name) => ({ name, because: AUDIT_FIXED.deleted })), ...kept];
  if (staying.length === 0) return { edit };
  const told = staying.map(({ name, because }) => ({
    subject: `Room ${name}`,
    object: NOT_UNDONE,
    before: "",
    after: because,
  }));
  return { edit, told, preview: { keptRooms: staying } };
}

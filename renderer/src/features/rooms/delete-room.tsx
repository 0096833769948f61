/** Owns the question before a room is deleted: whom it closes, what goes with it, and its name typed to be sure. */
import { Modal, TextInput } from "@mantine/core";
import { useState } from "react";
import type { Room } from "../../../../broker/contract/rooms.ts";
import { useClient, useRooms } from "../../stores/stores.tsx";
import { formatPlural } from "../../ui/format.ts";
import text from "../../ui/text.module.css";
import { noticeClosed } from "./closed-notice.ts";
import { FormFrame } from "./form-frame.tsx";
import { RoomClosedList } from "./room-closed-list.tsx";
import { roomTitle } from "./subjects.ts";
import { useAction } from "./use-action.ts";
import { useClosing } from "./use-closing.ts";

type DeleteRoomProps = { room: Room; isOpen: boolean; onClose: () => void };

export function DeleteRoom({ room, isOpen, onClose }: DeleteRoomProps) {
  return (
    <Modal opened={isOpen} onClose={onClose} title={`Delete ${roomTitle(room)}`} size={440} closeOnClickOutside={false}>
      <DeleteRoomForm room={room} onClose={onClose} />
    </Modal>
  );
}

function DeleteRoomForm({ room, onClose }: Omit<DeleteRoomProps, "isOpen">) {
  const client = useClient();
  const choose = useRooms((state) => state.choose);
  const action = useAction();
  const [typed, setTyped] = useState("");
  const { name, messages } = room;
  const title = roomTitle(room);
  const { preview, problem } = useClosing(name, () => client.rooms.previewDelete({ name }));
  const count = preview?.closed.length ?? 0;
  return (
    <FormFrame
      look="danger"
      verb={count === 0 ? "Delete: closes nobody" : `Delete: closes ${formatPlural(count, "connection")}`}
      problem={action.refusal?.message ?? problem}
      isDisabled={typed.trim() !== title || preview === null || action.isRunning}
      onSubmit={() =>
        void action.run(
          () => client.rooms.delete({ name }),
          ({ closed }) => {
            noticeClosed(`${title} was deleted`, closed);
            choose(null);
            onClose();
          },
        )
      }
      onClose={onClose}
    >
      <p className={text.second}>
        The room goes with its members and {formatPlural(messages, "message")}, and cannot be brought back. Everybody in
        it is closed with 4404.
      </p>
      {preview && <RoomClosedList preview={preview} />}
      <TextInput
        label={`Type ${title} to delete it`}
        value={typed}
        data-autofocus
        autoComplete="off"
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
    </FormFrame>
  );
}

/** Owns the question before somebody is removed from a room. */
import { Modal } from "@mantine/core";
import type { Subject } from "../../../../broker/contract/nouns.ts";
import type { Room } from "../../../../broker/contract/rooms.ts";
import { useClient } from "../../stores/stores.tsx";
import { formatPlural } from "../../ui/format.ts";
import text from "../../ui/text.module.css";
import { useLast } from "../../ui/use-last.ts";
import { noticeClosed } from "./closed-notice.ts";
import { FormFrame } from "./form-frame.tsx";
import { RoomClosedList } from "./room-closed-list.tsx";
import { roomTitle, subjectText } from "./subjects.ts";
import { useAction } from "./use-action.ts";
import { useClosing } from "./use-closing.ts";

export type RemoveMemberProps = { room: Room; subject: Subject | null; onClose: () => void };

export function RemoveMember({ room, subject, onClose }: RemoveMemberProps) {
  const shown = useLast(subject);
  return (
    <Modal
      opened={subject !== null}
      onClose={onClose}
      title={`Remove ${shown?.username ?? shown?.userId ?? ""} from ${roomTitle(room)}`}
      size={440}
      closeOnClickOutside={false}
    >
      {shown && <RemoveMemberForm room={room} subject={shown} onClose={onClose} />}
    </Modal>
  );
}

function RemoveMemberForm({ room, subject, onClose }: RemoveMemberProps & { subject: Subject }) {
  const client = useClient();
  const action = useAction();
  const input = { name: room.name, ...subject };
  const { preview, problem } = useClosing(`${room.name} ${subjectText(subject)}`, () =>
    client.rooms.previewRemoveMember(input),
  );
  const count = preview?.closed.length ?? 0;
  const again =
    room.kind === "public" ? "The room is public: the subject may come again." : "The subject may not enter again.";
  return (
    <FormFrame
      look="danger"
      verb={count === 0 ? "Remove: closes nobody" : `Remove: closes ${formatPlural(count, "connection")}`}
      problem={action.refusal?.message ?? problem}
      isDisabled={preview === null || action.isRunning}
      onSubmit={() =>
        void action.run(
          () => client.rooms.removeMember(input),
          ({ closed }) => {
            noticeClosed(`${subject.username ?? subject.userId} was removed`, closed);
            onClose();
          },
        )
      }
      onClose={onClose}
    >
      <p className={text.second}>Its connections to this room close with 4003 at once. {again}</p>
      {preview && <RoomClosedList preview={preview} />}
    </FormFrame>
  );
}

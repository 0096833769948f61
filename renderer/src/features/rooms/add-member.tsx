/** Owns adding a member to a room. */
import { Modal } from "@mantine/core";
import { useState } from "react";
import type { Room } from "../../../../broker/contract/rooms.ts";
import { useClient } from "../../stores/stores.tsx";
import { FormFrame } from "./form-frame.tsx";
import { SubjectField } from "./subject-field.tsx";
import { subjectFrom } from "./subjects.ts";
import { useAction } from "./use-action.ts";

type AddMemberProps = { room: Room; isOpen: boolean; onClose: () => void };

export function AddMember({ room, isOpen, onClose }: AddMemberProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Add a member to ${room.name}`}
      size={440}
      closeOnClickOutside={false}
    >
      <AddMemberForm room={room} onClose={onClose} />
    </Modal>
  );
}

function AddMemberForm({ room, onClose }: Omit<AddMemberProps, "isOpen">) {
  const client = useClient();
  const action = useAction();
  const [text, setText] = useState("");
  const subject = subjectFrom(text);
  return (
    <FormFrame
      verb="Add member"
      problem={null}
      isDisabled={subject === undefined || action.isRunning}
      onSubmit={() => {
        if (subject !== undefined)
          void action.run(() => client.rooms.addMember({ name: room.name, ...subject }), onClose);
      }}
      onClose={onClose}
    >
      <SubjectField
        label="Subject"
        description="Whom a token acts as. Every token of it may enter from now on."
        value={text}
        error={action.refusal?.message ?? null}
        hasFocus
        onChange={(value) => {
          setText(value);
          action.forget();
        }}
      />
    </FormFrame>
  );
}

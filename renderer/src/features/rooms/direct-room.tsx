/** Owns opening the one private room of two: found if it is there, made if not. */
import { Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useState } from "react";
import { useClient, useRooms } from "../../stores/stores.tsx";
import styles from "./dialog.module.css";
import { FormFrame } from "./form-frame.tsx";
import { SubjectField } from "./subject-field.tsx";
import { subjectFrom, subjectText } from "./subjects.ts";
import { useAction } from "./use-action.ts";

export function DirectRoom({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="Direct room" size={440} closeOnClickOutside={false}>
      <DirectRoomForm onClose={onClose} />
    </Modal>
  );
}

function DirectRoomForm({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const choose = useRooms((state) => state.choose);
  const action = useAction();
  const [texts, setTexts] = useState({ one: "", other: "" });
  const one = subjectFrom(texts.one);
  const other = subjectFrom(texts.other);
  const isSame = one !== undefined && other !== undefined && subjectText(one) === subjectText(other);
  const submit = () => {
    if (one === undefined || other === undefined) return;
    void action.run(
      () => client.rooms.direct({ between: [one, other] }),
      (room) => {
        choose(room.name);
        if (!room.created) notifications.show({ title: "These two have a room already", message: "It is open now." });
        onClose();
      },
    );
  };
  return (
    <FormFrame
      verb="Open the room"
      problem={action.refusal?.message ?? null}
      isDisabled={one === undefined || other === undefined || isSame || action.isRunning}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className={styles.hint}>Two subjects have one direct room. If it is there it is opened, else it is made.</p>
      <SubjectField
        label="Between"
        value={texts.one}
        hasFocus
        onChange={(value) => setTexts({ ...texts, one: value })}
      />
      <SubjectField
        label="And"
        value={texts.other}
        error={isSame ? "Two different subjects are needed." : null}
        onChange={(value) => setTexts({ ...texts, other: value })}
      />
    </FormFrame>
  );
}

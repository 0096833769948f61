/** Owns making a room: its name, who may enter, and its first members. */
import { Modal, TagsInput, TextInput } from "@mantine/core";
import { useState } from "react";
import { checkRoomName } from "../../../../broker/contract/room-text.ts";
import { useClient, useRooms } from "../../stores/stores.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import styles from "./dialog.module.css";
import { FormFrame } from "./form-frame.tsx";
import { subjectFrom } from "./subjects.ts";
import { useAction } from "./use-action.ts";
import { useKnownSubjects } from "./use-known-subjects.ts";

const KINDS = [
  { value: "public", label: "Public" },
  { value: "private", label: "Private" },
] as const;

export function NewRoom({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  return (
    <Modal opened={isOpen} onClose={onClose} title="New room" size={440} closeOnClickOutside={false}>
      <NewRoomForm onClose={onClose} />
    </Modal>
  );
}

function NewRoomForm({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const choose = useRooms((state) => state.choose);
  const known = useKnownSubjects();
  const action = useAction();
  const [name, setName] = useState("");
  const [kind, setKind] = useState<"public" | "private">("public");
  const [members, setMembers] = useState<string[]>([]);
  const checked = checkRoomName(name.trim());
  const subjects = members.map((member) => subjectFrom(member));
  const wrong = members.find((_, index) => subjects[index] === undefined);
  const { refusal } = action;
  const nameProblem =
    name.trim() === "" || checked.ok ? (refusal?.field === "name" ? refusal.message : null) : checked.reason;

  const submit = () => {
    const body = { name: name.trim(), kind, members: subjects.filter((subject) => subject !== undefined) };
    void action.run(
      () => client.rooms.create(body),
      (room) => {
        choose(room.name);
        onClose();
      },
    );
  };
  return (
    <FormFrame
      verb="Create room"
      problem={refusal === null || refusal.field === "name" ? null : refusal.message}
      isDisabled={!checked.ok || wrong !== undefined || action.isRunning}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="Part of its address and of its topic, chat/<name>"
        value={name}
        data-autofocus
        error={nameProblem}
        onChange={(event) => {
          setName(event.currentTarget.value);
          action.forget();
        }}
      />
      <div>
        <Segmented label="Who may enter" value={kind} options={KINDS} onChange={setKind} isWide />
        <p className={styles.hint}>
          {kind === "public"
            ? "Every token with a subject may enter."
            : "Members alone may enter. You can add them later too."}
        </p>
      </div>
      <TagsInput
        label={kind === "public" ? "Members (optional)" : "Members"}
        placeholder="user:alice"
        data={[...known]}
        value={members}
        error={wrong === undefined ? null : `"${wrong}" is no subject: write type:id`}
        onChange={setMembers}
        splitChars={[",", " "]}
      />
    </FormFrame>
  );
}

/** Owns where one writes: as whom, the text with its count, and what the broker said against it. */
import { Select } from "@mantine/core";
import { IconSend } from "@tabler/icons-react";
import { type KeyboardEvent, useState } from "react";
import { LIMITS } from "../../../../broker/contract/limits.ts";
import { characters } from "../../../../broker/contract/room-text.ts";
import type { Room } from "../../../../broker/contract/rooms.ts";
import { useRooms } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatCount } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { KeyCap } from "../../ui/key-cap.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./composer.module.css";
import { subjectFrom } from "./subjects.ts";
import { useKnownSubjects } from "./use-known-subjects.ts";

const OPERATOR = "";
/** From here on the count is shown in the colour of a limit that is near. */
const NEAR = LIMITS.chatBodyCharacters * 0.9;

export function Composer({ room }: { room: Room }) {
  const { name } = room;
  const draft = useRooms((state) => state.drafts.get(name) ?? "");
  const writer = useRooms((state) => state.writer);
  const phase = useRooms((state) => state.phase.kind);
  const { setDraft, writeAs, post } = useRooms((state) => state);
  const known = useKnownSubjects();
  const [problem, setProblem] = useState<string | null>(null);
  const [isSending, setSending] = useState(false);
  const length = characters(draft.trim());
  const isLong = length > LIMITS.chatBodyCharacters;
  const canSend = length > 0 && !isLong && !isSending && phase === "live";

  const send = async () => {
    if (!canSend) return;
    setSending(true);
    const answer = await post(name, draft, writer === null ? null : (subjectFrom(writer) ?? null));
    setSending(false);
    setProblem(answer.ok ? null : answer.message);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };

  return (
    <form
      className={styles.dock}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div className={styles.row}>
        <div className={styles.as}>
          <span aria-hidden>Write as</span>
          <Select
            aria-label="Write as"
            size="xs"
            searchable
            allowDeselect={false}
            data={[{ value: OPERATOR, label: "system (operator)" }, ...known.map((value) => ({ value, label: value }))]}
            value={writer ?? OPERATOR}
            onChange={(value) => {
              writeAs(value === null || value === OPERATOR ? null : value);
              setProblem(null);
            }}
            comboboxProps={{ position: "top-start" }}
            nothingFoundMessage="No token has this subject"
          />
        </div>
        {problem !== null && (
          <span role="alert" className={text.cut}>
            <Status tone="bad">{problem}</Status>
          </span>
        )}
        {isLong && <Status tone="bad">Too long: {formatCount(length - LIMITS.chatBodyCharacters)} over</Status>}
        <span className={text.grow} />
        <span className={`${text.mono} ${isLong ? styles.over : length > NEAR ? styles.near : text.third}`}>
          {formatCount(length)} / {formatCount(LIMITS.chatBodyCharacters)}
        </span>
      </div>
      <div className={styles.row}>
        <textarea
          data-composer
          className={styles.field}
          aria-label={`Message to ${name}`}
          aria-invalid={isLong || problem !== null}
          placeholder="Write a message"
          rows={2}
          value={draft}
          onChange={(event) => {
            setDraft(name, event.currentTarget.value);
            setProblem(null);
          }}
          onKeyDown={onKeyDown}
        />
        <Button type="submit" look="primary" disabled={!canSend}>
          <IconSend {...ICON.small} />
          Send
        </Button>
      </div>
      <p className={`${text.small} ${text.third} ${styles.hint}`}>
        <KeyCap>Enter</KeyCap> sends, <KeyCap>Shift</KeyCap> <KeyCap>Enter</KeyCap> begins a new line
      </p>
    </form>
  );
}

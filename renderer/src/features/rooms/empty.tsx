/** Owns the screen before the first room is made. */
import { IconMessagePlus, IconPlus } from "@tabler/icons-react";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import { Message } from "../../ui/message.tsx";

export function Empty({ onNew, onDirect }: { onNew: () => void; onDirect: () => void }) {
  return (
    <Message
      title="No rooms yet"
      detail="A room is where subjects talk: clients connect to /ws/chatroom/<name> with a token that has a subject."
    >
      <Button look="primary" onClick={onNew}>
        <IconPlus {...ICON.small} />
        New room
      </Button>
      <Button look="link" onClick={onDirect}>
        <IconMessagePlus {...ICON.small} />
        Or a direct room of two subjects
      </Button>
    </Message>
  );
}

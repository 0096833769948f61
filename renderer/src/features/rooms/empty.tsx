/** Owns the screen before the first room is made. */
import { IconMessagePlus, IconPlus } from "@tabler/icons-react";
import { Button } from "../../ui/button.tsx";
import { EmptyScreen } from "../../ui/empty-screen.tsx";
import { ICON } from "../../ui/icons.ts";

export function Empty({ onNew, onDirect }: { onNew: () => void; onDirect: () => void }) {
  return (
    <EmptyScreen
      title="No rooms yet"
      detail={
        <>
          A room is where subjects talk: clients connect to <code>/ws/chatroom/&lt;name&gt;</code> with a token that has
          a subject.
        </>
      }
      actions={
        <>
          <Button look="primary" onClick={onNew}>
            <IconPlus {...ICON.small} />
            New room
          </Button>
          <Button onClick={onDirect}>
            <IconMessagePlus {...ICON.small} />
            Direct room of two subjects
          </Button>
        </>
      }
    />
  );
}

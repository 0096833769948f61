/** Owns the open room: its head, what was said in it, where one writes, and who is there. */
import { IconActivity, IconTrash, IconUsers } from "@tabler/icons-react";
import { useState } from "react";
import type { Room } from "../../../../broker/contract/rooms.ts";
import { useLive, useRooms, useShell } from "../../stores/stores.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Message } from "../../ui/message.tsx";
import text from "../../ui/text.module.css";
import { ToolButton } from "../../ui/tool-button.tsx";
import { useWindowWidth } from "../../ui/use-window-width.ts";
import { Composer } from "./composer.tsx";
import styles from "./conversation.module.css";
import { DeleteRoom } from "./delete-room.tsx";
import { Messages } from "./messages.tsx";
import { People } from "./people.tsx";
import { roomTitle } from "./subjects.ts";

export function Conversation({ room }: { room: Room }) {
  const open = useRooms((state) => state.mirror?.open ?? null);
  const broker = useLive((data) => data.server.addresses[0]?.broker);
  const { showTraffic } = useShell((state) => state);
  const [isPeopleAsked, setPeopleAsked] = useState(false);
  const [isDeleting, setDeleting] = useState(false);
  const { name, kind, topic, online, connections, messages } = room;
  const isHere = open?.name === name;
  const isWide = useWindowWidth() === "wide";
  return (
    <>
      <section className={styles.room} aria-label={`Room ${roomTitle(room)}`}>
        <header className={styles.head}>
          <div className={styles.name}>
            <h2 className={text.cut} title={name}>
              {roomTitle(room)}
            </h2>
            <Badge>{kind}</Badge>
            <p className={`${text.small} ${text.third} ${text.cut}`}>
              {formatCount(online)} online{connections > online && ` with ${formatPlural(connections, "connection")}`},{" "}
              {formatPlural(messages, "message")} kept, topic <span className={text.mono}>{topic}</span>
            </p>
          </div>
          {broker !== undefined && (
            <CopyButton
              value={addressOf(broker, name)}
              label="Copy address"
              isWordy={isWide}
              size="normal"
              look="plain"
            />
          )}
          <ToolButton
            icon={<IconActivity {...ICON.small} />}
            label="Show in Traffic"
            hasWord={isWide}
            onClick={() => showTraffic(`topic:${topic}`)}
          />
          <span className={styles.narrow}>
            <Button
              isSquare
              aria-label="People"
              aria-pressed={isPeopleAsked}
              title="People"
              onClick={() => setPeopleAsked(!isPeopleAsked)}
            >
              <IconUsers {...ICON.small} />
            </Button>
          </span>
          <Button isSquare aria-label="Delete room" title="Delete room" onClick={() => setDeleting(true)}>
            <IconTrash {...ICON.small} />
          </Button>
        </header>
        {isHere ? <Messages open={open} /> : <Message title="Reading the conversation…" />}
        <Composer room={room} />
      </section>
      <People
        room={room}
        people={isHere ? open.people : []}
        isAsked={isPeopleAsked}
        onClose={() => setPeopleAsked(false)}
      />
      <DeleteRoom room={room} isOpen={isDeleting} onClose={() => setDeleting(false)} />
    </>
  );
}

/** Where a client of this room connects. */
function addressOf(broker: string, name: string): string {
  return new URL(`/ws/chatroom/${encodeURIComponent(name)}`, broker).href;
}

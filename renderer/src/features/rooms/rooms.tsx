/** Owns the Rooms screen: the list of rooms, the conversation of the open one, and its people. */
import { IconMessagePlus, IconPlus } from "@tabler/icons-react";
import { useEffect, useMemo, useState } from "react";
import { useIsStale, useRooms } from "../../stores/stores.tsx";
import { useCommands } from "../../stores/use-commands.ts";
import { Awaited } from "../../ui/awaited.tsx";
import { Button } from "../../ui/button.tsx";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Message } from "../../ui/message.tsx";
import screen from "../../ui/screen.module.css";
import text from "../../ui/text.module.css";
import { Conversation } from "./conversation.tsx";
import { DirectRoom } from "./direct-room.tsx";
import { Empty } from "./empty.tsx";
import { NewRoom } from "./new-room.tsx";
import { groupsOf } from "./room-groups.ts";
import { RoomList } from "./room-list.tsx";

type Dialog = "new" | "direct" | null;

export function RoomsScreen() {
  const { phase, mirror, chosen, seen } = useRooms((state) => state);
  const choose = useRooms((state) => state.choose);
  const follow = useRooms((state) => state.follow);
  const isLost = useIsStale();
  const [filter, setFilter] = useState("");
  const [dialog, setDialog] = useState<Dialog>(null);
  useEffect(() => follow(), [follow]);
  useCommands({
    "rooms.new": () => setDialog("new"),
    "rooms.direct": () => setDialog("direct"),
    "rooms.list": () => document.querySelector<HTMLElement>("[data-rooms]")?.focus(),
    "rooms.write": () => document.querySelector<HTMLElement>("[data-composer]")?.focus(),
  });
  const groups = useMemo(() => groupsOf(mirror?.rooms.values() ?? [], filter, seen), [mirror, filter, seen]);
  const first = groups[0]?.rooms[0]?.name;
  useEffect(() => {
    if (chosen === null && first !== undefined) choose(first);
  }, [chosen, first, choose]);
  const room = chosen === null ? undefined : mirror?.rooms.get(chosen);
  const online = [...(mirror?.rooms.values() ?? [])].reduce((sum, { connections }) => sum + connections, 0);

  return (
    <div className={screen.screen}>
      <div className={screen.head}>
        <h1>Rooms</h1>
        {mirror !== null && (
          <span className={`${text.third} ${text.cut}`}>
            {formatPlural(mirror.total, "room")}, {formatPlural(online, "connection")}
            {mirror.total > mirror.rooms.size && `, the ${formatCount(mirror.rooms.size)} busiest shown`}
          </span>
        )}
        <span className={text.grow} />
        <Button onClick={() => setDialog("direct")}>
          <IconMessagePlus {...ICON.small} />
          Direct room
        </Button>
        <Button onClick={() => setDialog("new")}>
          <IconPlus {...ICON.small} />
          New room
        </Button>
      </div>
      {mirror === null ? (
        phase.kind === "failed" ? (
          <Message title="The rooms cannot be shown" tone="bad" detail={phase.message} />
        ) : (
          <Awaited title="Reading the rooms" isLost={isLost} />
        )
      ) : mirror.total === 0 ? (
        <Empty onNew={() => setDialog("new")} onDirect={() => setDialog("direct")} />
      ) : (
        <div className={screen.split}>
          <RoomList groups={groups} filter={filter} onFilter={setFilter} />
          {room ? (
            <Conversation key={room.name} room={room} />
          ) : (
            <Message
              title={chosen === null ? "Choose a room" : "This room is gone"}
              detail={
                chosen === null
                  ? "Its conversation shows here, live."
                  : "It was deleted, and everybody in it was closed with 4404."
              }
            />
          )}
        </div>
      )}
      <NewRoom isOpen={dialog === "new"} onClose={() => setDialog(null)} />
      <DirectRoom isOpen={dialog === "direct"} onClose={() => setDialog(null)} />
    </div>
  );
}

/** Owns the list of rooms at the left: one tab stop, virtual rows, what is unread and who is online. */
// biome-ignore-all lint/a11y/useSemanticElements: the listbox pattern over virtual rows cannot be made of select elements
import { IconSearch } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useRef } from "react";
import { useRooms } from "../../stores/stores.tsx";
import { useCommandOf } from "../../stores/use-commands.ts";
import { useRowHeights } from "../../stores/use-row-heights.ts";
import { Button } from "../../ui/button.tsx";
import { formatAge, formatCompact, formatCount, formatMoment, formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Message } from "../../ui/message.tsx";
import { SearchField } from "../../ui/search-field.tsx";
import text from "../../ui/text.module.css";
import { useNow } from "../../ui/use-now.ts";
import type { ListedRoom, RoomGroup } from "./room-groups.ts";
import styles from "./room-list.module.css";

export type RoomListProps = { groups: readonly RoomGroup[]; filter: string; onFilter: (filter: string) => void };

type Row = { readonly key: string; readonly label: string; readonly count: number } | ListedRoom;

/** A room takes two lines. */
const ROOM_PX = 44;

export function RoomList({ groups, filter, onFilter }: RoomListProps) {
  const chosen = useRooms((state) => state.chosen);
  const choose = useRooms((state) => state.choose);
  const commandOf = useCommandOf("rooms");
  const now = useNow();
  const { row: rowPx } = useRowHeights();
  const scroller = useRef<HTMLDivElement>(null);
  const rows: Row[] = groups.flatMap(({ kind, label, rooms }) => [{ key: kind, label, count: rooms.length }, ...rooms]);
  const rooms = groups.flatMap((group) => group.rooms);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (isRoom(rows[index]) ? ROOM_PX : rowPx),
    getItemKey: (index) => keyOf(rows[index], index),
    overscan: 8,
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const command = commandOf(event);
    const by = command === "rooms.next" ? 1 : command === "rooms.previous" ? -1 : 0;
    if (by === 0) return;
    event.preventDefault();
    const at = rooms.findIndex(({ name }) => name === chosen);
    const next = rooms[at < 0 ? 0 : at + by];
    if (next === undefined) return;
    choose(next.name);
    virtual.scrollToIndex(rows.indexOf(next));
  };

  return (
    <section className={styles.pane} aria-label="Rooms">
      <div className={styles.filter}>
        <SearchField
          label="Filter rooms"
          placeholder="Filter by name"
          value={filter}
          onChange={onFilter}
          icon={<IconSearch {...ICON.small} />}
          width={311}
        />
      </div>
      {rows.length === 0 ? (
        <Message title="No room has this in its name">
          <Button onClick={() => onFilter("")}>Clear filter</Button>
        </Message>
      ) : (
        <div
          ref={scroller}
          role="listbox"
          aria-label="Rooms"
          aria-activedescendant={chosen === null ? undefined : `room-${chosen}`}
          tabIndex={0}
          data-rooms
          data-list
          className={styles.list}
          onKeyDown={onKeyDown}
        >
          <div role="presentation" style={{ height: virtual.getTotalSize(), position: "relative" }}>
            {virtual.getVirtualItems().map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              const place = { transform: `translateY(${item.start}px)`, height: item.size };
              if (!isRoom(row)) {
                return (
                  <div key={item.key} role="presentation" className={styles.group} style={place}>
                    {row.label}
                    <span className={text.mono}>{formatCount(row.count)}</span>
                  </div>
                );
              }
              return (
                <RoomRow
                  key={item.key}
                  listed={row}
                  style={place}
                  now={now}
                  isChosen={row.name === chosen}
                  onChoose={() => choose(row.name)}
                />
              );
            })}
          </div>
        </div>
      )}
    </section>
  );
}

type RoomRowProps = {
  listed: ListedRoom;
  style: { transform: string; height: number };
  now: number;
  isChosen: boolean;
  onChoose: () => void;
};

function RoomRow({ listed, style, now, isChosen, onChoose }: RoomRowProps) {
  const { name, title, room, unread } = listed;
  const { lastMessage, online } = room;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list itself hears the keys, as the listbox pattern asks
    <div
      id={`room-${name}`}
      role="option"
      aria-selected={isChosen}
      tabIndex={-1}
      className={styles.room}
      style={style}
      data-unread={unread > 0 || undefined}
      onClick={onChoose}
    >
      <span className={styles.line}>
        <span className={`${text.strong} ${text.cut}`} title={name}>
          {title}
        </span>
        <span className={text.grow} />
        <span
          className={styles.online}
          data-on={online > 0 || undefined}
          title={`${formatPlural(online, "subject")} online`}
        >
          <span aria-hidden className={styles.dot} />
          {formatCompact(online)}
          <span className={text.hidden}>online</span>
        </span>
      </span>
      <span className={styles.line}>
        <span className={`${styles.last} ${text.cut}`}>
          {lastMessage === null ? "Nothing said yet" : `${lastMessage.author.username}: ${lastMessage.body}`}
        </span>
        <span className={text.grow} />
        {unread > 0 ? (
          <span className={styles.unread}>
            {formatCompact(unread)}
            <span className={text.hidden}>unread</span>
          </span>
        ) : (
          lastMessage && (
            <time className={styles.age} dateTime={lastMessage.created_at} title={formatMoment(lastMessage.created_at)}>
              {formatAge(now - Date.parse(lastMessage.created_at))}
            </time>
          )
        )}
      </span>
    </div>
  );
}

function isRoom(row: Row | undefined): row is ListedRoom {
  return row !== undefined && "room" in row;
}

function keyOf(row: Row | undefined, index: number): string | number {
  if (row === undefined) return index;
  return "room" in row ? `room ${row.name}` : row.key;
}

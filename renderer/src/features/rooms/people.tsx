/** Owns the people of the open room: members and guests, who of them is there, and the ways in and out. */
import { IconLock, IconUserMinus, IconUserPlus, IconUsers, IconWorld, IconX } from "@tabler/icons-react";
import { useState } from "react";
import type { Subject } from "../../../../broker/contract/nouns.ts";
import type { Room, RoomKind, RoomMember } from "../../../../broker/contract/rooms.ts";
import { useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatCount, formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import { AddMember } from "./add-member.tsx";
import styles from "./people.module.css";
import { RemoveMember } from "./remove-member.tsx";
import { subjectText } from "./subjects.ts";

const WHO_MAY = {
  public: { Icon: IconWorld, words: "Open to every subject with a token." },
  private: { Icon: IconLock, words: "Open to its members alone. A removal closes their connections with 4003." },
  direct: { Icon: IconUsers, words: "The one private room of these two." },
} as const satisfies Record<RoomKind, unknown>;

/** More people than anybody reads: the rest is counted. */
const SHOWN = 500;

export type PeopleProps = {
  room: Room;
  people: readonly RoomMember[];
  /** In a narrow window the panel shows only when it is asked for. */
  isAsked: boolean;
  onClose: () => void;
};

export function People({ room, people, isAsked, onClose }: PeopleProps) {
  const { showConnections } = useShell((state) => state);
  const [isAdding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Subject | null>(null);
  const members = people.filter(({ isMember }) => isMember);
  const guests = people.filter(({ isMember }) => !isMember);
  const { Icon, words } = WHO_MAY[room.kind];
  const listed = (list: readonly RoomMember[]) => (
    <ul className={styles.list}>
      {list.slice(0, SHOWN).map((person) => (
        <Person
          key={subjectText(person.subject)}
          person={person}
          canRemove={room.kind !== "direct"}
          onShow={() => showConnections(`filter:${room.topic} subject:${person.subject.userId} `)}
          onRemove={() => setRemoving(person.subject)}
        />
      ))}
      {list.length > SHOWN && <li className={text.third}>and {formatCount(list.length - SHOWN)} more</li>}
    </ul>
  );
  return (
    <aside className={`${panel.panel} ${styles.panel}`} aria-label="People" data-asked={isAsked || undefined}>
      <div className={panel.section}>
        <h3>
          People
          <span className={text.grow} />
          {room.kind !== "direct" && (
            <Button size="small" onClick={() => setAdding(true)}>
              <IconUserPlus {...ICON.small} />
              Add member
            </Button>
          )}
          <span className={styles.narrow}>
            <Button look="ghost" size="small" isSquare aria-label="Close people" title="Close" onClick={onClose}>
              <IconX {...ICON.small} />
            </Button>
          </span>
        </h3>
        <p className={styles.rule}>
          <Icon {...ICON.small} />
          {words}
        </p>
      </div>
      {(members.length > 0 || room.kind !== "public") && (
        <div className={panel.section}>
          <h3>
            Members <span className={text.mono}>{formatCount(members.length)}</span>
          </h3>
          {members.length === 0 ? <p className={text.third}>Nobody may enter yet.</p> : listed(members)}
        </div>
      )}
      {room.kind === "public" && (
        <div className={panel.section}>
          <h3>
            {members.length > 0 ? "Others here" : "Here now"}{" "}
            <span className={text.mono}>{formatCount(guests.length)}</span>
          </h3>
          {guests.length === 0 ? <p className={text.third}>Nobody is connected.</p> : listed(guests)}
        </div>
      )}
      <AddMember room={room} isOpen={isAdding} onClose={() => setAdding(false)} />
      <RemoveMember room={room} subject={removing} onClose={() => setRemoving(null)} />
    </aside>
  );
}

type PersonProps = { person: RoomMember; canRemove: boolean; onShow: () => void; onRemove: () => void };

function Person({ person, canRemove, onShow, onRemove }: PersonProps) {
  const { subject, connections } = person;
  const name = subjectText(subject);
  return (
    <li className={styles.person}>
      <span aria-hidden className={styles.dot} data-on={connections > 0 || undefined} />
      <span className={styles.who}>
        <span className={`${text.strong} ${text.cut}`} title={name}>
          {subject.username ?? subject.userId}
        </span>
        <span className={`${text.small} ${text.third} ${text.cut}`}>{subject.userType}</span>
      </span>
      {connections > 0 ? (
        <Button
          look="link"
          className={styles.state ?? ""}
          onClick={onShow}
          title={`Show ${formatPlural(connections, "connection")}`}
        >
          {connections === 1 ? "online" : `online ×${formatCount(connections)}`}
        </Button>
      ) : (
        <span className={`${text.small} ${text.third}`}>offline</span>
      )}
      {canRemove && (
        <Button
          look="ghost"
          size="small"
          isSquare
          aria-label={`Remove ${name}`}
          title="Remove from the room"
          onClick={onRemove}
        >
          <IconUserMinus {...ICON.small} />
        </Button>
      )}
    </li>
  );
}

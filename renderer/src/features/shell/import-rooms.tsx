/** Owns what an import does to the chat rooms: which it makes and changes, and which it deletes with their messages. */
import type { EditPreview } from "../../../../broker/contract/edits.ts";
import { formatCount } from "../../ui/format.ts";
import { Status, type Tone } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./workspace-import.module.css";

/** More names than anybody reads; the count says the rest. */
const NAMED = 5;

type ImportRoomsProps = { readonly rooms: EditPreview["rooms"] };

export function ImportRooms({ rooms }: ImportRoomsProps) {
  if (rooms === undefined) return null;
  const { added, changed, removed } = rooms;
  return (
    <section aria-label="Rooms">
      <h3 className={text.label}>Rooms</h3>
      <dl className={styles.rooms}>
        <Kind tone="bad" word="Deleted" names={removed} note="with everything that was said there" />
        <Kind tone="info" word="Changed" names={changed} note="kind or members" />
        <Kind tone="ok" word="New" names={added} />
      </dl>
    </section>
  );
}

type KindProps = { tone: Tone; word: string; names: readonly string[]; note?: string };

function Kind({ tone, word, names, note }: KindProps) {
  if (names.length === 0) return null;
  const more = names.length - NAMED;
  return (
    <div>
      <dt>
        <Status tone={tone}>{word}</Status>
      </dt>
      <dd>
        <b>{names.slice(0, NAMED).join(", ")}</b>
        {more > 0 && ` and ${formatCount(more)} more`}
        {note !== undefined && <span className={text.third}>: {note}</span>}
      </dd>
    </div>
  );
}

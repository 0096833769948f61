/** Owns the tags that cover a topic, each a door to its row in Access. */
import { matches } from "../../../../broker/contract/topics.ts";
import { useLive, useShell } from "../../stores/stores.tsx";
import styles from "./detail.module.css";

/** More would push the head aside. */
const SHOWN = 2;

export function CoveringTags({ topic }: { topic: string }) {
  const tags = useLive((data) => data.tags);
  const openDialog = useShell((state) => state.openDialog);
  const covering = [...tags.values()].filter(({ pattern }) => matches(pattern, topic));
  if (covering.length === 0) return <>, covered by no tag: no token may read it</>;
  return (
    <>
      , covered by {covering.length === 1 ? "tag" : "tags"}
      {covering.slice(0, SHOWN).map(({ id, pattern }) => (
        <span key={id}>
          {" "}
          <button type="button" className={styles.link} onClick={() => openDialog({ kind: "edit-tag", id })}>
            {pattern}
          </button>
        </span>
      ))}
      {covering.length > SHOWN && ` and ${covering.length - SHOWN} more`}
    </>
  );
}

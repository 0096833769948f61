/** Owns what a card that nobody sees holds: its name and state, for who reads or searches the page. */
import { memo } from "react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { visibleName } from "../../ui/visible.ts";
import styles from "./card.module.css";
import { stateWords } from "./state-words.ts";

export type FarCardProps = Pick<SandboxClient, "name" | "state">;

export const FarCard = memo(function FarCard({ name, state }: FarCardProps) {
  return (
    <header className={styles.head}>
      <div>
        <h2>{visibleName(name)}</h2>
        <p>{stateWords(state)}</p>
      </div>
    </header>
  );
});

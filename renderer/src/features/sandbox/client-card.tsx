/** Owns one client's card: whole when it is near what is seen, else its name and state alone. */
import { memo } from "react";
import styles from "./card.module.css";
import { FarCard } from "./far-card.tsx";
import { type Nearness, useIsNear } from "./nearness.ts";
import { WholeCard, type WholeCardProps } from "./whole-card.tsx";

export type ClientCardProps = WholeCardProps & {
  nearness: Nearness;
  /** Before the browser has looked. */
  startsNear: boolean;
};

export const ClientCard = memo(function ClientCard({ nearness, startsNear, ...rest }: ClientCardProps) {
  const { isNear, element } = useIsNear<HTMLElement>(nearness, startsNear);
  const { name, state } = rest.client;
  return (
    <article
      ref={element}
      className={`${styles.card} ${state.kind === "closed" ? styles.dead : ""}`}
      aria-label={name}
      data-state={state.kind}
    >
      {isNear ? <WholeCard {...rest} /> : <FarCard name={name} state={state} />}
    </article>
  );
});

/** Owns the theatre: cards side by side that never change their places. */
import { useRef, useState } from "react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { useLive } from "../../stores/stores.tsx";
import { ClientCard } from "./client-card.tsx";
import type { SandboxDialog } from "./dialogs.tsx";
import { Nearness } from "./nearness.ts";
import { fadesIn } from "./stage.ts";
import styles from "./theatre.module.css";
import type { Acts } from "./use-acts.ts";
import { useDoing } from "./use-doing.ts";
import { useRetries } from "./use-retries.ts";

/** Cards that a large window shows at once. */
const FIRST = 20;

export type TheatreProps = {
  clients: readonly SandboxClient[];
  acts: Acts;
  open: { show: (dialog: SandboxDialog) => void; edit: (tokenId: string) => void };
};

export function Theatre({ clients, acts, open }: TheatreProps) {
  const tokens = useLive((data) => data.tokens);
  const retries = useRetries(clients);
  const stage = useRef<HTMLElement>(null);
  const [nearness] = useState(() => new Nearness(stage));
  const doing = useDoing(acts, open);
  return (
    <section
      ref={stage}
      className={styles.cards}
      aria-label="Clients"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      data-count={Math.min(clients.length, 5)}
      data-fades={fadesIn(clients) || undefined}
    >
      {clients.map((client, index) => (
        <ClientCard
          key={client.id}
          client={client}
          tokenName={nameIn(tokens, client.tokenId)}
          retry={retries.get(client.id) ?? null}
          doing={doing}
          nearness={nearness}
          startsNear={index < FIRST}
        />
      ))}
    </section>
  );
}

function nameIn(tokens: ReadonlyMap<string, { readonly name: string | null }>, tokenId: string | null): string {
  if (tokenId === null) return "no token";
  const token = tokens.get(tokenId);
  return token === undefined ? "a deleted token" : `token ${token.name ?? tokenId}`;
}

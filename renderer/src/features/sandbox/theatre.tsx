/** Owns the theatre: cards side by side that never change their places. */
import { useCallback, useMemo, useRef } from "react";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { useLive } from "../../stores/stores.tsx";
import { ClientCard } from "./client-card.tsx";
import type { SandboxDialog } from "./dialogs.tsx";
import styles from "./theatre.module.css";
import type { Acts } from "./use-acts.ts";
import { useRetries } from "./use-retries.ts";

export type TheatreProps = {
  clients: readonly SandboxClient[];
  acts: Acts;
  open: { show: (dialog: SandboxDialog) => void; edit: (tokenId: string) => void };
};

export function Theatre({ clients, acts, open }: TheatreProps) {
  const tokens = useLive((data) => data.tokens);
  const retries = useRetries(clients);
  const latest = useRef(open);
  latest.current = open;
  // The same functions from draw to draw, so that a card that did not move is not drawn again.
  const doing = useMemo(
    () => ({
      ...acts,
      show: (dialog: SandboxDialog) => latest.current.show(dialog),
      edit: (tokenId: string) => latest.current.edit(tokenId),
    }),
    [acts],
  );
  const nameOf = useCallback((tokenId: string | null) => nameIn(tokens, tokenId), [tokens]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
    <section className={styles.cards} aria-label="Clients" tabIndex={0} data-count={Math.min(clients.length, 5)}>
      {clients.map((client) => (
        <ClientCard
          key={client.id}
          client={client}
          tokenName={nameOf(client.tokenId)}
          retry={retries.get(client.id) ?? null}
          doing={doing}
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

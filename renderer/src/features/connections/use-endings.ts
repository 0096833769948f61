/** Owns the previous sessions of a connection's token or host, as the broker remembers them. */
import { useEffect, useState } from "react";
import type { EndedSession } from "../../../../broker/contract/endings.ts";
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";

export type EndingsBy = "token" | "address";

/** Rows of one question; the journal itself is longer. */
const ROWS = 50;
/** How long after an end its transport may still be going; then the journal has it. */
const SETTLE_MS = 300;

export type Endings =
  | { readonly kind: "asking" }
  | { readonly kind: "answered"; readonly sessions: readonly EndedSession[]; readonly isMore: boolean }
  | { readonly kind: "failed"; readonly message: string };

/** Asked anew when a connection of the token opens or ends. */
export function useEndings({ id, tokenId, address, closed }: ConnectionView, by: EndingsBy): Endings {
  const client = useClient();
  const live = useLive((data) => data.tokens.get(tokenId)?.connections ?? 0);
  const [endings, setEndings] = useState<Endings>({ kind: "asking" });
  const host = hostOf(address);
  const isClosed = closed !== null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a connection that came or went is a reason to ask again
  useEffect(() => {
    let isCurrent = true;
    const ask = async () => {
      try {
        const query = by === "token" ? { tokenId } : { address: host };
        const answer = await client.endings({ ...query, limit: ROWS + 1 });
        const sessions = answer.items.filter((session) => session.id !== id).slice(0, ROWS);
        if (isCurrent) setEndings({ kind: "answered", sessions, isMore: answer.nextCursor !== undefined });
      } catch (error) {
        if (isCurrent) setEndings({ kind: "failed", message: refusalOf(error).message });
      }
    };
    const timer = setTimeout(ask, live === 0 ? 0 : SETTLE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, id, tokenId, host, by, live, isClosed]);
  return endings;
}

/** An address without its port: `192.168.1.5`, `[::1]`. */
export function hostOf(address: string): string {
  return address.replace(/:\d+$/, "");
}

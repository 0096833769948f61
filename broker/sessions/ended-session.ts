/** Owns what is remembered of a session whose transport has gone, and how views show it. */
import type { EndedSession } from "../contract/endings.ts";
import type { Subject } from "../contract/nouns.ts";
import { sharedText } from "../routing/subscription.ts";
import { closedInfo, type Ending, type Session } from "./session.ts";
import { textWeight } from "./weight.ts";

/** Times are numbers until somebody looks: sessions go by the thousand, and writing a date costs as much as all else here. */
export interface GoneSession extends Omit<EndedSession, "connectedAt" | "closed"> {
  /** Epoch milliseconds. */
  readonly connectedAt: number;
  readonly ending: Ending;
}

/** The session's last state; undefined while it is open. `token` is its token as it is now, if it is still there. */
export function goneSession(
  session: Session,
  token: { readonly name: string | null; readonly subject: Subject | null } | undefined,
): GoneSession | undefined {
  const { handshake, outbound, ending } = session;
  if (ending === null) return undefined;
  return {
    id: session.id,
    tokenId: session.tokenId,
    tokenName: token?.name ?? null,
    subject: token?.subject ?? null,
    dialect: session.dialect.name,
    address: handshake.peer.address,
    userAgent: handshake.userAgent,
    filters: [...session.filters, ...session.shared.map(sharedText)],
    messagesIn: session.messagesIn,
    messagesOut: outbound.messages,
    bytesIn: session.bytesIn,
    bytesOut: outbound.bytes,
    dropped: outbound.dropped,
    refused: session.refused,
    connectedAt: session.connectedAt,
    ending,
  };
}

/** Its fields of one size: weighed once, and with room for a subject. */
const FIXED_BYTES = 1_024;

/** What a journal counts for it: a client chooses some of its texts. */
export function goneWeight({ userAgent, address, filters, ending }: GoneSession): number {
  let bytes = FIXED_BYTES + textWeight(userAgent) + textWeight(address) + textWeight(ending.reason);
  for (const filter of filters) bytes += textWeight(filter);
  return bytes;
}

export function endedView({ connectedAt, ending, ...rest }: GoneSession): EndedSession {
  return { ...rest, connectedAt: new Date(connectedAt).toISOString(), closed: closedInfo(ending) };
}

/** Owns what is written down of a session when its transport has gone. */
import type { EndedSession } from "../contract/endings.ts";
import type { Subject } from "../contract/nouns.ts";
import { closedInfo, type Session } from "./session.ts";

/** The session's last state; undefined while it is open. `token` is its token as it is now, if it is still there. */
export function endedSession(
  session: Session,
  token: { readonly name: string | null; readonly subject: Subject | null } | undefined,
): EndedSession | undefined {
  const closed = closedInfo(session.ending);
  if (closed === null) return undefined;
  const { handshake, outbound } = session;
  return {
    id: session.id,
    tokenId: session.tokenId,
    tokenName: token?.name ?? null,
    subject: token?.subject ?? null,
    dialect: session.dialect.name,
    address: handshake.peer.address,
    userAgent: handshake.userAgent,
    filters: [...session.filters],
    messagesIn: session.messagesIn,
    messagesOut: outbound.messages,
    bytesIn: session.bytesIn,
    bytesOut: outbound.bytes,
    dropped: outbound.dropped,
    refused: session.refused,
    connectedAt: new Date(session.connectedAt).toISOString(),
    closed,
  };
}

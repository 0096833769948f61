/** Owns who calls `/api/rooms`: the operator by the admin key, or a subject by its token's secret (H10). */
import { SecretBox, sameHash } from "../access/seal.ts";
import { tokenState } from "../access/snapshot.ts";
import type { Subject } from "../contract/nouns.ts";
import type { ChatRequest } from "./chat-door.ts";
import { notAllowed, unauthorized } from "./refused.ts";
import type { Rooms } from "./rooms.ts";

export interface Caller {
  /** null: the operator. */
  readonly subject: Subject | null;
}

/** Failures are slowed down like those at the door of the sockets (C8). @throws Refused UNAUTHORIZED, FORBIDDEN */
export async function findCaller(rooms: Rooms, { secret, hasKey, peer }: ChatRequest): Promise<Caller> {
  if (hasKey) return { subject: null };
  const { authDelay, clock } = rooms;
  const delay = authDelay.delayFor(peer);
  if (delay > 0) await new Promise<void>((resolve) => void clock.after(delay, resolve));
  const subject = subjectOf(rooms, secret);
  if (subject === undefined) {
    authDelay.failed(peer);
    throw unauthorized(
      "Send the admin key, or the secret of a token that may connect, as Authorization: Bearer <secret>",
    );
  }
  authDelay.succeeded(peer);
  if (subject === null) throw notAllowed("The token has no subject: a chat room needs to know who speaks");
  return { subject };
}

/** Judged as at the door (C4). Undefined: no token that may come in has this secret. */
function subjectOf({ policy, clock, blocks }: Rooms, secret: string): Subject | null | undefined {
  if (secret === "") return undefined;
  const hash = SecretBox.hash(secret);
  const token = policy.current.tokensByHash.get(hash);
  const now = clock.now();
  if (token === undefined || !sameHash(token.secretHash, hash) || tokenState(token, now) !== "enabled")
    return undefined;
  return blocks.isBlocked(token.id) ? undefined : token.subject;
}

/** Owns the principal of clients that bring no token (X3): a token that nobody stored, made from the settings. */
import type { Settings } from "../contract/nouns.ts";
import type { StoredToken } from "../ports/store.ts";
import type { Grant, Snapshot } from "./snapshot.ts";

/** Its id; no stored token has one that begins with $. */
export const ANONYMOUS_ID = "$anonymous";

const NEVER = new Date(0).toISOString();

/** Enabled while the settings give it any right. No secret leads to it. */
export function anonymousToken({ anonymous, anonymousMaxConnections }: Settings): StoredToken {
  return {
    id: ANONYMOUS_ID,
    name: "Anonymous",
    secretHash: "",
    sealedSecret: "",
    secretHint: "none",
    maxConnections: anonymousMaxConnections,
    enabled: anonymous.length > 0,
    expiresAt: null,
    subject: null,
    messagesPerSecond: null,
    burst: null,
    note: "",
    createdAt: NEVER,
    updatedAt: NEVER,
  };
}

export function anonymousGrants({ anonymous }: Settings): readonly Grant[] {
  return anonymous.map(({ pattern, access }) => ({ permissionId: ANONYMOUS_ID, tagId: ANONYMOUS_ID, pattern, access }));
}

/** The token of a session, which may be the anonymous one. */
export function principalOf(snapshot: Snapshot, tokenId: string): StoredToken | undefined {
  return tokenId === ANONYMOUS_ID ? snapshot.anonymous : snapshot.tokens.get(tokenId);
}

/** Everybody who may hold sessions; without rights the anonymous one holds none. */
export function* principalsOf(snapshot: Snapshot): Iterable<StoredToken> {
  yield* snapshot.tokens.values();
  if (snapshot.anonymous.enabled) yield snapshot.anonymous;
}

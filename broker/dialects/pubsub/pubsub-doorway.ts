/** Owns where the pub/sub protocol is knocked at; a token may come as in C2 and C3, and need not (X3). */
import { ANONYMOUS_ID } from "../../access/anonymous.ts";
import type { Policy } from "../../access/policy.ts";
import { attemptOf } from "../../sessions/attempt.ts";
import { readCredentials } from "../../sessions/credentials.ts";
import type { Doorway } from "../../sessions/dialect.ts";
import type { Entrance } from "../../sessions/entrance.ts";
import { mayPageConnect } from "../../sessions/page-origin.ts";
import type { PubSubDialect } from "./pubsub-dialect.ts";

const PATHS: ReadonlySet<string> = new Set(["/ws/", "/ws"]);

export function pubSubDoorway(entrance: Entrance, dialect: PubSubDialect, policy: Policy): Doorway {
  return {
    wire: dialect.wire,
    told: { name: dialect.name, path: "/ws/", anonymous: true },
    at: (path) => {
      if (!PATHS.has(path)) return undefined;
      return (knock, link) => {
        // A filter in the handshake means nothing here: a client subscribes with its frames.
        const asked = { ...readCredentials(knock), filters: null, mayBeAnonymous: true };
        entrance.accept(attemptOf(knock, dialect.name), link, dialect, asked, ({ id }) => {
          if (id !== ANONYMOUS_ID || mayPageConnect(knock.headers, policy.current.settings.anonymousOrigins))
            return undefined;
          return { step: "origin-not-allowed", detail: String(knock.headers.origin) };
        });
      };
    },
  };
}

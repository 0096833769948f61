/** Which endpoint answers a handshake on the engine's own port, and how long the handshake waits before (C8). */
import type { Acceptor } from "./ports/link.ts";
import type { Admission } from "./sessions/admission.ts";
import { attemptOf } from "./sessions/attempt.ts";
import type { AuthDelay } from "./sessions/auth-delay.ts";
import { SUBPROTOCOL } from "./sessions/credentials.ts";
import type { Doorway } from "./sessions/dialect.ts";
import type { Entrance } from "./sessions/entrance.ts";

export interface AcceptorParts {
  readonly authDelay: AuthDelay;
  readonly admission: Admission;
  readonly entrance: Entrance;
}

export function acceptorOf(doorways: readonly Doorway[], { authDelay, admission, entrance }: AcceptorParts): Acceptor {
  return (knock) => {
    for (const doorway of doorways) {
      const accept = doorway.at(knock.path);
      if (accept === undefined) continue;
      const { peer } = knock;
      const delayMs = doorway.waitsInFrame ? 0 : authDelay.enter(peer);
      return {
        subprotocol: knock.subprotocols.includes(SUBPROTOCOL) ? SUBPROTOCOL : undefined,
        delayMs: delayMs ?? 0,
        accept: (link) => {
          if (delayMs === null) entrance.turnAwayTooMany(attemptOf(knock, doorway.told.name), link, doorway.wire);
          else accept(knock, link);
        },
        waited: () => authDelay.leave(peer),
        reject: (step, detail) => admission.reject(attemptOf(knock, doorway.told.name), { step, detail }),
      };
    }
    admission.reject(attemptOf(knock, "none"), { step: "path-unknown", detail: knock.path });
    return undefined;
  };
}

/** Owns where the realtime protocol is knocked at. */
import { attemptOf } from "../../sessions/attempt.ts";
import type { Doorway } from "../../sessions/dialect.ts";
import * as frames from "./frames.ts";
import { asking, Newcomer, type NewcomerParts } from "./newcomer.ts";

const PATHS: ReadonlySet<string> = new Set(["/ws/realtime/", "/ws/realtime"]);

/** Whoever knocks is let in, while there is room, and asked who it is (Q1); while nobody is served the door answers as every door does. */
export function realtimeDoorway(parts: NewcomerParts): Doorway {
  const { entrance, dialect, anteroom } = parts;
  return {
    wire: dialect.wire,
    told: { name: dialect.name, path: "/ws/realtime/", anonymous: false },
    waitsInFrame: true,
    at: (path) => {
      if (!PATHS.has(path)) return undefined;
      return (knock, link) => {
        const attempt = attemptOf(knock, dialect.name);
        if (entrance.shut !== null) {
          entrance.accept(attempt, link, dialect, asking(""));
          return;
        }
        const full = anteroom.fullFor(knock.peer);
        if (full === null) new Newcomer(parts, attempt, link);
        else {
          const refusal = { step: "too-many-strangers", detail: full } as const;
          entrance.turnAway(attempt, link, dialect.wire, refusal, frames.error("too-many-connections"));
        }
      };
    },
  };
}

/** Owns where the main protocol is knocked at, and what it reads of a handshake (C1 to C3). */
import { attemptOf } from "../../sessions/attempt.ts";
import { readCredentials } from "../../sessions/credentials.ts";
import type { Doorway } from "../../sessions/dialect.ts";
import type { Entrance } from "../../sessions/entrance.ts";
import type { BrokerDialect } from "./broker-dialect.ts";

/** The reference's spelling and ours, each also without the slash (C1). */
const PATHS: ReadonlySet<string> = new Set(["/ws/brocker/", "/ws/brocker", "/ws/broker/", "/ws/broker"]);

export function brokerDoorway(entrance: Entrance, dialect: BrokerDialect): Doorway {
  return {
    wire: dialect.wire,
    told: { name: dialect.name, path: "/ws/brocker/", anonymous: false },
    at: (path) => {
      if (!PATHS.has(path)) return undefined;
      return (knock, link) => entrance.accept(attemptOf(knock, dialect.name), link, dialect, readCredentials(knock));
    },
  };
}

/** Owns the wiring of the pub/sub dialect: its door, its REST interface, and what is started and stopped with the engine. */
import type { Policy } from "../../access/policy.ts";
import type { Doorway } from "../../sessions/dialect.ts";
import type { Entrance } from "../../sessions/entrance.ts";
import { PubSubDialect, type PubSubRooms } from "./pubsub-dialect.ts";
import { pubSubDoorway } from "./pubsub-doorway.ts";
import { PubSubRest } from "./rest/rest.ts";

export interface OpenPubSubRooms extends PubSubRooms {
  readonly entrance: Entrance;
  readonly policy: Policy;
  /** Resolves when what is known of topics is on disk, or was refused by it. */
  settle(): Promise<void>;
}

export interface PubSub {
  readonly doorway: Doorway;
  readonly rest: PubSubRest;
  start(): void;
  close(): void;
}

export function openPubSub(rooms: OpenPubSubRooms): PubSub {
  const dialect = new PubSubDialect(rooms);
  return {
    doorway: pubSubDoorway(rooms.entrance, dialect),
    rest: new PubSubRest({ ...rooms, startedAt: rooms.clock.elapsed(), settle: rooms.settle }),
    start: () => dialect.start(),
    close: () => dialect.close(),
  };
}

/** Owns the wiring of the pub/sub dialect: its door, its REST interface, and what is started and stopped with the engine. */
import type { Admission } from "../../sessions/admission.ts";
import type { Doorway } from "../../sessions/dialect.ts";
import type { Entrance } from "../../sessions/entrance.ts";
import { PubSubDialect, type PubSubRooms } from "./pubsub-dialect.ts";
import { pubSubDoorway } from "./pubsub-doorway.ts";
import { PubSubRest } from "./rest/rest.ts";
import type { TopicEdits } from "./rest/rooms.ts";

export interface OpenPubSubRooms extends PubSubRooms {
  readonly entrance: Entrance;
  readonly admission: Admission;
}

export interface PubSub {
  readonly doorway: Doorway;
  /** Its REST interface, which changes topics by the operator's edits. */
  rest(edits: TopicEdits): PubSubRest;
  start(): void;
  close(): void;
}

export function openPubSub(rooms: OpenPubSubRooms): PubSub {
  const dialect = new PubSubDialect(rooms);
  const startedAt = rooms.clock.elapsed();
  return {
    doorway: pubSubDoorway(rooms.entrance, dialect, rooms.policy),
    rest: (edits) => new PubSubRest({ ...rooms, startedAt, edits }),
    start: () => dialect.start(),
    close: () => dialect.close(),
  };
}
